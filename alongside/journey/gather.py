"""Gather: a cohort is made or changed, and people are enrolled in it together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from alongside.foundation.audit import record
from alongside.journey import tags
from alongside.journey.enrol import enrol_several
from alongside.learning import enrolments
from alongside.organizations import cohorts, members
from alongside.organizations.models import Cohort, Membership


class CohortNameTaken(Exception):
    """There is a cohort of this name in the organization."""


class CohortHasPeople(Exception):
    """Its course is settled: somebody takes it already."""


def make_cohort(
    by: Membership,
    *,
    name: str,
    course: str,
    starts_on: date | None = None,
    ends_on: date | None = None,
    trainers: Sequence[Membership] = (),
) -> Cohort:
    """A new cohort with its trainers. Raises CohortNameTaken: so a double click makes no second one."""
    members.take_turn(by.organization_id)
    _refuse_a_second(by.organization_id, name)
    cohort = cohorts.create(by.organization, name=name, course=course, starts_on=starts_on, ends_on=ends_on)
    cohorts.set_trainers(cohort, trainers)
    _write_down(cohort, by)
    return cohort


def change_cohort(
    cohort: Cohort,
    *,
    by: Membership,
    name: str,
    course: str,
    starts_on: date | None,
    ends_on: date | None,
    trainers: Sequence[Membership],
) -> None:
    """Its name, days and trainers; its course only while nobody takes it. Saved as it was, nothing is written down.

    Raises CohortNameTaken, CohortHasPeople.
    """
    members.take_turn(cohort.organization_id)
    _refuse_a_second(cohort.organization_id, name, but=cohort)
    if course != cohort.course and enrolments.has_people(cohort.id):
        raise CohortHasPeople
    changed = (cohort.name, cohort.course, cohort.starts_on, cohort.ends_on) != (name, course, starts_on, ends_on)
    cohort.name, cohort.course, cohort.starts_on, cohort.ends_on = name, course, starts_on, ends_on
    if cohorts.set_trainers(cohort, trainers) or changed:
        _write_down(cohort, by)


def _refuse_a_second(organization_id: int, name: str, *, but: Cohort | None = None) -> None:
    there = cohorts.named(organization_id, name)
    if there is not None and there is not but:
        raise CohortNameTaken


def enrol_together(people: Iterable[Membership], cohort: Cohort, *, by: Membership) -> int:
    """Enrol them in the cohort's course; who takes it already stays where they are. Returns how many are new.

    Raises NoSuchCourse, NothingPublished.
    """
    return enrol_several(people, cohort, by=by.account.public_id)


def _write_down(cohort: Cohort, by: Membership) -> None:
    record(
        tags.COHORT_CHANGED, organization_id=cohort.organization_id, actor=by.account.public_id, subject=cohort.public_id
    )
