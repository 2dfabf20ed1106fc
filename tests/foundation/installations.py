"""A throw-away installation: its folder, its database, nothing of training."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alongside.foundation import audit, files, jobs, throttle
from alongside.foundation.database import Database, Table
from alongside.foundation.installation import Installation
from alongside.settings import read_settings

# The foundation's own tables: these tests need no others.
TABLES = [
    one.__table__ for one in (audit.AuditRow, audit.AuditDetail, files.StoredFile, jobs.Job, throttle.ThrottleRow)
]


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
        Table.metadata.create_all(made.database.engine, tables=TABLES)
    try:
        yield made
    finally:
        if "queue" in made._made:
            made._made["queue"].storage.close()
        made.database.engine.dispose()
