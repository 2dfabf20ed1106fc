"""Practice: runs of a conversation, and the choices made in them, in order.

Revision: 0007_practice. After: 0006_for_life.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007_practice"
down_revision = "0006_for_life"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OPEN = sa.text("ended_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "scenario_run",
        sa.Column("id", KEY, sa.Identity(always=False), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("organization_id", sa.BigInteger(), nullable=False),
        sa.Column("enrolment_id", sa.BigInteger(), nullable=False),
        sa.Column("release_id", KEY, nullable=False),
        sa.Column("module", sa.String(length=80), nullable=False),
        sa.Column("scenario", sa.String(length=80), nullable=False),
        sa.Column("scene", sa.String(length=80), nullable=False),
        sa.Column("steps", sa.BigInteger(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ending", sa.String(length=10), nullable=True),
        sa.CheckConstraint("(ending IS NULL) = (ended_at IS NULL)", name=op.f("ck_scenario_run_an_ending_has_a_date")),
        sa.ForeignKeyConstraint(
            ["enrolment_id", "organization_id"], ["enrolment.id", "enrolment.organization_id"], name="fk_scenario_run_enrolment"
        ),
        sa.ForeignKeyConstraint(["release_id"], ["release.id"], name=op.f("fk_scenario_run_release_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scenario_run")),
        sa.UniqueConstraint("id", "organization_id", name="scenario_run_in_organization"),
        sa.UniqueConstraint("public_id", name=op.f("uq_scenario_run_public_id")),
    )
    op.create_index("ix_scenario_run_of", "scenario_run", ["enrolment_id", "module", "scenario", "id"])
    op.create_index(op.f("ix_scenario_run_release_id"), "scenario_run", ["release_id"])
    op.create_index(
        "one_open_scenario_run",
        "scenario_run",
        ["enrolment_id", "module", "scenario"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
    op.create_table(
        "scenario_choice",
        sa.Column("id", KEY, sa.Identity(always=False), nullable=False),
        sa.Column("organization_id", sa.BigInteger(), nullable=False),
        sa.Column("run_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("scene", sa.String(length=80), nullable=False),
        sa.Column("reply", sa.String(length=80), nullable=False),
        sa.Column("chosen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["run_id", "organization_id"], ["scenario_run.id", "scenario_run.organization_id"], name="fk_scenario_choice_run"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scenario_choice")),
        sa.UniqueConstraint("run_id", "number", name="choices_are_counted"),
    )


def downgrade() -> None:
    op.drop_table("scenario_choice")
    op.drop_table("scenario_run")
