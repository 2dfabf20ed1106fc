"""Jobs: what must happen after a page has answered. A job is a row written with the business itself, so it cannot be lost.

The queue (huey, a file of its own) only carries the rows' ids to the worker; a sweep puts back what the queue or a killed
worker dropped. A handler runs inside one unit of work together with "done": killed half-way it leaves no trace and
runs again, so it is in effect once. A handler that reaches outside (mail, a slow file) says `outside=True`: it gets no
unit of work, opens its own, and may rarely run twice (at least once, never not at all).

    @jobs.handles("certificate-file", outside=True)
    def make_file(*, edition_id): …

    jobs.enqueue("certificate-file", organization_id=7, once_key=f"certificate-file:{edition.id}", edition_id=edition.id)
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import BigInteger, CheckConstraint, Index, String, and_, delete, func, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column

from alongside.foundation import clock, database, log, sealing
from alongside.foundation.database import Key, Table, after_commit, rows_met, session
from alongside.foundation.installation import Installation, here

if TYPE_CHECKING:
    from flask import Flask
    from huey import SqliteHuey

PAUSES = [timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2), timedelta(hours=2)]
MOST_TRIES = len(PAUSES) + 1
LEASE = timedelta(minutes=5)
KEPT = timedelta(days=30)  # how long done and failed rows stay
POLITE = 10  # seconds a running job has to finish when the worker is asked to stop
SWEEP_EVERY, BEAT_EVERY, LOOK_EVERY = 2.0, 5.0, 0.1  # seconds
WORKER_SILENT = timedelta(minutes=1)  # without a beat for so long, it counts as gone


class GiveUp(Exception):
    """Raised by a handler: trying again is no use."""


class NobodyHandles(Exception):
    """No handler is registered for this kind of job."""


class LeaseLost(Exception):
    """The job took longer than its lease, and another worker has it now: what was done here is undone."""


class WorkerDied(Exception):
    """The worker ended in the middle of this job, each time it was tried."""


class Job(Table):
    """One thing that must happen."""

    __tablename__ = "job"

    id: Mapped[Key]
    kind: Mapped[str] = mapped_column(String(60))
    payload: Mapped[dict[str, Any]]
    organization_id: Mapped[int | None] = mapped_column(BigInteger)
    once_key: Mapped[str | None] = mapped_column(String(200), unique=True)

    state: Mapped[str] = mapped_column(String(10), default="waiting")
    due_at: Mapped[datetime]
    lease_until: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str | None] = mapped_column(String(80))

    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    done_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'running', 'done', 'failed')", "state_is_known"),
        CheckConstraint("(state = 'running') = (lease_until IS NOT NULL)", "running_has_a_lease"),
        CheckConstraint("(state IN ('done', 'failed')) = (done_at IS NOT NULL)", "ended_has_a_date"),
        Index("ix_job_state_due_at", "state", "due_at"),
    )


Act = TypeVar("Act", bound=Callable[..., object])


@dataclass(frozen=True)
class _Handler:
    act: Callable[..., object]
    outside: bool
    private: bool
    lease: timedelta


@dataclass(frozen=True)
class _Chore:
    act: Callable[[], object]
    minutes: float
    outside: bool


_handlers: dict[str, _Handler] = {}
_chores: list[_Chore] = []


# ---- saying what is to be done --------------------------------------------------------------------------------------


def handles(
    kind: str, *, outside: bool = False, private: bool = False, lease: timedelta = LEASE
) -> Callable[[Act], Act]:
    """Register the function that does jobs of this kind; it gets the payload as keyword arguments.

    outside: runs without a unit of work, at least once. private: the payload is about a person, so it is sealed in the
    row and forgotten when done. lease: longer than the job can possibly take.
    """

    def register(act: Act) -> Act:
        if kind in _handlers:
            raise ValueError(f"two functions handle jobs of kind {kind!r}")
        _handlers[kind] = _Handler(act, outside, private, lease)
        return act

    return register


def every(minutes: float, *, outside: bool = False) -> Callable[[Act], Act]:
    """Register a chore: the worker calls it at its start and every so many minutes, inside one unit of work."""

    def register(act: Act) -> Act:
        _chores.append(_Chore(act, minutes, outside))
        return act

    return register


def enqueue(
    kind: str,
    *,
    due: datetime | None = None,
    organization_id: int | None = None,
    once_key: str | None = None,
    **payload: Any,
) -> int | None:
    """Write down a job in this unit of work. Returns its id, or None if `once_key` names one that was queued before."""
    installation = here()
    handler = _handlers.get(kind)
    values = {
        "kind": kind,
        "payload": _sealed(payload, organization_id) if handler and handler.private else payload,
        "organization_id": organization_id,
        "once_key": once_key,
        "state": "waiting",
        "due_at": due or clock.now(),
        "tries": 0,
        "created_at": clock.now(),
    }
    statement = database.insert(Job.__table__).values(values).returning(Job.__table__.c.id)
    if once_key is not None:
        statement = statement.on_conflict_do_nothing(index_elements=["once_key"])
    job_id: int | None = session.execute(statement).scalar_one_or_none()
    if job_id is not None and (due is None or due <= clock.now()):
        after_commit(lambda: _push(installation, job_id))
    return job_id


# ---- the queue ------------------------------------------------------------------------------------------------------


def queue(installation: Installation) -> SqliteHuey:
    """The queue of this installation: job ids on their way to a worker. It may be deleted at any time."""
    return installation.once("queue", lambda: _open_queue(installation))


def _open_queue(installation: Installation) -> SqliteHuey:
    from huey import SqliteHuey
    from huey.registry import Message
    from huey.serializer import Serializer

    class Plain(Serializer):  # JSON instead of pickle: a file that is read must not be able to run anything
        def _serialize(self, data: Any) -> bytes:
            return json.dumps(list(data)).encode()

        def _deserialize(self, data: bytes) -> Any:
            return Message(*json.loads(bytes(data)))

    made = SqliteHuey(
        "alongside",
        filename=str(_queue_file(installation)),
        results=False,
        fsync=False,  # what a power cut takes from it, the sweep puts back
        timeout=1,
        serializer=Plain(),
    )
    made.run_job = made.task(name="run_job")(lambda job_id: run(installation, job_id))
    return made


def _queue_file(installation: Installation) -> Path:
    return installation.folder / "queue.sqlite"


def _push(installation: Installation, job_id: int) -> None:
    """Hand the id to a worker. If that fails the page has succeeded all the same, and the sweep will find the row."""
    try:
        queue(installation).run_job(job_id)
    except Exception as error:  # noqa: BLE001 - whatever the queue's trouble is, the row is safe
        log.event("queue.push-failed", level="warning", job=job_id, error=error)


def sweep(installation: Installation, most: int = 100) -> int:
    """Put rows back into the queue that are due, or whose worker died. Returns how many."""
    now = clock.now()
    with installation.database.reading():
        worn_out = session.scalars(
            select(Job.id).where(Job.state == "running", Job.lease_until < now, Job.tries >= MOST_TRIES)
        ).all()
        found = session.scalars(select(Job.id).where(_is_free(now)).order_by(Job.due_at, Job.id).limit(most)).all()
    if worn_out:
        with installation.database.writing():
            session.execute(
                update(Job)
                .where(Job.id.in_(worn_out), Job.state == "running", Job.lease_until < now)
                .values(state="failed", lease_until=None, done_at=now, last_error=WorkerDied.__name__)
            )
    for job_id in found:
        _push(installation, job_id)
    return len(found)


def _is_free(now: datetime) -> Any:
    return or_(
        and_(Job.state == "waiting", Job.due_at <= now),
        and_(Job.state == "running", Job.lease_until < now, Job.tries < MOST_TRIES),
    )


# ---- doing it -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Claim:
    job_id: int
    kind: str
    payload: dict[str, Any]
    organization_id: int | None
    tries: int


def run(installation: Installation, job_id: int) -> bool:
    """Do this job, if it is due and nobody else has it. True if it was done."""
    with installation.at_hand(), log.about(job=job_id):
        claim = _claim(installation, job_id)
        if claim is None:
            return False
        try:
            _do(installation, claim)
        except Exception as error:  # noqa: BLE001 - whatever went wrong, the job is tried again
            log.event("job.failed", level="warning", kind=claim.kind, tries=claim.tries, error=error)
            _note_failure(installation, claim, error)
            return False
        log.event("job.done", kind=claim.kind, tries=claim.tries)
        return True


def run_due(installation: Installation) -> int:
    """Do everything that is due now, here, one after the other: for tests and commands. Returns how many were done."""
    done = 0
    seen: set[int] = set()
    while True:
        with installation.database.reading():
            found = session.scalars(
                select(Job.id).where(_is_free(clock.now()), Job.id.not_in(seen)).order_by(Job.due_at, Job.id).limit(100)
            ).all()
        if not found:
            return done
        seen.update(found)
        done += sum(run(installation, job_id) for job_id in found)


def _claim(installation: Installation, job_id: int) -> _Claim | None:
    """One worker wins the row: the others' UPDATE finds it taken."""
    now = clock.now()
    with installation.database.writing():
        kind = session.scalar(select(Job.kind).where(Job.id == job_id))
        lease = _handlers[kind].lease if kind in _handlers else LEASE
        row = session.execute(
            update(Job)
            .where(Job.id == job_id, _is_free(now))
            .values(state="running", lease_until=now + lease, tries=Job.tries + 1)
            .returning(Job.kind, Job.payload, Job.organization_id, Job.tries)
            .execution_options(synchronize_session=False)
        ).one_or_none()
    return _Claim(job_id, *row) if row else None


def _do(installation: Installation, claim: _Claim) -> None:
    handler = _handlers.get(claim.kind)
    if handler is None:
        raise NobodyHandles(claim.kind)
    payload = _unsealed(claim.payload, claim.organization_id) if handler.private else claim.payload
    if handler.outside:
        handler.act(**payload)
        with installation.database.writing():
            _mark_done(claim, forget=handler.private)
        return
    with installation.database.writing():
        handler.act(**payload)
        _mark_done(claim, forget=handler.private)


def _mark_done(claim: _Claim, *, forget: bool) -> None:
    values: dict[str, Any] = {"state": "done", "lease_until": None, "done_at": clock.now(), "last_error": None}
    if forget:
        values["payload"] = {}
    if not rows_met(_mine(claim).values(values)):
        raise LeaseLost


def _note_failure(installation: Installation, claim: _Claim, error: Exception) -> None:
    over = claim.tries >= MOST_TRIES or isinstance(error, GiveUp)
    cause = error.__cause__ if isinstance(error, GiveUp) and error.__cause__ else error
    values: dict[str, Any] = {"lease_until": None, "last_error": type(cause).__name__[:80]}
    if over:
        values |= {"state": "failed", "done_at": clock.now()}
    else:
        values |= {"state": "waiting", "due_at": clock.now() + PAUSES[claim.tries - 1]}
    with installation.database.writing():
        session.execute(_mine(claim).values(values))


def _mine(claim: _Claim) -> Any:
    return (
        update(Job)
        .where(Job.id == claim.job_id, Job.state == "running", Job.tries == claim.tries)
        .execution_options(synchronize_session=False)
    )


def retry(job_id: int) -> bool:
    """Let a failed job begin again. False if it did not fail."""
    return bool(
        rows_met(
            update(Job)
            .where(Job.id == job_id, Job.state == "failed")
            .values(state="waiting", due_at=clock.now(), tries=0, done_at=None)
        )
    )


def _sealed(payload: dict[str, Any], organization_id: int | None) -> dict[str, Any]:
    return {"sealed": sealing.seal(json.dumps(payload), table="job", row="payload", organization=organization_id)}


def _unsealed(payload: dict[str, Any], organization_id: int | None) -> dict[str, Any]:
    text = sealing.unseal(payload["sealed"], table="job", row="payload", organization=organization_id)
    return dict(json.loads(text))


# ---- how it stands --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Standing:
    """How the jobs stand: for the doctor and for /readyz."""

    waiting: int
    running: int
    failed: int
    late: timedelta  # how long the oldest due job has been waiting
    worker_seen: datetime | None


def standing(installation: Installation) -> Standing:
    with installation.database.reading():
        counts = {state: count for state, count in session.execute(select(Job.state, func.count()).group_by(Job.state))}
        oldest = session.scalar(select(func.min(Job.due_at)).where(Job.state == "waiting", Job.due_at <= clock.now()))
    late = clock.now() - oldest if oldest else timedelta()
    return Standing(
        counts.get("waiting", 0), counts.get("running", 0), counts.get("failed", 0), late, worker_seen(installation)
    )


def heartbeat(installation: Installation) -> Path:
    """Touched by the worker every few seconds."""
    return installation.folder / "worker-alive"


def worker_seen(installation: Installation) -> datetime | None:
    try:
        return datetime.fromtimestamp(heartbeat(installation).stat().st_mtime, clock.now().tzinfo)
    except FileNotFoundError:
        return None


@every(60)
def clear_old() -> None:
    """Rows of jobs that ended long ago. Until then their once_key keeps the same act from being queued again."""
    session.execute(delete(Job).where(Job.state.in_(("done", "failed")), Job.done_at < clock.now() - KEPT))


# ---- the worker -----------------------------------------------------------------------------------------------------


def work(app: Flask) -> None:
    """Do jobs until asked to stop (SIGTERM, SIGINT); the job that is running may finish."""
    worker = Worker(app)
    with worker.stops_on_signals():
        worker.run()


class Worker:
    """One worker: takes ids from the queue, does them one by one, sweeps, and does the chores when they are due."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.installation: Installation = app.extensions["alongside"]
        self.stop = threading.Event()
        self._last: dict[object, float] = {}

    def run(self) -> None:
        log.event("worker.started", process=os.getpid())
        while not self.stop.is_set():
            try:
                with self.app.app_context():
                    idle = not self._step()
            except Exception as error:  # noqa: BLE001 - the database is away, the disk is full: it may come back
                log.event("worker.stumbled", level="error", error=error)
                if isinstance(error, sqlite3.DatabaseError):
                    self._new_queue()
                self.stop.wait(2)
                continue
            if idle:
                self.stop.wait(LOOK_EVERY)
        log.event("worker.stopped", process=os.getpid())

    def _step(self) -> bool:
        """One round. True if there was a job."""
        if self._is_time("beat", BEAT_EVERY):
            heartbeat(self.installation).touch()
        if self._is_time("sweep", SWEEP_EVERY) and queue(self.installation).pending_count() < 100:
            sweep(self.installation)
        for chore in _chores:
            if self._is_time(chore, chore.minutes * 60):
                do_chore(self.installation, chore)
        task = queue(self.installation).dequeue()
        if task is None:
            return False
        with self._beating():
            queue(self.installation).execute(task)
        return True

    @contextlib.contextmanager
    def _beating(self) -> Iterator[None]:
        """A mail server that is slow to answer is no dead worker: the heart beats meanwhile, though not for a job that never ends."""
        is_done = threading.Event()
        beats = threading.Thread(target=self._beat_until, args=(is_done,), daemon=True)
        beats.start()
        try:
            yield
        finally:
            is_done.set()
            beats.join()

    def _beat_until(self, is_done: threading.Event) -> None:
        last = time.monotonic() + LEASE.total_seconds()
        while not is_done.wait(BEAT_EVERY) and time.monotonic() < last:
            with contextlib.suppress(OSError):  # a full disk is the doctor's to tell
                heartbeat(self.installation).touch()

    def _is_time(self, what: object, seconds: float) -> bool:
        last = self._last.get(what)
        if last is not None and time.monotonic() - last < seconds:
            return False
        self._last[what] = time.monotonic()
        return True

    def _new_queue(self) -> None:
        """A queue file that cannot be read is thrown away: the rows know what is to be done."""
        for ending in ("", "-wal", "-shm"):
            _queue_file(self.installation).with_name(f"queue.sqlite{ending}").unlink(missing_ok=True)
        self.installation.forget("queue")

    @contextlib.contextmanager
    def stops_on_signals(self) -> Any:
        if threading.current_thread() is not threading.main_thread():
            yield
            return

        def ask(_number: int, _frame: object) -> None:
            self.stop.set()
            signal.alarm(POLITE)  # a job that takes longer is cut off, leaves no trace, and runs again

        before = {number: signal.signal(number, ask) for number in (signal.SIGTERM, signal.SIGINT)}
        try:
            yield
        finally:
            signal.alarm(0)
            for number, what in before.items():
                signal.signal(number, what)


def do_chore(installation: Installation, chore: _Chore) -> None:
    """One chore; if it fails the others are done all the same."""
    try:
        with installation.at_hand(), contextlib.ExitStack() as stack:
            if not chore.outside:
                stack.enter_context(installation.database.writing())
            chore.act()
    except Exception as error:  # noqa: BLE001 - one chore's trouble is not another's
        log.event("chore.failed", level="error", action=chore.act.__name__, error=error)


def do_chores(installation: Installation) -> None:
    """All chores now: for tests and `flask jobs work --once`."""
    for chore in _chores:
        do_chore(installation, chore)
