"""What every test can ask for: an installation on either engine, the small test course, and the cast."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

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
    """A database with schema and the small course, made once and copied for every test."""

    def __init__(self, engine: str, folder: Path, request: pytest.FixtureRequest) -> None:
        self.engine, self.folder = engine, folder
        self.server = request.getfixturevalue("server") if engine == "postgresql" else None
        self.url = self.server.new_database() if self.server else f"sqlite:///{folder / 'template.sqlite'}"
        app = create_app(self.settings(folder / "made", self.url))
        with app.app_context():
            Stage(app).prepare()
        app.extensions["alongside"].database.engine.dispose()

    def settings(self, instance: Path, url: str) -> Settings:
        instance.mkdir(parents=True, exist_ok=True)
        return read_settings(
            {}, instance=instance, database_url=url, base_url="http://127.0.0.1:8000", secret_key="for tests only, and long enough"
        )

    def copy(self, folder: Path) -> Settings:
        if self.server:
            return self.settings(folder, self.server.new_database(self.url.partition("@/")[2].partition("?")[0]))
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(self.folder / "template.sqlite", folder / "alongside.sqlite")
        return self.settings(folder, f"sqlite:///{folder / 'alongside.sqlite'}")


_templates: dict[str, Template] = {}


@pytest.fixture(params=ENGINES)
def settings(request: pytest.FixtureRequest, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """Settings of an installation with the schema and the small course, on SQLite and on PostgreSQL."""
    engine = request.param
    if engine not in _templates:
        _templates[engine] = Template(engine, tmp_path_factory.mktemp(f"template-{engine}"), request)
    template = _templates[engine]
    copy = template.copy(tmp_path / "instance")
    yield copy
    if template.server:
        template.server.drop_database(copy.database_url)


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
            table.name: [tuple(row) for row in connection.execute(text(f'SELECT * FROM "{table.name}" ORDER BY 1'))]  # noqa: S608
            for table in metadata.sorted_tables
            if table.name not in but
        }
