"""A cohort at a glance, as its trainer sees it: figures, people, and who could use a hand.

Nothing here goes through everybody: figures are counted as things happen, people come by index, a page at a time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select, tuple_, union_all

from alongside.certification.models import Certificate
from alongside.foundation import clock
from alongside.foundation.database import session
from alongside.foundation.missing import Missing
from alongside.learning.models import Enrolment
from alongside.organizations.models import Cohort, CohortTrainer, Membership
from alongside.people.models import Account
from alongside.reporting.models import CohortCount

IDLE_AFTER = timedelta(days=7)  # the course is not finished, and the person was not here for so long
COUNTED_TO = 100  # a longer list is "100 or more": no figure costs more than this many rows
SHOWS = ("all", "stuck", "idle", "ready", "certified")


@dataclass(frozen=True, slots=True)
class Figures:
    """How many people of a cohort: in all, stuck at a quiz, away, ready for a certificate, holding one."""

    enrolled: int
    stuck: int
    idle: int
    ready: int
    certified: int


@dataclass(frozen=True, slots=True)
class Person:
    """One row of a cohort's list."""

    id: int
    public_id: str
    cohort_id: int
    release_id: int
    name: str
    email: str | None  # none: they have no mailbox
    enrolled_at: datetime
    last_active_at: datetime | None
    is_stuck: bool
    is_idle: bool
    certificate: str | None  # its state, if there is one


def _idle_since() -> datetime:
    return clock.now() - IDLE_AFTER


def _last_here() -> ColumnElement[datetime]:
    """When the person was last here; who never was counts from the day they were enrolled."""
    return func.coalesce(Enrolment.last_active_at, Enrolment.enrolled_at)


def _is_idle() -> ColumnElement[bool]:
    """Has not finished the course, and was not here for a week. The certificate says who has finished."""
    finished = select(Certificate.id).where(_of_enrolment()).correlate(Enrolment)
    return (_last_here() < _idle_since()) & ~finished.exists()


def _of_enrolment() -> ColumnElement[bool]:
    """The certificate is found by what is unique about it: who, which course, which cycle."""
    return and_(
        Certificate.membership_id == Enrolment.membership_id,
        Certificate.course == Enrolment.course,
        Certificate.cycle == Enrolment.cycle,
    )


# ---- figures --------------------------------------------------------------------------------------------------------


def of_trainer(membership_id: int) -> Sequence[tuple[Cohort, Figures]]:
    """The cohorts that name this trainer, with their figures. One statement."""
    return _read(_with_figures(membership_id).order_by(Cohort.name, Cohort.id))


def find_for_trainer(membership_id: int, public_id: str) -> tuple[Cohort, Figures] | None:
    """One of them."""
    found = _read(_with_figures(membership_id).where(Cohort.public_id == public_id))
    return found[0] if found else None


def _with_figures(membership_id: int) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Cohort,
            _counted("enrolled"),
            _listed(Enrolment.modules_stuck > 0),
            _listed(_is_idle()),
            _counted("earned") - _counted("certified"),
            _counted("certified"),
        )
        .join(CohortTrainer, CohortTrainer.cohort_id == Cohort.id)
        .where(CohortTrainer.membership_id == membership_id)
    )


def _counted(what: str) -> ColumnElement[int]:
    """What the journey counted up."""
    counted = select(CohortCount.n).where(
        CohortCount.cohort_id == Cohort.id, CohortCount.what == what, CohortCount.key == ""
    )
    return func.coalesce(counted.correlate(Cohort).scalar_subquery(), 0)


def _listed(condition: ColumnElement[bool]) -> ColumnElement[int]:
    """How many of a cohort's people that is, up to COUNTED_TO; an index says who they are."""
    some = (
        select(Enrolment.id)
        .where(Enrolment.cohort_id == Cohort.id, Enrolment.ended_at.is_(None), condition)
        .limit(COUNTED_TO)
        .correlate(Cohort)
        .subquery()
    )
    return select(func.count()).select_from(some).scalar_subquery()


def _read(query: Select[*tuple[Any, ...]]) -> list[tuple[Cohort, Figures]]:
    return [(cohort, Figures(*figures)) for cohort, *figures in session.execute(query)]


# ---- people ---------------------------------------------------------------------------------------------------------


def people(cohort_id: int, *, show: str = "all", after: str | None = None, size: int = 50) -> list[Person]:
    """One page of a cohort's people: by name; the idle ones by how long they have been away.

    `after`: public id of the row before it. Raises Missing where that is nobody of this cohort.
    """
    place = (_last_here(), Enrolment.id) if show == "idle" else (Enrolment.sort_name, Enrolment.id)
    query = _people().where(Enrolment.cohort_id == cohort_id, _shown(show)).order_by(*place).limit(size)
    if after is not None:
        query = query.where(tuple_(*place) > tuple_(*_place_of(cohort_id, after, place)))
    return [_person(row) for row in session.execute(query)]


def person(cohort_id: int, public_id: str) -> tuple[Enrolment, Person] | None:
    """One person of a cohort."""
    row = session.execute(
        _people().add_columns(Enrolment).where(Enrolment.cohort_id == cohort_id, Enrolment.public_id == public_id)
    ).first()
    return (row.Enrolment, _person(row)) if row else None


def who_could_use_a_hand(cohort_ids: Sequence[int], *, size: int = 8) -> list[Person]:
    """The stuck of these cohorts, then the idle; of each, who was away longest first. One statement."""
    some = [
        select(
            select(Enrolment.id)
            .where(Enrolment.cohort_id.in_(cohort_ids), Enrolment.ended_at.is_(None), condition)
            .order_by(_last_here(), Enrolment.id)
            .limit(size)
            .subquery()
            .c.id
        )
        for condition in (Enrolment.modules_stuck > 0, _is_idle())
    ]
    place = ((Enrolment.modules_stuck > 0).desc(), _last_here(), Enrolment.id)
    query = _people().where(Enrolment.id.in_(union_all(*some))).order_by(*place).limit(size)
    return [_person(row) for row in session.execute(query)]


def _people() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Enrolment.id,
            Enrolment.public_id,
            Enrolment.cohort_id,
            Enrolment.release_id,
            Account.name,
            Account.email,
            Enrolment.enrolled_at,
            Enrolment.last_active_at,
            Enrolment.modules_stuck,
            Certificate.state,
        )
        .join(Membership, Membership.id == Enrolment.membership_id)
        .join(Account, Account.id == Membership.account_id)
        .outerjoin(Certificate, _of_enrolment())
        .where(Enrolment.ended_at.is_(None))
    )


def _shown(show: str) -> ColumnElement[bool]:
    conditions: dict[str, ColumnElement[bool]] = {
        "stuck": Enrolment.modules_stuck > 0,
        "idle": _is_idle(),
        "ready": Certificate.state == "earned",
        "certified": Certificate.state != "earned",
    }
    return conditions.get(show, Enrolment.id.is_not(None))


def _place_of(cohort_id: int, public_id: str, place: tuple[Any, ...]) -> tuple[Any, ...]:
    found = session.execute(select(*place).where(Enrolment.cohort_id == cohort_id, Enrolment.public_id == public_id)).first()
    if found is None:
        raise Missing(public_id)
    return tuple(found)


def _person(row: Any) -> Person:
    return Person(
        id=row.id,
        public_id=row.public_id,
        cohort_id=row.cohort_id,
        release_id=row.release_id,
        name=row.name,
        email=row.email,
        enrolled_at=row.enrolled_at,
        last_active_at=row.last_active_at,
        is_stuck=row.modules_stuck > 0,
        is_idle=row.state is None and (row.last_active_at or row.enrolled_at) < _idle_since(),
        certificate=row.state,
    )
