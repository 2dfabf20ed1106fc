"""A pause stops waiting times and time limits, not closing dates. It is a person's right, and nobody is told why."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import bindparam, select, update

from alongside.foundation import clock
from alongside.foundation.database import insert, session
from alongside.learning.models import Enrolment, Pause


def begin(enrolment: Enrolment) -> None:
    """Twice is once: the open pause goes on."""
    session.execute(
        insert(Pause)
        .values(organization_id=enrolment.organization_id, enrolment_id=enrolment.id, started_at=clock.now())
        .on_conflict_do_nothing()
    )


def end(enrolment: Enrolment) -> None:
    session.execute(
        update(Pause).where(Pause.enrolment_id == enrolment.id, Pause.ended_at.is_(None)).values(ended_at=clock.now())
    )


_open_pause = select(Pause.id).where(Pause.enrolment_id == bindparam("enrolment_id"), Pause.ended_at.is_(None))


def is_on(enrolment_id: int) -> bool:
    return session.scalar(_open_pause, {"enrolment_id": enrolment_id}) is not None


def is_any_on(enrolment_ids: Sequence[int]) -> bool:
    open_ones = select(Pause.id).where(Pause.enrolment_id.in_(enrolment_ids), Pause.ended_at.is_(None))
    return session.scalar(open_ones.limit(1)) is not None


def intervals(enrolment_id: int) -> Sequence[tuple[datetime, datetime]]:
    rows = session.execute(select(Pause.started_at, Pause.ended_at).where(Pause.enrolment_id == enrolment_id))
    return [(start, stop or clock.now()) for start, stop in rows]


def paused_since(instant: datetime, pauses: Sequence[tuple[datetime, datetime]]) -> timedelta:
    """How long of the time since `instant` was paused."""
    return sum((max(stop - max(start, instant), timedelta()) for start, stop in pauses), timedelta())
