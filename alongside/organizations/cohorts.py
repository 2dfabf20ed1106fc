"""Cohorts: people who learn together. A trainer sees those that name them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import delete, select

from alongside.foundation.database import insert, session
from alongside.organizations.models import Cohort, CohortTrainer, Membership, Organization
from alongside.people.models import Account


def create(
    organization: Organization, *, name: str, course: str, starts_on: date | None = None, ends_on: date | None = None
) -> Cohort:
    cohort = Cohort(organization=organization, name=name, course=course, starts_on=starts_on, ends_on=ends_on)
    session.add(cohort)
    session.flush()
    return cohort


def find(organization_id: int, public_id: str) -> Cohort | None:
    return session.scalar(
        select(Cohort).where(Cohort.organization_id == organization_id, Cohort.public_id == public_id)
    )


def named(organization_id: int, name: str) -> Cohort | None:
    """A cohort of this name, whatever its capitals and spaces: the same one made twice, or another one."""
    return next((one for one in of_organization(organization_id) if _folded(one.name) == _folded(name)), None)


def _folded(name: str) -> str:
    """Compared here, not in the database: SQLite knows the capitals of English only."""
    return " ".join(name.casefold().split())


def name_of(organization_id: int, cohort_id: int) -> str:
    return session.scalar(select(Cohort.name).where(Cohort.organization_id == organization_id, Cohort.id == cohort_id)) or ""


def of_organization(organization_id: int) -> Sequence[Cohort]:
    return session.scalars(
        select(Cohort).where(Cohort.organization_id == organization_id).order_by(Cohort.name, Cohort.id)
    ).all()


def everywhere() -> Sequence[Cohort]:
    """The cohorts of all organizations: for whoever runs the site."""
    return session.scalars(select(Cohort).order_by(Cohort.id)).all()


def of_trainer(membership: Membership) -> Sequence[Cohort]:
    """The cohorts this trainer may see."""
    return session.scalars(
        select(Cohort)
        .join(CohortTrainer, CohortTrainer.cohort_id == Cohort.id)
        .where(CohortTrainer.membership_id == membership.id)
        .order_by(Cohort.name, Cohort.id)
    ).all()


def find_for_trainer(membership: Membership, public_id: str) -> Cohort | None:
    return session.scalar(
        select(Cohort)
        .join(CohortTrainer, CohortTrainer.cohort_id == Cohort.id)
        .where(CohortTrainer.membership_id == membership.id, Cohort.public_id == public_id)
    )


def trainers(cohort: Cohort) -> Sequence[Membership]:
    return session.scalars(
        select(Membership)
        .join(CohortTrainer, CohortTrainer.membership_id == Membership.id)
        .where(CohortTrainer.cohort_id == cohort.id, Membership.ended_at.is_(None))
        .order_by(Membership.id)
    ).all()


def trainer_names(cohort_ids: Sequence[int]) -> dict[int, list[str]]:
    """Who trains several cohorts: cohort id -> names. One statement."""
    found: dict[int, list[str]] = {one: [] for one in cohort_ids}
    for cohort_id, name in session.execute(
        select(CohortTrainer.cohort_id, Account.name)
        .join(Membership, Membership.id == CohortTrainer.membership_id)
        .join(Account, Account.id == Membership.account_id)
        .where(CohortTrainer.cohort_id.in_(cohort_ids), Membership.ended_at.is_(None))
        .order_by(Account.name)
    ):
        found[cohort_id].append(name)
    return found


def add_trainer(cohort: Cohort, membership: Membership) -> None:
    """Name one trainer more; twice is once."""
    session.execute(
        insert(CohortTrainer)
        .values(organization_id=cohort.organization_id, cohort_id=cohort.id, membership_id=membership.id)
        .on_conflict_do_nothing()
    )


def set_trainers(cohort: Cohort, memberships: Sequence[Membership]) -> bool:
    """These, and nobody else. Returns whether that changes anything: of two who save the same at once, only the first does."""
    session.execute(select(Cohort.id).where(Cohort.id == cohort.id).with_for_update(key_share=True))
    wanted = {one.id for one in memberships}
    if wanted == {one.id for one in trainers(cohort)}:
        return False
    session.execute(
        delete(CohortTrainer).where(CohortTrainer.cohort_id == cohort.id, CohortTrainer.membership_id.not_in(wanted))
    )
    for one in memberships:
        add_trainer(cohort, one)
    return True
