"""Servers under measurement: started as in production, watched through /proc, ended by their main process alone.

A stray SIGINT to a server's workers makes it hang at its end: so each server gets a session of its own, and only its main
process is signalled.
"""

from __future__ import annotations

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from alongside.cli.serve import server_command
from alongside.settings import ROOT

TICK = os.sysconf("SC_CLK_TCK")
PATIENCE = 60.0


@dataclass
class Server:
    """A process tree that answers on a port."""

    name: str
    process: subprocess.Popen[bytes]
    port: int
    log: Path
    first_answer: float  # seconds from its start

    def tree(self) -> list[int]:
        return tree_of(self.process.pid)

    def web(self) -> list[int]:
        """The processes that answer pages: the server's own tree without the job worker."""
        for pid in self.tree():
            if _name(pid) == "alongside-web":
                return tree_of(pid)
        return self.tree()

    def workers(self) -> list[int]:
        """The web workers: children of the server's main process."""
        return self.web()[1:]

    def job_worker(self) -> int | None:
        return next((pid for pid in self.tree() if _name(pid) == "alongside-jobs"), None)

    def cpu_ms(self) -> float:
        """User and system time that the web processes have used so far."""
        return sum(_cpu_ms(pid) for pid in self.web())

    def pss_kb(self) -> dict[str, int]:
        """Memory of each process, shared pages divided among those who share them."""
        return {f"{self._what(pid)} {pid}": _pss_kb(pid) for pid in self.tree()}

    def _what(self, pid: int) -> str:
        web = self.web()
        if pid == self.job_worker():
            return "job worker"
        return "serve" if pid not in web else "server" if pid == web[0] else "web worker"

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.kill()
        self.process.wait()

    def kill(self) -> None:
        """Outright, everything that we started here."""
        for pid in reversed(self.tree()):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait()


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def start_ours(folder: Path, **environment: str) -> Server:
    """The whole product as `flask serve` runs it, on this instance."""
    port = free_port()
    own = {"INSTANCE": str(folder), "PORT": str(port), "DEMO": "0", "ALONGSIDE_BASE_URL": f"http://127.0.0.1:{port}",
           "ALONGSIDE_TRUSTED_PROXIES": "1", **environment}  # fmt: skip
    return _start("ours", [sys.executable, "-m", "flask", "--app", "app", "serve"], port, folder / "serve.log", own, "/sign-in")


def start_floor(folder: Path) -> Server:
    """The floor behind the same server with the same settings."""
    port = free_port()
    command = server_command("bench.floor:app", reload=False)
    command[command.index("--port") + 1] = str(port)
    return _start("floor", command, port, folder / "floor.log", {"FLOOR": str(folder)}, "/1")


def _start(name: str, command: list[str], port: int, log: Path, environment: dict[str, str], path: str) -> Server:
    began = time.monotonic()
    with log.open("wb") as words:
        process = subprocess.Popen(
            command, cwd=ROOT, env=os.environ | environment, stdin=subprocess.DEVNULL, stdout=words, stderr=words,
            start_new_session=True,
        )  # fmt: skip
    server = Server(name, process, port, log, 0.0)
    try:
        wait_for(server, path)
    except BaseException:
        server.kill()
        raise
    server.first_answer = time.monotonic() - began
    return server


def wait_for(server: Server, path: str = "/sign-in") -> None:
    """Until it answers at all."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if server.process.poll() is not None:
            raise RuntimeError(f"{server.name} ended: {server.log.read_text(errors='replace')[-2000:]}")
        with contextlib.suppress(OSError, http.client.HTTPException):
            connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=5)
            connection.request("GET", path)
            if connection.getresponse().status:
                connection.close()
                return
        time.sleep(0.02)
    raise RuntimeError(f"{server.name} does not answer: {server.log.read_text(errors='replace')[-2000:]}")


# ---- /proc ----------------------------------------------------------------------------------------------------------


def tree_of(pid: int) -> list[int]:
    """A process and all below it, parents first."""
    children: dict[int, list[int]] = {}
    for path in Path("/proc").iterdir():
        if path.name.isdigit():
            with contextlib.suppress(OSError, IndexError):
                parent = int((path / "stat").read_text().rpartition(")")[2].split()[1])
                children.setdefault(parent, []).append(int(path.name))
    found, wait = [], [pid]
    while wait:
        one = wait.pop(0)
        found.append(one)
        wait += sorted(children.get(one, []))
    return found


def _name(pid: int) -> str:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/comm").read_text().strip()
    return ""


def _cpu_ms(pid: int) -> float:
    with contextlib.suppress(OSError):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) * 1000 / TICK
    return 0.0


def _pss_kb(pid: int) -> int:
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    return 0
