"""Keys in the instance folder: made once, whole or not at all, readable by their owner alone."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from pathlib import Path


def folder(instance: Path) -> Path:
    path = instance / "keys"
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def kept(path: Path, make: Callable[[], bytes]) -> bytes:
    """What the file holds; if there is none, `make()` fills it. Of several processes that start at once one wins."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        pass
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
    write(draft, make())
    try:
        os.link(draft, path)  # fails if somebody was faster: then theirs counts
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return path.read_bytes()


def write(path: Path, content: bytes) -> None:
    """A file for the owner's eyes alone, safely on the disk when this returns."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def replace(path: Path, content: bytes) -> None:
    """Put a file in its place in one step: readers see all of the old or all of the new."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
    try:
        write(draft, content)
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
