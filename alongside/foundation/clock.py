"""The one clock. Everything that depends on the time asks `clock.now()`; tests and demonstrations set it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

_set: ContextVar[datetime | None] = ContextVar("clock", default=None)


def now() -> datetime:
    """This instant, in UTC."""
    return _set.get() or datetime.now(UTC)


def today(zone: str) -> date:
    """The date it is now in a time zone such as "America/Chicago"."""
    return now().astimezone(ZoneInfo(zone)).date()


def in_(**span: float) -> datetime:
    """An instant from now: `in_(days=2)`."""
    return now() + timedelta(**span)


@contextmanager
def at(instant: datetime) -> Iterator[None]:
    """Inside this block it is `instant` (with a time zone)."""
    token = _set.set(instant.astimezone(UTC))
    try:
        yield
    finally:
        _set.reset(token)
