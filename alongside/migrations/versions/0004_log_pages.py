"""The log's pages: an index that goes through an organization's rows, newest first.

Revision: 0004_log_pages. After: 0003_who_needs_a_hand.
"""

from alembic import op

revision = "0004_log_pages"
down_revision = "0003_who_needs_a_hand"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_audit_row_chain", "audit_row", ["chain", "id"])


def downgrade() -> None:
    op.drop_index("ix_audit_row_chain", "audit_row")
