"""The driver: eight kept-alive connections, raw sockets, one thread, in a process of its own. Reads a plan, prints what it met.

Plan (JSON on standard input): {"port", "connections", "seconds" or "count", "expect": [statuses], "must": text, "asks": [raw requests]}.
"""

from __future__ import annotations

import json
import re
import selectors
import socket
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from bench.asks import ADDRESS, NUMBER, address

LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
PATIENCE = 30.0


@dataclass
class Met:
    """What a slice of driving met."""

    seconds: float
    latencies: list[int]  # microseconds
    statuses: dict[str, int]
    errors: int
    bytes: int
    words: list[str] = field(default_factory=list)  # of the first errors

    @property
    def count(self) -> int:
        return len(self.latencies)

    @property
    def per_second(self) -> float:
        return self.count / self.seconds if self.seconds else 0.0


def drive(port: int, asks: list[bytes], *, seconds: float = 0, count: int = 0, expect: tuple[int, ...] = (200,), connections: int = 8) -> Met:
    """Drive from another process, so that what is measured here is not the driver's."""
    plan = {
        "port": port, "connections": connections, "seconds": seconds, "count": count, "expect": list(expect),
        "asks": [one.decode("latin-1") for one in asks],
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", "bench.driver"], input=json.dumps(plan), capture_output=True, text=True, check=False,
        timeout=seconds + PATIENCE + count,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    return Met(**json.loads(done.stdout))


class _Connection:
    def __init__(self, port: int) -> None:
        self.port = port
        self.connect()

    def connect(self) -> None:
        self.socket = socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.answer = b""
        self.whole = -1
        self.began = 0.0


class _Driver:
    def __init__(self, plan: dict[str, Any]) -> None:
        self.plan = plan
        self.asks = [self._prepared(one.encode("latin-1")) for one in plan["asks"]]
        self.expect = set(plan["expect"])
        self.next, self.number = 0, int(time.time() * 10_000)
        self.latencies: list[int] = []
        self.statuses: Counter[str] = Counter()
        self.errors = self.bytes = 0
        self.words: list[str] = []
        self.selector = selectors.DefaultSelector()

    def _prepared(self, raw: bytes) -> tuple[bytes, bool]:
        return raw, NUMBER.encode() in raw or ADDRESS.encode() in raw

    def run(self) -> dict[str, Any]:
        began = time.perf_counter()
        deadline = began + self.plan["seconds"] if self.plan["seconds"] else float("inf")
        most = self.plan["count"] or float("inf")
        busy = 0
        for _ in range(self.plan["connections"]):
            if self.next >= most:
                break
            connection = _Connection(self.plan["port"])
            self.selector.register(connection.socket, selectors.EVENT_READ, connection)
            self._send(connection)
            busy += 1
        while busy:
            ready = self.selector.select(PATIENCE)
            if not ready:
                self._wrong("no answer within the patience")
                break
            now = time.perf_counter()
            for key, _ in ready:
                if not self._hear(key.data, now):
                    continue
                if now < deadline and self.next < most:
                    self._send(key.data)
                else:
                    self.selector.unregister(key.data.socket)
                    key.data.socket.close()
                    busy -= 1
        return {
            "seconds": time.perf_counter() - began, "latencies": self.latencies, "statuses": dict(self.statuses),
            "errors": self.errors, "bytes": self.bytes, "words": self.words,
        }  # fmt: skip

    def _send(self, connection: _Connection) -> None:
        raw, changes = self.asks[self.next % len(self.asks)]
        self.next += 1
        if changes:
            self.number += 1
            raw = raw.replace(NUMBER.encode(), b"%d" % self.number).replace(ADDRESS.encode(), address(self.number).encode())
        connection.answer, connection.whole = b"", -1
        connection.began = time.perf_counter()
        connection.socket.sendall(raw)

    def _hear(self, connection: _Connection, now: float) -> bool:
        """Some bytes came. True if the answer is whole now."""
        piece = connection.socket.recv(262144)
        if not piece:
            self._wrong("the server closed the connection")
            self.selector.unregister(connection.socket)
            connection.connect()
            self.selector.register(connection.socket, selectors.EVENT_READ, connection)
            return True
        connection.answer += piece
        if connection.whole < 0:
            head = connection.answer.find(b"\r\n\r\n")
            if head < 0:
                return False
            length = LENGTH.search(connection.answer, 0, head)
            connection.whole = head + 4 + (int(length[1]) if length else 0)
        if len(connection.answer) < connection.whole:
            return False
        self.latencies.append(int((now - connection.began) * 1_000_000))
        self.bytes += len(connection.answer)
        status = int(connection.answer[9:12])
        self.statuses[str(status)] += 1
        if status not in self.expect:
            self._wrong(connection.answer[:200].decode("latin-1"))
        return True

    def _wrong(self, words: str) -> None:
        self.errors += 1
        if len(self.words) < 3:
            self.words.append(words)


if __name__ == "__main__":
    print(json.dumps(_Driver(json.load(sys.stdin)).run()))
