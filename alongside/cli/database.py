"""flask database: bring the tables to the shape this version needs, and say which shape they have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import click
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from flask.cli import AppGroup
from sqlalchemy import Connection, MetaData

from alongside.foundation import log
from alongside.foundation.database import Database
from alongside.foundation.installation import Installation, here
from alongside.foundation.schema import MIGRATIONS, current, head

database = AppGroup("database", help="The tables: bring them up to date, or compare them.")


def upgrade(installation: Installation, revision: str = "head") -> bool:
    """Bring the database to this schema. False if it had it already: then nothing was written."""
    wanted = head() if revision == "head" else revision
    if current(installation) == wanted:
        return False
    with _configured(installation) as config:
        command.upgrade(config, revision)
    log.event("database.upgraded", revision=wanted)
    return True


def make_empty(path: Path, revision: str) -> None:
    """An SQLite database of its own with this schema and nothing in it, to compare others with."""
    made = Installation(here().settings, Database(f"sqlite:///{path}"))
    try:
        with _configured(made) as config:
            command.upgrade(config, revision)
    finally:
        made.database.engine.dispose()


def downgrade(installation: Installation, revision: str) -> None:
    """Take migrations back, down to this schema ("base": all of them)."""
    with _configured(installation) as config:
        command.downgrade(config, revision)


def differences(installation: Installation) -> list[str]:
    """Where the database differs from what the code's tables say."""
    with installation.database.engine.execution_options(writes=False).connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_name": include_name})
        return [_said(one) for one in compare_metadata(context, _metadata())]


def include_name(name: str | None, kind: str, parent: Mapping[str, str | None]) -> bool:
    """Whether Alembic compares this. The search's own tables and columns are written by hand (0002_search)."""
    if kind == "table":
        return not str(name).startswith("search_words")
    return not (parent.get("table_name") == "search_entry" and name in {"words", "ix_search_entry_words"})


def _said(difference: object) -> str:
    first = difference[0] if isinstance(difference, (list, tuple)) else difference
    if isinstance(first, tuple):  # changes of one column come as a list
        return " ".join(str(word) for word in first[:4])
    parts = difference[1:] if isinstance(difference, tuple) else ()
    return " ".join([str(first), *(str(getattr(one, "name", one)) for one in parts)])


def _metadata() -> MetaData:
    from alongside.tables import metadata  # every slice's tables: only needed here

    return metadata


@contextmanager
def _configured(installation: Installation) -> Iterator[Config]:
    """Alembic on one connection. On SQLite rebuilding a table must not set off its foreign keys."""
    engine = installation.database.engine
    on_sqlite = engine.dialect.name == "sqlite"
    with engine.connect() as connection:
        raw = connection.connection.dbapi_connection
        assert raw is not None  # noqa: S101 - just connected
        if on_sqlite:  # takes effect between transactions only
            raw.cursor().execute("PRAGMA foreign_keys=OFF")
        try:
            yield _config(connection)
            connection.commit()
        finally:
            connection.rollback()
            if on_sqlite:
                raw.cursor().execute("PRAGMA foreign_keys=ON")


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    config.attributes["metadata"] = _metadata()
    return config


@database.command("upgrade")
@click.argument("revision", default="head")
def _upgrade(revision: str) -> None:
    """Bring the tables up to date."""
    changed = upgrade(here(), revision)
    click.echo(f"The database has schema {current(here())}{'' if changed else ' already'}.")


@database.command("downgrade")
@click.argument("revision")
def _downgrade(revision: str) -> None:
    """Take migrations back, down to REVISION."""
    downgrade(here(), revision)
    click.echo(f"The database has schema {current(here()) or 'none'}.")


@database.command("current")
def _current() -> None:
    """Say which schema the database has."""
    has, wanted = current(here()), head()
    click.echo(f"{has or 'none'}{'' if has == wanted else f' (this version needs {wanted})'}")
    if has != wanted:
        raise SystemExit(1)


@database.command("check")
def _check() -> None:
    """Compare the database with the code's tables."""
    found = differences(here())
    for one in found:
        click.echo(one)
    if found:
        raise SystemExit(1)
    click.echo("The database has the tables the code expects.")


@database.command("revision")
@click.argument("message")
@click.option("--name", required=True, help="Number and name of the file, such as 0002_cohort_zone.")
def _revision(message: str, name: str) -> None:
    """Draft a migration from the difference between the tables and the database (for developers)."""
    with _configured(here()) as config:
        command.revision(config, message=message, rev_id=name, autogenerate=True)
