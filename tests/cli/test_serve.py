"""One command serves everything, ends everything, and leaves nobody behind."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import click
import psutil
import pytest

from alongside.cli import serve
from alongside.cli.serve import Household, _Program, _Twin, server_command

SLEEPS = [sys.executable, "-c", "import time; time.sleep(60)"]
ROOT = Path(__file__).resolve().parents[2]


def children() -> list[psutil.Process]:
    return [one for one in psutil.Process().children(recursive=True) if one.status() != psutil.STATUS_ZOMBIE]


def later(act: Callable[[], object], seconds: float = 0.4) -> None:
    threading.Timer(seconds, act).start()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_ends_both_and_that_is_well(number):
    before = children()
    later(lambda: os.kill(os.getpid(), number))
    assert Household(lambda: _Program(SLEEPS), lambda: _Program(SLEEPS)).live() == 0
    assert children() == before


FAILS = [sys.executable, "-c", "raise SystemExit(3)"]


def test_a_server_that_ends_again_and_again_takes_the_worker_with_it_and_says_so(monkeypatch, capsys):
    monkeypatch.setattr(serve, "RESTARTS_AFTER", 0.01)
    started: list[_Program] = []

    def server() -> _Program:
        started.append(_Program(FAILS))
        return started[-1]

    before = children()
    assert Household(server, lambda: _Program(SLEEPS)).live() == 3
    assert len(started) == 1 + serve.RESTARTS_AT_MOST
    assert children() == before
    assert f"The server ended {len(started)} times in a row and is not started again" in capsys.readouterr().err


def test_a_server_that_lived_for_a_while_is_not_given_up(monkeypatch):
    monkeypatch.setattr(serve, "RESTARTS_AFTER", 0.01)
    monkeypatch.setattr(serve, "STEADY", 0.0)
    started: list[_Program] = []
    household = Household(lambda: started[-1], lambda: _Program(SLEEPS))

    def server() -> _Program:
        started.append(_Program(FAILS))
        if len(started) > serve.RESTARTS_AT_MOST + 2:
            household.stop.set()
        return started[-1]

    household.server = server
    assert household.live() == 0


def test_a_server_that_dies_is_started_again_and_nobody_of_the_old_one_is_left():
    """Two web workers that die soon after each other end the server itself: people must not notice for long."""
    nested = [sys.executable, "-c", f"import subprocess, time; subprocess.Popen({SLEEPS!r}); time.sleep(60)"]
    started: list[_Program] = []
    workers: list[_Program] = []

    def server() -> _Program:
        started.append(_Program(nested))
        return started[-1]

    def worker() -> _Program:
        workers.append(_Program(SLEEPS))
        return workers[-1]

    before = children()
    household = Household(server, worker)
    later(lambda: os.kill(started[0].pid, signal.SIGKILL), 1.0)
    seen: list[int] = []
    later(lambda: seen.append(len(children()) - len(before)), 3.5)
    later(household.stop.set, 4.0)
    assert household.live() == 0
    assert (len(started), len(workers)) == (2, 1)
    assert seen == [3]  # the new server, its child, the worker
    assert children() == before


@pytest.mark.parametrize("ends, seconds", [(1, 1.0), (2, 2.0), (3, 4.0), (5, 16.0), (9, 30.0), (99, 30.0)])
def test_the_pause_before_another_start_grows_and_not_for_ever(ends, seconds):
    assert serve.pause_after(ends) == seconds


def test_a_worker_that_dies_is_started_again():
    started: list[_Program] = []

    def worker() -> _Program:
        started.append(_Program(SLEEPS))
        return started[-1]

    household = Household(lambda: _Program(SLEEPS), worker)
    later(lambda: os.kill(started[0].pid, signal.SIGKILL), 0.3)
    later(household.stop.set, 2.0)
    assert household.live() == 0
    assert len(started) == 2


def test_children_of_children_end_too():
    nested = [sys.executable, "-c", f"import subprocess, time; subprocess.Popen({SLEEPS!r}); time.sleep(60)"]
    before = children()
    household = Household(lambda: _Program(nested), lambda: _Program(SLEEPS))
    later(household.stop.set, 1.0)
    household.live()
    time.sleep(0.2)
    assert len(children()) == len(before)


@pytest.mark.parametrize("host, port", [(None, None), ("0.0.0.0", "9001")])  # noqa: S104
def test_address_and_port_are_what_was_asked_for(monkeypatch, host, port):
    for name, value in (("HOST", host), ("PORT", port)):
        monkeypatch.delenv(name, raising=False) if value is None else monkeypatch.setenv(name, value)
    command = server_command(reload=False)
    assert command[command.index("--host") + 1] == (host or "127.0.0.1")
    assert command[command.index("--port") + 1] == (port or "8000")


def test_killed_outright_it_leaves_nobody_behind():
    code = (
        "from alongside.cli.serve import Household, _Program, _Twin; import sys, time;"
        f"Household(lambda: _Program({SLEEPS!r}), lambda: _Twin('twin', lambda: time.sleep(60))).live()"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT)
    deadline = time.monotonic() + 15
    while len(found := psutil.Process(parent.pid).children()) < 2 and time.monotonic() < deadline:
        time.sleep(0.05)
    time.sleep(0.2)
    parent.kill()
    parent.wait()
    _gone, alive = psutil.wait_procs(found, timeout=5)
    assert (len(found), alive) == (2, [])


def test_the_twin_says_how_it_ended():
    assert _Twin("twin", lambda: None).wait(5)
    bad = _Twin("twin", lambda: os._exit(7))
    bad.wait(5)
    assert bad.ended() == 7


def test_a_port_where_somebody_listens_is_not_shared(monkeypatch):
    monkeypatch.setattr(serve, "FREES_ITSELF", 0.0)
    with socket.create_server(("127.0.0.1", 0), reuse_port=True) as other:
        port = other.getsockname()[1]
        with pytest.raises(click.ClickException, match=f"Port {port} is taken. Try PORT={port + 1} make run"):
            serve.need_port("127.0.0.1", port)
    serve.need_port("127.0.0.1", port)


def test_one_instance_is_served_once(installation):
    held = serve.only_one(installation)
    code = (
        "import sys, fcntl\n"
        "file = open(sys.argv[1], 'ab')\n"
        "try: fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)\n"
        "except OSError: sys.exit(5)\n"
    )
    second = [sys.executable, "-c", code, str(installation.folder / "serving.lock")]
    assert subprocess.run(second, check=False).returncode == 5
    held.close()
    assert subprocess.run(second, check=False).returncode == 0
