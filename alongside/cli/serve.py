"""flask serve: the whole product with one command: prepared, served, with the job worker beside it."""

from __future__ import annotations

import contextlib
import ctypes
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import click
from flask import current_app
from flask.cli import with_appcontext

from alongside.foundation import jobs, log, schema
from alongside.foundation.installation import Installation, here

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 12  # seconds the children have to finish what they are doing
SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
RESTARTS_AFTER = 1.0  # seconds before a worker that died is started again


@click.command("serve")
@click.option("--reload", is_flag=True, help="Start again when code changes (for developers).")
@with_appcontext
def serve(reload: bool) -> None:
    """Prepare everything, then serve until stopped (Ctrl-C)."""
    installation = here()
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    known = is_known(installation)
    if not known:
        prepare(installation)
    household = Household(lambda: _Program(server_command(reload)), lambda: _Twin(lambda: jobs.work(app)))
    raise SystemExit(household.live(lambda: settle(installation, known=known)))


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
    installation.forget("queue")  # what is open here must not be shared with the worker
    installation.database.engine.dispose()


def put_in_place(installation: Installation) -> None:
    from alongside import journey  # the whole product: only a server needs it

    journey.prepare(installation, demo=os.environ.get("DEMO", "1") != "0")


def say_where(installation: Installation) -> None:
    click.echo(f"Alongside is at {installation.settings.base_url}  (Ctrl-C stops it)")
    if installation.settings.mail_url.startswith("outbox"):
        click.echo(f"Mail is written to {installation.folder / 'outbox'}")


def server_command(reload: bool) -> list[str]:
    host, port = os.environ.get("HOST") or "127.0.0.1", os.environ.get("PORT") or "8000"
    command = [_program("granian"), "--interface", "wsgi", "app:app", "--host", host, "--port", port]
    command += ["--workers", "1" if reload else "2", "--blocking-threads", "1", "--no-ws", "--http", "1"]
    command += ["--log-level", "warning", "--workers-kill-timeout", "10", "--respawn-failed-workers"]
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

    def __init__(self, act: Callable[[], None]) -> None:
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


@dataclass
class Household:
    """The server and the job worker: they live and end together."""

    server: Callable[[], Child]
    worker: Callable[[], Child]
    stop: threading.Event = field(default_factory=threading.Event)

    def live(self, settle: Callable[[], None] = lambda: None) -> int:
        """Run both until the server ends or we are asked to stop. Returns the status to exit with.

        `settle` is done after the server was started and before the worker is.
        """
        with self._asked_by_signals():
            server = self.server()
            children, died_at = [server], 0.0
            try:
                settle()
                worker = self.worker()
                children.append(worker)
                while not self.stop.wait(0.1):
                    if (status := server.ended()) is not None:
                        log.event("server.ended", level="error", status=status)
                        return status or 1
                    if not died_at and (status := worker.ended()) is not None:
                        log.event("worker.died", level="error", status=status)
                        died_at = time.monotonic()
                    if died_at and time.monotonic() - died_at > RESTARTS_AFTER:
                        worker, died_at = self.worker(), 0.0
                        children[1] = worker
                return 0
            finally:
                _end(children)

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
