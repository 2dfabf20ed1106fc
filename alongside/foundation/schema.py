"""The shape of the tables: which one this version of the code needs, and which one the database has.

Asked at every start and by /readyz, so it does without Alembic: a migration's file is named as its revision, numbered in order.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.exc import OperationalError, ProgrammingError

from alongside.foundation.database import session
from alongside.foundation.installation import Installation

MIGRATIONS = Path(__file__).resolve().parents[1] / "migrations"


class NoTables(Exception):
    """There is no database of ours where the settings say; the message says where, and what to do."""


@lru_cache(maxsize=1)
def head() -> str | None:
    """The schema this version of the code needs."""
    return next(iter(revisions()), None)


def revisions() -> list[str]:
    """All schemas there have been, newest first."""
    return sorted((path.stem for path in (MIGRATIONS / "versions").glob("[0-9]*.py")), reverse=True)


def needed(installation: Installation) -> None:
    """Raises NoTables where nobody has started the product yet: the likeliest cause is a setting that was forgotten."""
    if current(installation) is None:
        where = installation.database.engine.url.database
        raise NoTables(f"There is no database at {where}. Is INSTANCE right? If so, start the product once.")


def current(installation: Installation) -> str | None:
    """The schema the database has; None if it has none. A file that is not there is not made by asking."""
    engine = installation.database.engine
    if engine.dialect.name == "sqlite" and not Path(engine.url.database or "").exists():
        return None
    with installation.database.reading():
        try:
            found: str | None = session.scalar(text("SELECT version_num FROM alembic_version"))
        except (OperationalError, ProgrammingError) as error:
            if "alembic_version" in str(error.orig):  # there is no such table yet
                return None
            raise
    return found
