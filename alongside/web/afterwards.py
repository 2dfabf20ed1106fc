"""What is written when a page has been read, in a short unit of work of its own: pages cost no write while they are made.

For the little that a GET may write. That a record was looked at: if this cannot be written, the page is not given out.
That the person was here: if this cannot be written, nobody misses it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from flask import g

from alongside.foundation import log
from alongside.foundation.database import Database, is_busy, is_full


def after_reading(act: Callable[[], object]) -> None:
    """Do this once the page has been read, or refused as missing."""
    if "after_reading" not in g:
        g.after_reading = []
    g.after_reading.append(act)


def if_possible(act: Callable[[], object]) -> None:
    """Do this once the page has been read; on a full disk or behind a long queue it is left out."""
    if "if_possible" not in g:
        g.if_possible = []
    g.if_possible.append(act)


def write(database: Database) -> None:
    """Do what was put off."""
    _write(database, g.pop("after_reading", ()))
    try:
        _write(database, g.pop("if_possible", ()))
    except Exception as error:
        if not (is_busy(error) or is_full(error)):
            raise
        log.event("left_out", level="warning", error=error)


def _write(database: Database, acts: Sequence[Callable[[], object]]) -> None:
    if acts:
        with database.writing():
            for act in acts:
                act()
