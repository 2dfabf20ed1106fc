"""Search over the lessons and words of a release: FTS5 on SQLite, tsvector on PostgreSQL, with the same answers.

Every word asked for must be there; accents do not matter, and small words that stand everywhere are not looked for.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from sqlalchemy import text

from alongside.foundation.database import session

_WORDS = re.compile(r"\w+", re.UNICODE)
MOST_WORDS = 12
# What PostgreSQL leaves out of English texts (Snowball's list): FTS5 knows no such words.
STOP_WORDS = frozenset(
    ["i", "me", "my", "myself", "we", "our", "ours", "ourselves", "you", "your", "yours", "yourself", "yourselves", "he", "him", "his", "himself", "she", "her", "hers", "herself", "it", "its", "itself", "they", "them", "their", "theirs", "themselves", "what", "which", "who", "whom", "this", "that", "these", "those", "am", "is", "are", "was", "were", "be", "been", "being", "have", "has", "had", "having", "do", "does", "did", "doing", "a", "an", "the", "and", "but", "if", "or", "because", "as", "until", "while", "of", "at", "by", "for", "with", "about", "against", "between", "into", "through", "during", "before", "after", "above", "below", "to", "from", "up", "down", "in", "out", "on", "off", "over", "under", "again", "further", "then", "once", "here", "there", "when", "where", "why", "how", "all", "any", "both", "each", "few", "more", "most", "other", "some", "such", "no", "nor", "not", "only", "own", "same", "so", "than", "too", "very", "s", "t", "can", "will", "just", "don", "should", "now"]
)


@dataclass(frozen=True)
class Hit:
    kind: str  # "lesson" or "term"
    module: str
    key: str
    title: str
    snippet: tuple[tuple[str, bool], ...]  # pieces of text, and whether each is what was looked for


def search(release_id: int, words: str, *, size: int = 20) -> list[Hit]:
    """The best `size` hits, best first; the last word may be the beginning of one."""
    terms = _terms(words)
    if not terms:
        return []
    if session.get_bind().dialect.name == "sqlite":
        match = " ".join(f'"{one}"' for one in terms[:-1]) + f' "{terms[-1]}"*'
        rows = session.execute(_SQLITE, {"release": release_id, "match": match.strip(), "size": size})
    else:
        match = " & ".join([*terms[:-1], terms[-1] + ":*"])
        rows = session.execute(_POSTGRESQL, {"release": release_id, "match": match, "size": size})
    return [Hit(row.kind, row.module, row.key, row.title, _pieces(row.snippet)) for row in rows]


def _terms(words: str) -> list[str]:
    letters = unicodedata.normalize("NFKD", words.lower())
    folded = "".join(one for one in letters if not unicodedata.combining(one))
    return [one for one in _WORDS.findall(folded) if one not in STOP_WORDS][:MOST_WORDS]


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
