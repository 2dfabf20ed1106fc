"""Search over the lessons and words of a release: FTS5 on SQLite, tsvector on PostgreSQL."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlalchemy import text

from alongside.foundation.database import session

_WORDS = re.compile(r"\w+", re.UNICODE)
MOST_WORDS = 12


@dataclass(frozen=True)
class Hit:
    kind: str  # "lesson" or "term"
    module: str
    key: str
    title: str
    snippet: tuple[tuple[str, bool], ...]  # pieces of text, and whether each is what was looked for


def search(release_id: int, words: str, *, size: int = 20) -> list[Hit]:
    """The best `size` hits, best first; the last word may be the beginning of one."""
    terms = [one.lower() for one in _WORDS.findall(words)][:MOST_WORDS]
    if not terms:
        return []
    if session.get_bind().dialect.name == "sqlite":
        match = " ".join(f'"{one}"' for one in terms[:-1]) + f' "{terms[-1]}"*'
        rows = session.execute(_SQLITE, {"release": release_id, "match": match.strip(), "size": size})
    else:
        match = " & ".join([*terms[:-1], terms[-1] + ":*"])
        rows = session.execute(_POSTGRESQL, {"release": release_id, "match": match, "size": size})
    return [Hit(row.kind, row.module, row.key, row.title, _pieces(row.snippet)) for row in rows]


def _pieces(snippet: str) -> tuple[tuple[str, bool], ...]:
    pieces = re.split("([\x02][^\x03]*[\x03])", snippet)
    return tuple((one.strip("\x02\x03"), one.startswith("\x02")) for one in pieces if one)


_SQLITE = text(
    """
    SELECT e.kind, e.module, e.key, e.title, snippet(search_words, 1, char(2), char(3), '…', 24) AS snippet
    FROM search_words JOIN search_entry e ON e.id = search_words.rowid
    WHERE search_words MATCH :match AND e.release_id = :release
    ORDER BY bm25(search_words, 6.0, 1.0), e.id LIMIT :size
    """
)
_POSTGRESQL = text(
    """
    SELECT kind, module, key, title,
           ts_headline('english', text, query, 'StartSel=' || chr(2) || ', StopSel=' || chr(3) || ', MaxWords=24, MinWords=12')
             AS snippet
    FROM search_entry, to_tsquery('english', :match) AS query
    WHERE release_id = :release AND words @@ query
    ORDER BY ts_rank(words, query) DESC, id LIMIT :size
    """
)
