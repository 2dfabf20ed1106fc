"""What is kept for life: editions say what was printed and by which day's clock; evidence can grow; keys that were missing.

Evidence becomes {"format": 1, "course", "release", "met": [{"code": "module", …}]}. Audit rows get a format of their own
(1: as they were) and the person they are about. Of two releases after the same one, the later follows the earlier.

Revision: 0006_for_life. After: 0005_leaving.
"""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0006_for_life"
down_revision = "0005_leaving"
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
KEYS = {
    "ix_enrolment_identity": ("enrolment", ["id", "organization_id", "membership_id", "course", "cycle"]),
    "ix_stored_file_in_organization": ("stored_file", ["id", "organization_id"]),
}
LAID_ASIDE = "audit_row_for_life"
ONE_AFTER_ANOTHER = {
    "ix_release_shipped_next": (["parent_id"], "organization_id IS NULL"),
    "ix_release_shipped_first": (["tree_digest"], "organization_id IS NULL AND parent_id IS NULL"),
    "ix_release_own_next": (["organization_id", "parent_id"], "organization_id IS NOT NULL"),
    "ix_release_own_first": (["organization_id"], "organization_id IS NOT NULL AND parent_id IS NULL"),
}


def upgrade() -> None:
    op.execute("ALTER TABLE edition RENAME COLUMN facts TO printed")
    op.execute("ALTER TABLE edition RENAME COLUMN number_of TO ordinal")
    _rewrite(_with_format)
    for name, (table, columns) in KEYS.items():
        op.create_index(name, table, columns, unique=True)
    with op.batch_alter_table("edition") as edition:
        edition.create_foreign_key(
            "fk_edition_pdf_file", "stored_file", ["pdf_file_id", "organization_id"], ["id", "organization_id"]
        )
    with op.batch_alter_table("certificate") as certificate:
        certificate.drop_constraint("fk_certificate_enrolment", type_="foreignkey")
        certificate.create_foreign_key(
            "fk_certificate_enrolment",
            "enrolment",
            ["enrolment_id", "organization_id", "membership_id", "course", "cycle"],
            ["id", "organization_id", "membership_id", "course", "cycle"],
        )
    op.execute(
        "UPDATE release SET parent_id = (SELECT max(earlier.id) FROM release AS earlier"
        " WHERE earlier.id < release.id AND earlier.organization_id IS NULL) WHERE organization_id IS NULL"
    )
    for name, (columns, which) in ONE_AFTER_ANOTHER.items():
        op.create_index(name, "release", columns, unique=True, sqlite_where=sa.text(which), postgresql_where=sa.text(which))
    op.add_column("audit_row", sa.Column("format", sa.BigInteger(), server_default="1", nullable=False))
    op.add_column("audit_row", sa.Column("person_id", sa.String(length=80), nullable=True))
    op.create_index("ix_audit_row_person", "audit_row", ["person_id", "id"])
    _bring_back()


def downgrade() -> None:
    _lay_aside()
    op.drop_index("ix_audit_row_person", "audit_row")
    op.drop_column("audit_row", "person_id")
    op.drop_column("audit_row", "format")
    for name in ONE_AFTER_ANOTHER:
        op.drop_index(name, "release")
    with op.batch_alter_table("certificate") as certificate:
        certificate.drop_constraint("fk_certificate_enrolment", type_="foreignkey")
        certificate.create_foreign_key(
            "fk_certificate_enrolment", "enrolment", ["enrolment_id", "organization_id"], ["id", "organization_id"]
        )
    with op.batch_alter_table("edition") as edition:
        edition.drop_constraint("fk_edition_pdf_file", type_="foreignkey")
    for name, (table, _columns) in KEYS.items():
        op.drop_index(name, table)
    _rewrite(_without_format)
    op.execute("ALTER TABLE edition RENAME COLUMN ordinal TO number_of")
    op.execute("ALTER TABLE edition RENAME COLUMN printed TO facts")


def _lay_aside() -> None:
    """What was sealed must come back as it was sealed: until then the two columns are kept in a table of their own."""
    op.execute(f"CREATE TABLE {LAID_ASIDE} AS SELECT id, hash, format, person_id FROM audit_row")  # noqa: S608


def _bring_back() -> None:
    """Rows that the older version has sealed meanwhile have its format, the first."""
    if not sa.inspect(op.get_bind()).has_table(LAID_ASIDE):
        return
    op.execute(
        "UPDATE audit_row SET person_id = kept.person_id,"  # noqa: S608
        " format = CASE WHEN coalesce(kept.hash, '') = coalesce(audit_row.hash, '') THEN kept.format ELSE 1 END"
        f" FROM {LAID_ASIDE} AS kept WHERE kept.id = audit_row.id"
    )
    op.drop_table(LAID_ASIDE)


def _rewrite(change: Callable[[dict[str, Any], dict[str, Any], str], tuple[dict[str, Any], dict[str, Any]]]) -> None:
    """What was printed and the evidence of every edition, in the other form."""
    edition = sa.table(
        "edition", sa.column("id"), sa.column("organization_id"), sa.column("printed", JSON), sa.column("evidence", JSON)
    )
    organization = sa.table("organization", sa.column("id"), sa.column("time_zone"))
    bind = op.get_bind()
    rows = bind.execute(
        sa.select(edition.c.id, edition.c.printed, edition.c.evidence, organization.c.time_zone).where(
            organization.c.id == edition.c.organization_id
        )
    ).all()
    for row in rows:
        printed, evidence = change(row.printed, row.evidence, row.time_zone)
        bind.execute(edition.update().where(edition.c.id == row.id).values(printed=printed, evidence=evidence))


def _with_format(
    printed: dict[str, Any], evidence: dict[str, Any], time_zone: str
) -> tuple[dict[str, Any], dict[str, Any]]:
    met = [{"code": "module", **one} for one in evidence["modules"]]
    return printed | {"time_zone": printed.get("time_zone", time_zone)}, {
        "format": 1, "course": evidence["course"], "release": evidence["release"], "met": met,
    }  # fmt: skip


def _without_format(
    printed: dict[str, Any], evidence: dict[str, Any], _time_zone: str
) -> tuple[dict[str, Any], dict[str, Any]]:
    modules = [{name: value for name, value in one.items() if name != "code"} for one in evidence["met"]]
    return printed, {  # with the zone it was issued in: the older version does not mind, and the issuer may have moved
        "course": evidence["course"], "release": evidence["release"], "modules": modules,
    }  # fmt: skip
