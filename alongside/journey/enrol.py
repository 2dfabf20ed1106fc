"""Enrol: a member takes a course, on the release that is live today."""

from __future__ import annotations

from collections.abc import Iterable

from alongside.catalogue import releases, shelf
from alongside.foundation.audit import record
from alongside.journey import tags
from alongside.learning import enrolments
from alongside.learning.models import Enrolment
from alongside.organizations import members
from alongside.organizations.models import Cohort, Membership
from alongside.reporting.counts import count_up


class NoSuchCourse(Exception):
    """The live release has no course of this id."""


class NothingPublished(Exception):
    """There is no release yet, so nobody can be enrolled."""


def enrol(membership: Membership, *, course: str, cohort: Cohort | None = None, by: str | None) -> Enrolment:
    """The member's enrolment; twice is once. Raises NoSuchCourse, NothingPublished."""
    enrolment, is_new = _enrol(membership, course, release_with(course), cohort, by)
    if is_new:
        count_up(membership.organization_id, enrolment.cohort_id, "enrolled")
    return enrolment


def enrol_several(people: Iterable[Membership], cohort: Cohort, *, by: str | None) -> int:
    """Enrol them in the cohort's course; who takes it already stays where they are. Returns how many are new.

    Raises NoSuchCourse, NothingPublished.
    """
    release_id = release_with(cohort.course)
    # In one order for everybody, so that two who enrol the same people at once wait for each other and never crosswise.
    chosen = sorted(set(people), key=lambda one: one.id)
    there = enrolments.takers([one.id for one in chosen], cohort.course)
    outcomes = [_enrol(one, cohort.course, release_id, cohort, by) for one in chosen if one.id not in there]
    new = sum(is_new for _enrolment, is_new in outcomes)
    if new:
        count_up(cohort.organization_id, cohort.id, "enrolled", by=new)
    return new


def release_with(course: str) -> int:
    """Id of the live release, if it has this course. Raises NoSuchCourse, NothingPublished."""
    release = releases.live()
    if release is None:
        raise NothingPublished
    if course not in shelf.outline(release.id).courses:
        raise NoSuchCourse(course)
    return release.id


def _enrol(
    membership: Membership, course: str, release_id: int, cohort: Cohort | None, by: str | None
) -> tuple[Enrolment, bool]:
    if not membership.is_trainee:
        members.add(membership.organization, membership.account, "trainee")
    enrolment, is_new = enrolments.enrol(membership, course=course, release_id=release_id, cohort=cohort)
    if is_new:
        record(
            tags.ENROLMENT_ADDED,
            organization_id=membership.organization_id,
            actor=by,
            subject=enrolment.public_id,
            person=membership.account.public_id,
        )
    return enrolment, is_new
