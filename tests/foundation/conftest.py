"""The foundation is tested alone: two engines, no training."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from alongside.foundation.database import open_engine
from alongside.foundation.installation import Installation
from tests.engines import PostgresServer
from tests.foundation.installations import TABLES, installed, make_tables


@pytest.fixture(scope="session")
def postgresql_url(server: PostgresServer) -> str:
    """One database for all tests: emptying it is ten times faster than making another."""
    url = server.new_database()
    engine = open_engine(url)
    make_tables(engine)
    engine.dispose()
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> Iterator[str | None]:
    if request.param == "sqlite":
        yield None
        return
    url = request.getfixturevalue("postgresql_url")
    yield url
    engine = open_engine(url)
    with engine.begin() as connection:
        names = ", ".join(table.name for table in TABLES)
        connection.execute(text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))
    engine.dispose()


@pytest.fixture
def instance(tmp_path: Path) -> Path:
    folder = tmp_path / "instance"
    folder.mkdir(mode=0o700)
    return folder


@pytest.fixture
def installation(instance: Path, database_url: str | None) -> Iterator[Installation]:
    with installed(instance, database_url) as made, made.at_hand():
        yield made


@pytest.fixture
def on_sqlite(instance: Path) -> Iterator[Installation]:
    with installed(instance) as made, made.at_hand():
        yield made
