"""The search: a full-text index beside search_entry, kept up by the engine itself.

Revision: 0002_search. After: 0001_foundation.
"""

from alembic import op

revision = "0002_search"
down_revision = "0001_foundation"
branch_labels = None
depends_on = None

SQLITE_UP = (
    """
    CREATE VIRTUAL TABLE search_words USING fts5(
        title, text, content='search_entry', content_rowid='id', tokenize='porter unicode61 remove_diacritics 2')
    """,
    """
    CREATE TRIGGER search_words_add AFTER INSERT ON search_entry BEGIN
        INSERT INTO search_words (rowid, title, text) VALUES (new.id, new.title, new.text);
    END
    """,
    """
    CREATE TRIGGER search_words_remove AFTER DELETE ON search_entry BEGIN
        INSERT INTO search_words (search_words, rowid, title, text) VALUES ('delete', old.id, old.title, old.text);
    END
    """,
    "INSERT INTO search_words (search_words) VALUES ('rebuild')",
)
SQLITE_DOWN = (
    "DROP TRIGGER search_words_add",
    "DROP TRIGGER search_words_remove",
    "DROP TABLE search_words",
)
POSTGRESQL_UP = (
    """
    ALTER TABLE search_entry ADD COLUMN words tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('english', title), 'A') || setweight(to_tsvector('english', text), 'B')) STORED
    """,
    "CREATE INDEX ix_search_entry_words ON search_entry USING gin (words)",
)
POSTGRESQL_DOWN = ("ALTER TABLE search_entry DROP COLUMN words",)


def upgrade() -> None:
    for statement in SQLITE_UP if op.get_bind().dialect.name == "sqlite" else POSTGRESQL_UP:
        op.execute(statement)


def downgrade() -> None:
    for statement in SQLITE_DOWN if op.get_bind().dialect.name == "sqlite" else POSTGRESQL_DOWN:
        op.execute(statement)
