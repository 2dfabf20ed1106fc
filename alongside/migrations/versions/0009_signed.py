"""Agreements that people sign, such as a code of ethics.

Revision: 0009_signed. After: 0008_called.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009_signed"
down_revision = "0008_called"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "signature",
        sa.Column("id", KEY, sa.Identity(always=False), nullable=False),
        sa.Column("organization_id", sa.BigInteger(), nullable=False),
        sa.Column("enrolment_id", sa.BigInteger(), nullable=False),
        sa.Column("agreement", sa.String(length=80), nullable=False),
        sa.Column("version", sa.String(length=40), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["enrolment_id", "organization_id"], ["enrolment.id", "enrolment.organization_id"], name="fk_signature_enrolment"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signature")),
        sa.UniqueConstraint("enrolment_id", "agreement", "digest", name="signed_once"),
    )


def downgrade() -> None:
    op.drop_table("signature")
