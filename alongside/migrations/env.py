"""How Alembic runs a migration here: the connection and the tables come from alongside.cli.database."""

from alembic import context
from sqlalchemy import BigInteger

from alongside.cli.database import include_name

connection = context.config.attributes["connection"]
metadata = context.config.attributes["metadata"]


def render_item(kind, item, _autogen):
    """Drafts name plain types, so that a migration never depends on code that may change."""
    if kind != "type":
        return False
    if isinstance(item, BigInteger) and item._variant_mapping:
        return "KEY"
    return {"Instant": "sa.DateTime(timezone=True)", "JSON": "JSON"}.get(type(item).__name__, False)


context.configure(
    render_item=render_item,
    include_name=include_name,
    connection=connection,
    target_metadata=metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    compare_type=True,
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
