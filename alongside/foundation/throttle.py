"""Throttling that holds with several processes: one row a thing that is counted, and no readable address in it.

A row holds one instant, "free at" (the generic cell rate algorithm): each try moves it on by `per_seconds / limit`, and a try
that would move it further ahead than `per_seconds` is refused. So `limit` tries pass at once, then one every so often.
"""

from __future__ import annotations

import hashlib
import hmac
import math

from sqlalchemy import BigInteger, String, case, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from alongside.foundation import clock, database, jobs
from alongside.foundation.database import Table, session
from alongside.foundation.installation import here


class TooMany(Exception):
    """Tried too often; trying again makes sense after `retry_after` seconds."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(retry_after)
        self.retry_after = retry_after


class ThrottleRow(Table):
    """How far ahead the tries of one thing have run."""

    __tablename__ = "throttle_row"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    free_at: Mapped[int] = mapped_column(BigInteger)  # microseconds since 1970


def allow(name: str, key: str, *, limit: int, per_seconds: float) -> None:
    """Count a try; raise TooMany if there were `limit` in `per_seconds`. It counts even if the request then fails.

    Call it before anything is written: it writes by itself, and on SQLite one writer waits for the other.
    """
    _refuse_inside_a_write()
    now, whole = _now(), int(per_seconds * 1_000_000)
    row, step = _digest(name, key), max(1, int(per_seconds * 1_000_000 / limit))
    base = case((ThrottleRow.free_at > now, ThrottleRow.free_at), else_=now)
    with here().database.writing():
        passed = session.execute(
            database.insert(ThrottleRow.__table__)
            .values(key=row, free_at=now + step)
            .on_conflict_do_update(
                index_elements=["key"], set_={"free_at": base + step}, where=base + step <= now + whole + limit
            )
            .returning(ThrottleRow.free_at)
        ).scalar_one_or_none()
        if passed is None:
            free_at = session.scalar(select(ThrottleRow.free_at).where(ThrottleRow.key == row)) or now
    if passed is None:
        raise TooMany(max(1, math.ceil((free_at + step - whole - now) / 1_000_000)))


def forgive(name: str, key: str) -> None:
    """Forget the tries: it was the right person after all. May be called inside a unit of work."""
    row = delete(ThrottleRow).where(ThrottleRow.key == _digest(name, key))
    if database.current_session() is not None:
        session.execute(row)
        return
    with here().database.writing():
        session.execute(row)


@jobs.every(60)
def clear_old() -> None:
    """Rows that stop nobody any more."""
    session.execute(delete(ThrottleRow).where(ThrottleRow.free_at < _now()))


def _now() -> int:
    return int(clock.now().timestamp() * 1_000_000)


def _digest(name: str, key: str) -> str:
    secret = hashlib.sha256(b"throttle:" + here().settings.secret_key.encode()).digest()
    return hmac.new(secret, f"{name}\0{key}".encode(), hashlib.sha256).hexdigest()


def _refuse_inside_a_write() -> None:
    work = database.current_session()
    if work is None or not work.in_transaction() or work.get_bind().dialect.name != "sqlite":
        return
    if work.connection().get_execution_options().get("writes", True):
        raise RuntimeError("throttle.allow() inside a unit of work that writes would wait for itself")
