"""A throw-away installation: its folder, its database, nothing of training."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, text

from alongside.foundation import audit, files, jobs, schema, throttle
from alongside.foundation.database import Database, Table
from alongside.foundation.installation import Installation
from alongside.settings import read_settings

# The foundation's own tables: these tests need no others.
TABLES = [
    one.__table__ for one in (audit.AuditRow, audit.AuditDetail, files.StoredFile, jobs.Job, throttle.ThrottleRow)
]


def make_tables(engine: Engine) -> None:
    """The foundation's tables, with the mark of their schema that migrations leave."""
    Table.metadata.create_all(engine, tables=TABLES)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)"))
        connection.execute(text("INSERT INTO alembic_version VALUES (:head)"), {"head": schema.head()})


@contextmanager
def installed(
    folder: Path, database_url: str | None = None, *, tables: bool = True, **settings: object
) -> Iterator[Installation]:
    if database_url is not None:
        settings["database_url"] = database_url
    read = read_settings({}, instance=folder, secret_key="s3cret-for-tests-only-0123456789abcdefghij", **settings)
    (folder / "keys").mkdir(parents=True, exist_ok=True, mode=0o700)
    made = Installation(read, Database(read.database_url))
    if tables and database_url is None:
        make_tables(made.database.engine)
    try:
        yield made
    finally:
        if "queue" in made._made:
            made._made["queue"].storage.close()
        made.database.engine.dispose()
