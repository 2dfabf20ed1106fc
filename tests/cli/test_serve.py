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


def test_a_server_that_ends_takes_the_worker_with_it():
    before = children()
    fails = [sys.executable, "-c", "raise SystemExit(3)"]
    assert Household(lambda: _Program(fails), lambda: _Program(SLEEPS)).live() == 3
    assert children() == before


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
