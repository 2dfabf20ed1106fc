"""Who could use a hand: how many modules are begun and how many are stuck, kept with the enrolment, and an index for each.

Revision: 0003_who_needs_a_hand. After: 0002_search.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003_who_needs_a_hand"
down_revision = "0002_search"
branch_labels = None
depends_on = None

COUNT = "(SELECT count(*) FROM module_progress m WHERE m.enrolment_id = enrolment.id AND m.done_at IS NULL{more})"
STUCK = "modules_stuck > 0 AND ended_at IS NULL"
IDLE = "modules_open > 0 AND ended_at IS NULL"


def upgrade() -> None:
    for name in ("modules_open", "modules_stuck"):
        op.add_column("enrolment", sa.Column(name, sa.BigInteger(), server_default="0", nullable=False))
    stuck = COUNT.format(more=" AND m.attempts >= 2 AND m.quiz_passed_at IS NULL")
    op.execute(f"UPDATE enrolment SET modules_open = {COUNT.format(more='')}, modules_stuck = {stuck}")  # noqa: S608
    _index("ix_enrolment_stuck", ["cohort_id", "sort_name", "id"], STUCK)
    _index("ix_enrolment_idle", ["cohort_id", "last_active_at", "id"], IDLE)
    op.create_index("ix_certificate_enrolment_id", "certificate", ["enrolment_id"])


def _index(name: str, columns: list[str], which: str) -> None:
    op.create_index(name, "enrolment", columns, sqlite_where=sa.text(which), postgresql_where=sa.text(which))


def downgrade() -> None:
    op.drop_index("ix_certificate_enrolment_id", "certificate")
    op.drop_index("ix_enrolment_idle", "enrolment")
    op.drop_index("ix_enrolment_stuck", "enrolment")
    op.drop_column("enrolment", "modules_stuck")
    op.drop_column("enrolment", "modules_open")
