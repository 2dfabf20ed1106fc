"""On PostgreSQL, too, a word is found with and without its accents: “cafe” finds “café”.

Revision: 0011_folded. After: 0010_pinned.
"""

import unicodedata

from alembic import op

revision = "0011_folded"
down_revision = "0010_pinned"
branch_labels = None
depends_on = None

ACCENTED = [chr(one) for one in range(0xC0, 0x250) if unicodedata.decomposition(chr(one))[:4] in {f"{ord(letter):04X}" for letter in "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"}]
ALONE = "".join(map(chr, range(0x300, 0x370)))  # accents written after their letter: left out
FROM = "".join(ACCENTED) + ALONE
TO = "".join(chr(int(unicodedata.decomposition(one)[:4], 16)) for one in ACCENTED)


def _words(title: str, text: str) -> str:
    return f"""
    ALTER TABLE search_entry ADD COLUMN words tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('english', {title}), 'A') || setweight(to_tsvector('english', {text}), 'B')) STORED
    """


def _make_anew(words: str) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE search_entry DROP COLUMN words")
        op.execute(words)
        op.execute("CREATE INDEX ix_search_entry_words ON search_entry USING gin (words)")


def upgrade() -> None:
    _make_anew(_words(f"translate(title, '{FROM}', '{TO}')", f"translate(text, '{FROM}', '{TO}')"))


def downgrade() -> None:
    _make_anew(_words("title", "text"))
