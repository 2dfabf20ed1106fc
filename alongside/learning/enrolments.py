"""Enrolments: who takes which course, found through what a person may see."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Row, and_, bindparam, func, select, tuple_, update
from sqlalchemy.exc import IntegrityError

from alongside.catalogue.models import Release
from alongside.foundation import clock
from alongside.foundation.database import session
from alongside.learning.models import Enrolment, Pause
from alongside.organizations.models import Cohort, Membership
from alongside.people.models import Account


def enrol(membership: Membership, *, course: str, release_id: int, cohort: Cohort | None) -> tuple[Enrolment, bool]:
    """The person's enrolment in the course, and whether it is new. Twice is once."""
    mine = select(Enrolment).where(
        Enrolment.membership_id == membership.id, Enrolment.course == course, Enrolment.cycle == 1
    )
    there = session.scalar(mine)
    if there is not None:
        return there, False
    enrolment = Enrolment(
        organization_id=membership.organization_id,
        membership=membership,
        cohort_id=cohort.id if cohort else None,
        course=course,
        release_id=release_id,
        sort_name=membership.account.sort_name,
    )
    try:
        with session.begin_nested():
            session.add(enrolment)
    except IntegrityError:
        there = session.scalar(mine)  # somebody enrolled the same person just now
        if there is None:
            raise  # or something else was wrong, and would be again
        return there, False
    return enrolment, True


def end(membership_id: int) -> Sequence[Enrolment]:
    """The person has left: they are on no list any more. Returns the enrolments that went on until now."""
    ended = _of_member_to_change(membership_id, Enrolment.ended_at.is_(None))
    for one in ended:
        one.ended_at = clock.now()
    return ended


def resume(membership_id: int) -> Sequence[Enrolment]:
    """The person has come back and goes on where they were. Returns the enrolments that had ended."""
    resumed = _of_member_to_change(membership_id, Enrolment.ended_at.is_not(None))
    for one in resumed:
        one.ended_at = None
    return resumed


def _of_member_to_change(membership_id: int, which: ColumnElement[bool]) -> Sequence[Enrolment]:
    """By cohort: those who count in several cohorts do it in one order."""
    return session.scalars(
        select(Enrolment)
        .where(Enrolment.membership_id == membership_id, which)
        .order_by(Enrolment.cohort_id, Enrolment.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).all()


def rename(account: Account) -> None:
    """Lists go by the person's new name."""
    theirs = select(Membership.id).where(Membership.account_id == account.id)
    session.execute(
        update(Enrolment)
        .where(Enrolment.membership_id.in_(theirs))
        .values(sort_name=account.sort_name)
        .execution_options(synchronize_session=False)
    )


def of_member(membership_id: int) -> Sequence[Enrolment]:
    """What a person takes in one organization, oldest first."""
    return session.scalars(
        select(Enrolment).where(Enrolment.membership_id == membership_id, Enrolment.ended_at.is_(None)).order_by(Enrolment.id)
    ).all()


def of_account(account_id: int) -> Sequence[Enrolment]:
    """What a person takes in all organizations they belong to now, oldest first."""
    return session.scalars(
        select(Enrolment)
        .join(Membership, Membership.id == Enrolment.membership_id)
        .where(Membership.account_id == account_id, Membership.ended_at.is_(None), Enrolment.ended_at.is_(None))
        .order_by(Enrolment.id)
    ).all()


# Asked by every page of a trainee: built once, which halves what they cost.
_with_pauses = (
    select(Enrolment, Pause.id)
    .outerjoin(Pause, and_(Pause.enrolment_id == Enrolment.id, Pause.ended_at.is_(None)))
    .where(Enrolment.membership_id == bindparam("membership_id"), Enrolment.ended_at.is_(None))
    .order_by(Enrolment.id)
)
_of_person = (
    select(Enrolment)
    .join(Membership, Membership.id == Enrolment.membership_id)
    .where(
        Enrolment.public_id == bindparam("public_id"),
        Enrolment.ended_at.is_(None),
        Membership.account_id == bindparam("account_id"),
        Membership.ended_at.is_(None),
    )
)


def with_pauses(membership_id: int) -> Sequence[tuple[Enrolment, bool]]:
    """What a person takes in one organization, oldest first, each with whether it is paused now. One statement."""
    rows = session.execute(_with_pauses, {"membership_id": membership_id})
    return [(enrolment, pause is not None) for enrolment, pause in rows]


def of_person(account_id: int, public_id: str) -> Enrolment | None:
    """An enrolment of this person, in an organization they belong to now."""
    return session.scalar(_of_person, {"account_id": account_id, "public_id": public_id})


def organization_of(account_id: int, public_id: str) -> int | None:
    """Which of this person's organizations an enrolment of theirs belongs to."""
    there = select(Enrolment.organization_id).join(Membership, Membership.id == Enrolment.membership_id)
    return session.scalar(there.where(Enrolment.public_id == public_id, Membership.account_id == account_id))


def of_cohort(
    cohort_id: int, *, after: tuple[str, int] | None = None, size: int = 50
) -> Sequence[tuple[Enrolment, str]]:
    """One page of a cohort's people with their names, by name. `after`: (sort_name, id) of the row before it."""
    query = (
        select(Enrolment, Account.name)
        .join(Membership, Membership.id == Enrolment.membership_id)
        .join(Account, Account.id == Membership.account_id)
        .where(Enrolment.cohort_id == cohort_id, Enrolment.ended_at.is_(None), Membership.ended_at.is_(None))
        .order_by(Enrolment.sort_name, Enrolment.id)
        .limit(size)
    )
    if after:
        # Compared as a pair: so the index is entered at this place, not read up to it.
        query = query.where(tuple_(Enrolment.sort_name, Enrolment.id) > after)
    return [(one, name) for one, name in session.execute(query)]


def releases_of(cohort_ids: Sequence[int]) -> dict[int, list[int]]:
    """Which releases the people of several cohorts are on, newest first: cohort id -> release ids. One statement."""
    found: dict[int, list[int]] = {one: [] for one in cohort_ids}
    somebody = select(Enrolment.id).where(
        Enrolment.cohort_id == Cohort.id, Enrolment.release_id == Release.id, Enrolment.ended_at.is_(None)
    )
    for cohort_id, release_id in session.execute(
        select(Cohort.id, Release.id)
        .join(Release, somebody.exists())
        .where(Cohort.id.in_(cohort_ids))
        .order_by(Release.id.desc())
    ):
        found[cohort_id].append(release_id)
    return found


def find_in_cohort(cohort_id: int, public_id: str) -> Enrolment | None:
    return session.scalar(
        select(Enrolment).where(Enrolment.cohort_id == cohort_id, Enrolment.public_id == public_id)
    )


def find(organization_id: int, public_id: str) -> Enrolment | None:
    return session.scalar(
        select(Enrolment).where(Enrolment.organization_id == organization_id, Enrolment.public_id == public_id)
    )


def takers(membership_ids: Sequence[int], course: str) -> set[int]:
    """Which of these members take the course already. One statement."""
    rows = select(Enrolment.membership_id).where(Enrolment.membership_id.in_(membership_ids), Enrolment.course == course)
    return set(session.scalars(rows))


def has_people(cohort_id: int) -> bool:
    """Has anybody ever been enrolled in this cohort?"""
    return session.scalar(select(Enrolment.id).where(Enrolment.cohort_id == cohort_id).limit(1)) is not None


def without_course(
    organization_id: int, course: str, *, words: str = "", after: tuple[str, int] | None = None, size: int = 50
) -> Sequence[Row[Membership, Account]]:
    """One page of trainees who do not take the course, by name. `after`: (sort_name, id) of the membership before it."""
    query = (
        select(Membership, Account)
        .join(Account, Account.id == Membership.account_id)
        .where(_may_take(organization_id, course))
        .order_by(Membership.sort_name, Membership.id)
        .limit(size)
    )
    if words:
        query = query.where(Membership.sort_name.contains(words.casefold(), autoescape=True))
    if after:
        query = query.where(tuple_(Membership.sort_name, Membership.id) > after)
    return session.execute(query).all()


def count_without_course(organization_id: int, course: str) -> int:
    """How many trainees do not take the course."""
    return session.scalar(select(func.count()).select_from(Membership).where(_may_take(organization_id, course))) or 0


def _may_take(organization_id: int, course: str) -> ColumnElement[bool]:
    """A trainee who is here now and does not take the course."""
    takes = select(Enrolment.id).where(Enrolment.membership_id == Membership.id, Enrolment.course == course)
    return and_(
        Membership.organization_id == organization_id,
        Membership.ended_at.is_(None),
        Membership.is_trainee,
        ~takes.exists(),
    )


def seen(enrolment: Enrolment) -> None:
    """The person did something in the course just now."""
    enrolment.last_active_at = clock.now()


def count_in_course(course: str) -> int:
    return session.scalar(select(func.count()).where(Enrolment.course == course)) or 0
