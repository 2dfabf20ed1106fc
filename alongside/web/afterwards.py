"""What is written when a page has been read, in a short unit of work of its own: pages cost no write while they are made.

For the little that a GET may write: that the person was here, that a record was looked at. If it cannot be written, the
page is not given out.
"""

from __future__ import annotations

from collections.abc import Callable

from flask import g

from alongside.foundation.database import Database


def after_reading(act: Callable[[], object]) -> None:
    """Do this once the page has been read, or refused as missing."""
    if "after_reading" not in g:
        g.after_reading = []
    g.after_reading.append(act)


def write(database: Database) -> None:
    """Do what was put off."""
    acts = g.pop("after_reading", ())
    if acts:
        with database.writing():
            for act in acts:
                act()
