"""The database: tables' base, one session a unit of work, both engines.

A unit of work is a session that is either read or written. On SQLite a written one begins IMMEDIATE (a deferred one
that reads first fails at once when another writes), and waits its turn at a lock file: SQLite's own waiting is unfair,
which makes long tails when two processes write.
"""

from __future__ import annotations

import fcntl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Annotated, Any, cast

from sqlalchemy import (
    JSON,
    BigInteger,
    CursorResult,
    DateTime,
    Delete,
    Dialect,
    Engine,
    Identity,
    MetaData,
    Update,
    create_engine,
    event,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import DeclarativeBase, Session, mapped_column
from sqlalchemy.types import Integer, TypeDecorator

WRITE_PATIENCE = 10.0  # seconds a writer waits for its turn before the person is asked to try again
# The same patience as on SQLite, and nobody holds a lock for ever: a process that hangs in a transaction loses it.
PATIENCE_OF_POSTGRESQL = f"-c lock_timeout={int(WRITE_PATIENCE)}s -c idle_in_transaction_session_timeout=60s"


class DatabaseBusy(Exception):
    """No turn to write within the patience; nothing was written."""


class Instant(TypeDecorator[datetime]):
    """An instant: in and out with a time zone, kept as UTC. Refuses a time without one."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        return value if value is None else value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


Key = Annotated[int, mapped_column(BigInteger().with_variant(Integer, "sqlite"), Identity(), primary_key=True)]
Json = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


class Table(DeclarativeBase):
    """Base of all tables. Constraints carry names that speak, the same on both engines."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {int: BigInteger(), datetime: Instant(), dict[str, Any]: Json, list[Any]: Json}


def open_engine(url: str) -> Engine:
    """An engine for SQLite or PostgreSQL, set up so that what was acknowledged is never lost."""
    if not url.startswith("sqlite"):
        return create_engine(
            url, pool_size=8, max_overflow=4, pool_pre_ping=True, pool_timeout=5, hide_parameters=True,
            connect_args={"options": PATIENCE_OF_POSTGRESQL},
        )  # fmt: skip
    engine = create_engine(
        url, connect_args={"timeout": WRITE_PATIENCE, "check_same_thread": False}, hide_parameters=True
    )
    path = engine.url.database

    @event.listens_for(engine, "connect")
    def _on_connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves
        cursor = connection.cursor()
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "secure_delete=ON",
            "cache_size=-8000",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Any) -> None:
        if not connection.get_execution_options().get("writes", True):
            connection.exec_driver_sql("BEGIN")
            return
        if path and "turn" not in connection.info:
            connection.info["turn"] = _take_turn(f"{path}-turn")
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    @event.listens_for(engine, "checkin")
    def _on_checkin(_connection: Any, record: Any) -> None:
        turn = record.info.pop("turn", None)
        if turn:
            turn.close()

    return engine


def _take_turn(path: str) -> IO[bytes]:
    file = Path(path).open("ab")  # noqa: SIM115 - closing it ends the turn
    deadline = time.monotonic() + WRITE_PATIENCE
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return file
        except BlockingIOError:
            if time.monotonic() > deadline:
                file.close()
                raise DatabaseBusy from None
            time.sleep(0.0005)


# ---- units of work ------------------------------------------------------------------------------------------------

_current: ContextVar[Session | None] = ContextVar("session", default=None)


class _SessionOfThisWork:
    """Stands for the session of the unit of work that is going on here."""

    def __getattr__(self, name: str) -> Any:
        current = _current.get()
        if current is None:
            raise RuntimeError("no unit of work is open; use database.reading() or database.writing()")
        return getattr(current, name)


session: Session = _SessionOfThisWork()  # type: ignore[assignment]


class Database:
    """One installation's database."""

    def __init__(self, url: str) -> None:
        self.engine = open_engine(url)
        on_postgresql = self.engine.dialect.name == "postgresql"
        only_read = {"postgresql_readonly": True} if on_postgresql else {}
        self._reading = self.engine.execution_options(writes=False, **only_read)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A unit of work that changes nothing."""
        with self._work(self._reading) as work:
            yield work

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A unit of work that is committed at the end, or leaves no trace. What was put off with `after_commit` follows."""
        with self._work(self.engine) as work:
            yield work
            work.commit()
        for act in work.info.pop("after_commit", ()):
            act()

    @contextmanager
    def _work(self, engine: Engine) -> Iterator[Session]:
        work = Session(engine, expire_on_commit=False)
        token = _current.set(work)
        try:
            yield work
        finally:
            _current.reset(token)
            work.close()


def current_session() -> Session | None:
    """The session of the unit of work that is going on here, if one is."""
    return _current.get()


def insert(table: Any) -> Any:
    """An INSERT that knows ON CONFLICT, for the engine of this unit of work."""
    name = session.get_bind().dialect.name
    return (sqlite.insert if name == "sqlite" else postgresql.insert)(table)


def rows_met(statement: Update | Delete) -> int:
    """Do it now; returns how many rows an UPDATE or DELETE met. Of several who try a thing that happens once, one meets a row."""
    return cast(CursorResult[Any], session.execute(statement)).rowcount


def after_commit(act: Callable[[], None]) -> None:
    """Do this once what is being written here is safely written; never if it is not."""
    session.info.setdefault("after_commit", []).append(act)


def is_busy(error: BaseException) -> bool:
    """Did this fail because others were writing? Then trying again helps."""
    if isinstance(error, DatabaseBusy):
        return True
    text = str(getattr(error, "orig", ""))
    words = ("locked", "busy", "deadlock detected", "lock timeout", "could not serialize")
    return isinstance(error, OperationalError) and any(word in text for word in words)


def is_full(error: BaseException) -> bool:
    """Did this fail because the disk is full or cannot be written?"""
    text = str(getattr(error, "orig", error))
    words = ("disk is full", "disk I/O error", "readonly database", "No space left", "unable to open database")
    return isinstance(error, (DBAPIError, OSError)) and any(word in text for word in words)
