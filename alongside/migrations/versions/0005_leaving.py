"""Who has left stands on no trainer's list; members by name come from one index; an invitation keeps its address as written.

Revision: 0005_leaving. After: 0004_log_pages.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005_leaving"
down_revision = "0004_log_pages"
branch_labels = None
depends_on = None

INDEXES = {
    "ix_membership_name": ("membership", ["organization_id", "sort_name", "id"]),
    "ix_cohort_trainer_membership_id": ("cohort_trainer", ["membership_id"]),
    "ix_certificate_organization_id": ("certificate", ["organization_id"]),
    "ix_enrolment_release_id": ("enrolment", ["release_id"]),
    "ix_attempt_release_id": ("attempt", ["release_id"]),
    "ix_release_file_digest": ("release_file", ["digest"]),
}
# How many of a cohort's people, of those who have left, were counted as this.
LEFT = "(SELECT count(*) FROM enrolment e {more}WHERE e.cohort_id = cohort_count.cohort_id AND e.ended_at IS NOT NULL)"
HOLDING = "JOIN certificate c ON c.enrolment_id = e.id {more}"
COUNTED = {
    "enrolled": LEFT.format(more=""),
    "earned": LEFT.format(more=HOLDING.format(more="")),
    "certified": LEFT.format(more=HOLDING.format(more="AND c.issued_at IS NOT NULL ")),
}


def upgrade() -> None:
    op.add_column("membership", sa.Column("sort_name", sa.String(120), server_default="", nullable=False))
    op.add_column("invitation", sa.Column("email", sa.String(254), nullable=True))
    op.execute("UPDATE invitation SET email = email_key")
    _keep_names("membership", "SELECT m.id, m.sort_name, a.name FROM membership m JOIN account a ON a.id = m.account_id")
    _keep_names(
        "enrolment",
        "SELECT e.id, e.sort_name, a.name FROM enrolment e "
        "JOIN membership m ON m.id = e.membership_id JOIN account a ON a.id = m.account_id",
    )
    op.execute(
        "UPDATE enrolment SET ended_at = (SELECT m.ended_at FROM membership m WHERE m.id = enrolment.membership_id) "
        "WHERE ended_at IS NULL AND membership_id IN (SELECT id FROM membership WHERE ended_at IS NOT NULL)"
    )
    _count("-")
    for name, (table, columns) in INDEXES.items():
        op.create_index(name, table, columns)


def _keep_names(table: str, query: str) -> None:
    """The name lists go by. Made here, as SQLite makes only A to Z small."""
    connection = op.get_bind()
    found = [(id_, before, name.casefold()[:120]) for id_, before, name in connection.execute(sa.text(query))]
    changed = [{"id": id_, "name": name} for id_, before, name in found if name != before]
    if changed:
        connection.execute(sa.text(f"UPDATE {table} SET sort_name = :name WHERE id = :id"), changed)  # noqa: S608


def _count(sign: str) -> None:
    """Counts of a cohort are of those who are there."""
    for what, left in COUNTED.items():
        op.execute(f"UPDATE cohort_count SET n = n {sign} {left} WHERE what = '{what}' AND key = ''")  # noqa: S608


def downgrade() -> None:
    for name, (table, _columns) in INDEXES.items():
        op.drop_index(name, table)
    _count("+")
    op.execute("UPDATE enrolment SET ended_at = NULL")
    op.drop_column("invitation", "email")
    op.drop_column("membership", "sort_name")
