"""What every test can ask for: an installation on either engine, the small test course, and the cast."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy import text

from alongside import create_app
from alongside.foundation import passwords
from alongside.foundation.installation import Installation
from alongside.settings import Settings, read_settings
from tests.cast import Cast, Stage
from tests.engines import PostgresServer, postgresql

ENGINES = ("sqlite", "postgresql")
MEMORY, ENOUGH = Path("/dev/shm"), 2 * 1024**3


def pytest_configure(config: pytest.Config) -> None:
    """Databases of tests live in memory where there is room: nothing of them outlives the run."""
    if not config.option.basetemp and MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ENOUGH and os.access(MEMORY, os.W_OK):
        tempfile.tempdir = str(MEMORY)


@pytest.fixture(scope="session", autouse=True)
def cheap_passwords() -> Iterator[None]:
    """Argon2 with its least work: what it is worth is tested apart."""
    with passwords.profile("fast"):
        yield


@pytest.fixture(scope="session")
def server() -> Iterator[PostgresServer]:
    with postgresql() as running:
        yield running


class Template:
    """A database with schema and the small course, made once; every test finds it as if nobody had been there before."""

    def __init__(self, engine: str, folder: Path, request: pytest.FixtureRequest) -> None:
        self.folder = folder
        self.server: PostgresServer | None = request.getfixturevalue("server") if engine == "postgresql" else None
        self.url = self.server.new_database() if self.server else f"sqlite:///{folder / 'template.sqlite'}"
        app = create_app(self.settings(folder / "made", self.url))
        with app.app_context():
            Stage(app).prepare()
        app.extensions["alongside"].database.engine.dispose()
        self.scene = Scene(self.new_database()) if self.server else None

    def settings(self, instance: Path, url: str) -> Settings:
        instance.mkdir(parents=True, exist_ok=True)
        return read_settings(
            {}, instance=instance, database_url=url, base_url="http://127.0.0.1:8000", secret_key="for tests only, and long enough"
        )

    def new_database(self) -> str:
        assert self.server
        return self.server.new_database(self.url.partition("@/")[2].partition("?")[0])

    @contextmanager
    def copy(self, folder: Path, *, its_own: bool) -> Iterator[Settings]:
        if self.scene is None:
            folder.mkdir(parents=True, exist_ok=True)
            shutil.copy(self.folder / "template.sqlite", folder / "alongside.sqlite")
            yield self.settings(folder, f"sqlite:///{folder / 'alongside.sqlite'}")
        elif its_own:
            assert self.server
            url = self.new_database()
            yield self.settings(folder, url)
            self.server.drop_database(url)
        else:
            self.scene.reset()
            yield self.settings(folder, self.scene.url)


class Scene:
    """One PostgreSQL database that is put back as it was: ten times as fast as making one for each test."""

    def __init__(self, url: str) -> None:
        from alongside.tables import metadata

        self.url, self.plain = url, url.replace("postgresql+psycopg", "postgresql")
        tables = [table.name for table in metadata.sorted_tables]
        with psycopg.connect(self.plain, autocommit=True) as connection:
            connection.execute("CREATE SCHEMA pristine")
            script = [f"TRUNCATE {', '.join(tables)} RESTART IDENTITY CASCADE"]
            for table in metadata.sorted_tables:
                columns = ", ".join(column.name for column in table.columns)
                connection.execute(f"CREATE TABLE pristine.{table.name} AS SELECT {columns} FROM {table.name}")
                count, last = connection.execute(
                    f"SELECT count(*), {'max(id)' if 'id' in table.columns else '0'} FROM {table.name}"
                ).fetchone()
                if count:
                    script.append(f"INSERT INTO {table.name} ({columns}) SELECT {columns} FROM pristine.{table.name}")
                if count and "id" in table.columns and table.columns["id"].identity is not None:
                    script.append(f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), {last})")
        self.script = "; ".join(["SET session_replication_role = replica", *script])

    def reset(self) -> None:
        with psycopg.connect(self.plain) as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            connection.execute(self.script)


_templates: dict[str, Template] = {}


@pytest.fixture(params=ENGINES)
def settings(request: pytest.FixtureRequest, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """Settings of an installation with the schema and the small course, on SQLite and on PostgreSQL.

    A test that changes the schema itself is marked `own_database`.
    """
    engine = request.param
    if engine not in _templates:
        _templates[engine] = Template(engine, tmp_path_factory.mktemp(f"template-{engine}"), request)
    its_own = request.node.get_closest_marker("own_database") is not None
    with _templates[engine].copy(tmp_path / "instance", its_own=its_own) as copy:
        yield copy


class Compiled(BytecodeCache):
    """Templates are compiled once a test run, not once a test: half of the time of a page's test went there."""

    kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.kept:
            bucket.bytecode_from_string(self.kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.kept[bucket.key] = bucket.bytecode_to_string()


@pytest.fixture
def app(settings: Settings) -> Iterator[object]:
    application = create_app(settings)
    application.testing = True
    application.jinja_env.bytecode_cache = Compiled()
    with application.extensions["alongside"].at_hand():
        yield application
    application.extensions["alongside"].database.engine.dispose()


@pytest.fixture
def installation(app) -> Installation:
    return app.extensions["alongside"]


@pytest.fixture
def cast(app) -> Cast:
    """Everybody: Tess, Rae, Omar, Nora, Vera, each with a browser of their own."""
    return Cast(app)


@pytest.fixture
def tess(cast):
    """A trainee at Harbor Street Center, enrolled in the small course."""
    return cast.tess


@pytest.fixture
def rae(cast):
    """A trainer of Tess's cohort."""
    return cast.rae


@pytest.fixture
def omar(cast):
    """Runs Harbor Street Center: owner and administrator."""
    return cast.omar


@pytest.fixture
def nora(cast):
    """Owner, trainer and trainee of the organization next door; must see nothing."""
    return cast.nora


@pytest.fixture
def vera(cast):
    """A visitor without an account, who verifies."""
    return cast.vera


@pytest.fixture
def statements(installation) -> Iterator[list[str]]:
    """What was asked of the database inside the test, BEGIN and COMMIT left out."""
    from sqlalchemy import event

    said: list[str] = []

    def note(_conn, _cursor, statement, *_rest) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA", "SAVEPOINT", "RELEASE")):
            said.append(statement)

    event.listen(installation.database.engine, "before_cursor_execute", note)
    yield said
    event.remove(installation.database.engine, "before_cursor_execute", note)


def digest_of_database(installation: Installation, but: tuple[str, ...] = ()) -> dict[str, list]:
    """All rows of all tables, for "nothing changed"."""
    from alongside.tables import metadata

    with installation.database.engine.execution_options(writes=False).connect() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(text(f'SELECT * FROM "{table.name}" ORDER BY 1'))]
            for table in metadata.sorted_tables
            if table.name not in but
        }
