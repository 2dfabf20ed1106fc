"""How a person likes to be called: the first word of a name is the family name in half of the world.

Revision: 0008_called. After: 0007_practice.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008_called"
down_revision = "0007_practice"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("account", sa.Column("called", sa.String(length=40), nullable=True))


def downgrade() -> None:
    op.drop_column("account", "called")
