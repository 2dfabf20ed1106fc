"""A full disk: 503 and nothing half-written, pages go on, and it recovers by itself.

The disk is "full" by RLIMIT_FSIZE: no write gets beyond the first bytes of a file. That is how ENOSPC looks from inside
SQLite, without a disk to fill.
"""

from __future__ import annotations

import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager

FEW = 4096  # bytes: not even the first page of a write-ahead log


@contextmanager
def full_disk(pids: list[int] | None = None, most: int = FEW) -> Iterator[None]:
    """Inside this block these processes (this one) can make no file longer than `most`."""
    before = [(pid, resource.prlimit(pid, resource.RLIMIT_FSIZE)) for pid in pids or [os.getpid()]]
    for pid, (_soft, hard) in before:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (most, hard))
    try:
        yield
    finally:
        for pid, limits in before:
            if os.path.exists(f"/proc/{pid}"):  # noqa: PTH110 - a process, not a file
                resource.prlimit(pid, resource.RLIMIT_FSIZE, limits)
