"""Enrol: a member takes a course, on the release that is live today."""

from __future__ import annotations

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
    release = releases.live()
    if release is None:
        raise NothingPublished
    if course not in shelf.outline(release.id).courses:
        raise NoSuchCourse(course)
    if not membership.is_trainee:
        members.add(membership.organization, membership.account, "trainee")
    enrolment, is_new = enrolments.enrol(membership, course=course, release_id=release.id, cohort=cohort)
    if is_new:
        count_up(membership.organization_id, enrolment.cohort_id, "enrolled")
        record(tags.ENROLMENT_ADDED, organization_id=membership.organization_id, actor=by, subject=enrolment.public_id)
    return enrolment
