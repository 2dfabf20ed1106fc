"""On what and when it was measured."""

from __future__ import annotations

import os
import platform
from datetime import datetime
from pathlib import Path


def words() -> str:
    """ "2 cores (…), 24 GB, Python 3.11.7, Linux 6.1" """
    model = next((line.partition(":")[2].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")), "?")
    kb = int(next(line.split()[1] for line in Path("/proc/meminfo").read_text().splitlines() if line.startswith("MemTotal")))
    release = ".".join(platform.release().split(".")[:2])
    return f"{os.cpu_count()} cores ({model}), {kb / 1_048_576:.0f} GB, Python {platform.python_version()}, {platform.system()} {release}"


def load() -> str:
    return ", ".join(f"{one:.1f}" for one in os.getloadavg())


def now() -> str:
    return datetime.now().astimezone().strftime("%Y-%m-%d %H:%M")
