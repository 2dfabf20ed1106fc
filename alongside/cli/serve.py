"""flask serve: the whole product with one command: prepared, served, with the job worker beside it."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import fcntl
import gc
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Protocol

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from alongside.foundation import jobs, log, schema
from alongside.foundation.installation import Installation, here
from alongside.organizations import members
from alongside.settings import CREATE, LOOPBACK

if TYPE_CHECKING:
    from alongside.journey.prepare import Prepared

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 12  # seconds the children have to finish what they are doing
SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
THREADS = 8  # a worker: docs/decisions/0009
RESTARTS_AFTER = 1.0  # seconds before a child that ended by itself is started again; twice as long each time
LONGEST_PAUSE = 30.0  # seconds
RESTARTS_AT_MOST = 5  # of the server, in a row
STEADY = 60.0  # seconds after which a child has recovered: its earlier ends do not count any more
FREES_ITSELF = 2.0  # seconds in which the port of a server that was killed comes free


@click.command("serve")
@click.option("--reload", is_flag=True, help="Start again when code changes (for developers).")
@with_appcontext
def serve(reload: bool) -> None:
    """Prepare everything, then serve until stopped (Ctrl-C)."""
    installation = here()
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    _lock = only_one(installation)  # held as long as this process lives
    need_port(*address())
    known = is_known(installation)
    if not known:
        prepare(installation)

    def server() -> Child:
        # A change of code can only be seen by a program that has not read the code yet.
        return _Program(server_command()) if reload else twin("alongside-web", lambda: serve_pages(app))

    def twin(name: str, act: Callable[[], None]) -> Child:
        let_go(installation)
        return _Twin(name, act)

    household = Household(server, lambda: twin("alongside-jobs", lambda: jobs.work(app)))
    raise SystemExit(household.live(lambda: settle(installation, known=known)))


def only_one(installation: Installation) -> IO[bytes]:
    """Two servers of one instance would take turns without a word. Children do not inherit this kind of lock."""
    installation.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    file = (installation.folder / "serving.lock").open("ab")
    try:
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        raise click.ClickException(
            f"This instance runs already ({installation.folder}). Stop it first, or try another: INSTANCE=another PORT=8001 make run"
        ) from None
    return file


def address() -> tuple[str, int]:
    port = os.environ.get("PORT") or "8000"
    if not port.isdecimal() or not 0 < int(port) < 65536:
        raise click.ClickException(f"PORT is {port!r}; write a number from 1 to 65535.")
    return os.environ.get("HOST") or "127.0.0.1", int(port)


def need_port(host: str, port: int) -> None:
    """The server shares a port with whoever listens on it, and they would answer in turns: so we ask for it alone, first."""
    deadline = time.monotonic() + FREES_ITSELF
    while _is_taken(host, port):
        if time.monotonic() > deadline:
            raise click.ClickException(f"Port {port} is taken. Try PORT={port + 1} make run")
        time.sleep(0.1)


def _is_taken(host: str, port: int) -> bool:
    family, kind, protocol, _name, where = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    with socket.socket(family, kind, protocol) as asked:
        asked.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # what just ended does not count
        try:
            asked.bind(where)
        except OSError as error:
            return error.errno == errno.EADDRINUSE
    return False


def is_known(installation: Installation) -> bool:
    """Was this installation served before by a version with the same tables? Then the server need not wait for us."""
    return schema.current(installation) == schema.head()


def prepare(installation: Installation) -> None:
    """Folders, tables, content, and unless DEMO=0 people to try it with."""
    from alongside.cli import database  # Alembic: only needed when something changes

    for name in ("keys", "outbox", "audit-heads"):
        (installation.folder / name).mkdir(parents=True, exist_ok=True, mode=0o700)
    database.upgrade(installation)
    put_in_place(installation)


def settle(installation: Installation, *, known: bool) -> None:
    """While the server starts: content that changed, and words for whoever typed the command."""
    if known:
        put_in_place(installation)
    say_where(installation)


def let_go(installation: Installation) -> None:
    """Close what is open here: a connection must not be shared with a twin."""
    installation.forget("queue")
    installation.database.engine.dispose()


def put_in_place(installation: Installation) -> None:
    from alongside.journey import prepare as journey  # the whole product: only a server needs it

    try:
        done = journey.prepare(
            installation, demo=os.environ.get("DEMO", "1") != "0", only_here=address()[0] in LOOPBACK
        )
    except journey.NothingToServe as error:
        for problem in error.problems:
            click.echo(str(problem), err=True)
        raise SystemExit("Nothing is published yet, and this content has errors; mend them and start again.") from None
    say(done)


def say(done: Prepared) -> None:
    """What was put in place, in words."""
    for problem in done.problems:
        click.echo(str(problem), err=True)
    if done.problems:
        click.echo("The content has errors; what was published before goes on serving.", err=True)
    if done.unreadable:
        click.echo("The content could not be read, and that is a defect of ours (the log says where);", err=True)
        click.echo("what was published before goes on serving.", err=True)
    for gone in done.vanished:
        click.echo(f"warning: {gone}", err=True)
    for release in done.left_old:
        click.echo(f"warning: release {release} has errors for this version; people on it read it as it was made.", err=True)
    if done.too_open and done.demo_file:
        click.echo(f"warning: others can reach this site, and people of the demonstration can sign in ({done.demo_file}).", err=True)
    elif done.too_open:
        click.echo("No demonstration people: this site can be reached by others.")
    if done.people:
        click.echo("People to try it with (also in demo.json):")
        for who, given in done.people.items():
            click.echo(f"  {who:<14} {given['email']:<28} {given['password']}")
    elif done.demo_file:
        click.echo(f"The sign-ins of the demonstration are in {done.demo_file}")


def say_where(installation: Installation) -> None:
    click.echo(f"Alongside is at {installation.settings.base_url}  (Ctrl-C stops it)")
    if installation.settings.mail_url.startswith("outbox"):
        click.echo(f"Mail is written to {installation.folder / 'outbox'}")
    with installation.database.reading():
        nobody = members.nobody_yet()
    if nobody:
        click.echo("There is no organization yet. Make the first one, in this folder and with the same settings:")
        click.echo(f"  {installation.settings.command(CREATE)}")


def server_options() -> dict[str, Any]:
    """How pages are served, for granian: two processes of eight threads, nothing but HTTP/1."""
    host, port = address()
    return {
        "address": host, "port": port, "interface": "wsgi", "workers": 2, "blocking_threads": THREADS,
        "websockets": False, "http": "1", "log_level": "error", "workers_kill_timeout": 10, "respawn_failed_workers": True,
    }  # fmt: skip


def serve_pages(app: Flask) -> None:
    """Serve until asked to stop. The workers are copies of this process: they share what it has read already."""
    from granian import Granian
    from granian.constants import HTTPModes, Interfaces
    from granian.log import LogLevels

    options = server_options()
    options |= {"interface": Interfaces(options["interface"]), "http": HTTPModes(options["http"])}
    options["log_level"] = LogLevels(options["log_level"])
    gc.freeze()  # what is there now stays: a collection that looked at it would copy its pages for each worker
    Granian("app:app", **options).serve(target_loader=lambda _target: app)


def server_command(app: str = "app:app", *, reload: bool = True) -> list[str]:
    """The same as a program of its own, which can start again when code changes."""
    options = server_options() | ({"workers": 1} if reload else {})
    command = [_program("granian"), app, "--host", options["address"], "--port", str(options["port"]), "--no-ws"]
    for name in ("interface", "workers", "blocking_threads", "http", "log_level", "workers_kill_timeout"):
        command += [f"--{name.replace('_', '-')}", str(options[name])]
    command += ["--respawn-failed-workers"]
    if reload:
        command += ["--reload", "--reload-paths", str(ROOT / "alongside"), "--reload-paths", str(ROOT / "templates")]
    return command


def _program(name: str) -> str:
    beside = Path(sys.executable).with_name(name)
    return str(beside) if beside.exists() else shutil.which(name) or name


class Child(Protocol):
    """A process that we started and will end."""

    pid: int

    def ended(self) -> int | None: ...
    def wait(self, seconds: float) -> bool: ...


class _Program:
    """Another program. In a session of its own: Ctrl-C reaches us alone, and we end the children in order."""

    def __init__(self, command: list[str]) -> None:
        self.process = subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.DEVNULL, start_new_session=True, preexec_fn=_end_with_parent()
        )
        self.pid = self.process.pid

    def ended(self) -> int | None:
        return self.process.poll()

    def wait(self, seconds: float) -> bool:
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(seconds)
        return self.process.poll() is not None


class _Twin:
    """A copy of this process that does something else: it is there at once, and shares its memory with us."""

    def __init__(self, name: str, act: Callable[[], None]) -> None:
        promise = _end_with_parent()
        self.status: int | None = None
        self.pid = os.fork()
        if self.pid == 0:
            status = 1
            try:
                os.setsid()
                for number in SIGNALS:
                    signal.signal(number, signal.SIG_DFL)
                if promise is not None:
                    promise()
                _call_oneself(name)
                act()
                status = 0
            finally:
                sys.stderr.flush()
                os._exit(status)

    def ended(self) -> int | None:
        if self.status is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            self.status = os.waitstatus_to_exitcode(status) if pid else None
        return self.status

    def wait(self, seconds: float) -> bool:
        deadline = time.monotonic() + seconds
        while self.ended() is None and time.monotonic() < deadline:
            time.sleep(0.02)
        return self.status is not None


def pause_after(ends: int) -> float:
    """Seconds before a child that ended so many times in a row is started again."""
    return min(LONGEST_PAUSE, RESTARTS_AFTER * 2.0 ** min(ends - 1, 10))


class _Kept:
    """A child that is started again when it ends by itself, after a pause that grows."""

    def __init__(self, name: str, start: Callable[[], Child]) -> None:
        self.name, self.start = name, start
        self.ends = 0  # in a row
        self.again_at: float | None = None
        self._begin()

    def _begin(self) -> None:
        self.child, self.since, self.again_at = self.start(), time.monotonic(), None

    def look_after(self) -> None:
        """Has it ended? Is it time to start it again?"""
        now = time.monotonic()
        if self.again_at is not None:
            if now >= self.again_at:
                self._begin()
        elif (status := self.child.ended()) is not None:
            self.ends = 1 if now - self.since > STEADY else self.ends + 1
            self.again_at = now + pause_after(self.ends)
            log.event(f"{self.name}.died", level="error", status=status, count=self.ends)
            _end([self.child])  # nobody it started is left behind


@dataclass
class Household:
    """The server and the job worker: they live and end together."""

    server: Callable[[], Child]
    worker: Callable[[], Child]
    stop: threading.Event = field(default_factory=threading.Event)

    def live(self, settle: Callable[[], None] = lambda: None) -> int:
        """Run both until we are asked to stop, or the server ends too often. Returns the status to exit with.

        `settle` is done after the server was started and before the worker is.
        """
        with self._asked_by_signals():
            children = [server := _Kept("server", self.server)]
            try:
                settle()
                children.append(worker := _Kept("worker", self.worker))
                while not self.stop.wait(0.1):
                    server.look_after()
                    worker.look_after()
                    if server.ends > RESTARTS_AT_MOST:
                        click.echo(
                            f"The server ended {server.ends} times in a row and is not started again. The lines above say why.", err=True
                        )
                        return server.child.ended() or 1
                return 0
            finally:
                _end([one.child for one in children])

    @contextlib.contextmanager
    def _asked_by_signals(self) -> Iterator[None]:
        def ask(_number: int, _frame: object) -> None:
            self.stop.set()

        before = {one: signal.signal(one, ask) for one in SIGNALS}
        try:
            yield
        finally:
            for number, what in before.items():
                signal.signal(number, what)


def _end(children: list[Child]) -> None:
    for child in children:
        if child.ended() is None:
            os.kill(child.pid, signal.SIGTERM)
    deadline = time.monotonic() + PATIENCE
    for child in children:
        if not child.wait(max(0.1, deadline - time.monotonic())):
            log.event("child.killed", level="warning", process=child.pid)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)  # its own children too: nobody is left behind
        child.wait(1)


def _call_oneself(name: str) -> None:
    """Show a name of at most 15 characters where processes are listed (Linux)."""
    with contextlib.suppress(OSError):
        Path("/proc/self/comm").write_text(name, encoding="ascii")


def _end_with_parent() -> Callable[[], None] | None:
    """On Linux the kernel stops a child even if we are killed outright."""
    if not sys.platform.startswith("linux"):
        return None
    prctl = ctypes.CDLL(None).prctl  # looked up here: between fork and exec there is no time for it
    set_signal_at_parents_death, parent = 1, os.getpid()

    def promise() -> None:
        prctl(set_signal_at_parents_death, signal.SIGTERM)
        if os.getppid() != parent:
            os._exit(1)

    return promise
