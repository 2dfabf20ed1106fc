"""From which releases a cohort learns: found by one look a release, not by going through its people.

Revision: 0010_pinned. After: 0009_signed.
"""

import sqlalchemy as sa
from alembic import op

revision = "0010_pinned"
down_revision = "0009_signed"
branch_labels = None
depends_on = None

HERE = sa.text("ended_at IS NULL")


def upgrade() -> None:
    op.create_index("ix_enrolment_pinned", "enrolment", ["cohort_id", "release_id"], sqlite_where=HERE, postgresql_where=HERE)


def downgrade() -> None:
    op.drop_index("ix_enrolment_pinned", "enrolment")
