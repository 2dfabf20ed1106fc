"""One installation: its settings and its database, together, wherever code runs: page, job, command, test."""

from __future__ import annotations

import threading
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask import current_app, has_app_context

from alongside.foundation import database as db
from alongside.foundation.database import Database

if TYPE_CHECKING:
    from sqlalchemy import Dialect

    from alongside.settings import Settings

_set: ContextVar[Installation | None] = ContextVar("installation", default=None)
# A dialect belongs to one engine and outlives its pool: so a unit of work knows whose it is.
_owners: weakref.WeakKeyDictionary[Dialect, weakref.ref[Installation]] = weakref.WeakKeyDictionary()


class NoInstallation(RuntimeError):
    """Asked for the installation where none is: outside a page, a job, a command and a unit of work."""


class Installation:
    """What one running product consists of. Made by create_app, or by a test."""

    def __init__(self, settings: Settings, database: Database) -> None:
        self.settings = settings
        self.database = database
        self._made: dict[str, Any] = {}
        self._making = threading.RLock()
        _owners[database.engine.dialect] = weakref.ref(self)

    @property
    def folder(self) -> Path:
        """The instance folder: database, keys, outgoing mail."""
        return self.settings.instance

    def once(self, name: str, make: Callable[[], Any]) -> Any:
        """Something made at its first use and kept as long as this process lives."""
        with self._making:
            if name not in self._made:
                self._made[name] = make()
            return self._made[name]

    def forget(self, name: str) -> None:
        """The next `once` makes it anew."""
        self._made.pop(name, None)

    @contextmanager
    def at_hand(self) -> Iterator[Installation]:
        """Inside this block `here()` is this installation, with or without Flask."""
        token = _set.set(self)
        try:
            yield self
        finally:
            _set.reset(token)


def here() -> Installation:
    """The installation this code runs for."""
    found = _set.get() or _of_current_work()
    if found is None and has_app_context():
        found = current_app.extensions.get("alongside")
    if found is None:
        raise NoInstallation("no installation here; open an app context or use `with installation.at_hand():`")
    return found


def _of_current_work() -> Installation | None:
    work = db.current_session()
    if work is None:
        return None
    owner = _owners.get(work.get_bind().dialect)
    return owner() if owner else None
