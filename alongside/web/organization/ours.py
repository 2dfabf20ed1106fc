"""What is ours: members, cohorts, invitations, certificates. A neighbour's is missing, in the same way as what never was."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from alongside.catalogue import releases, shelf
from alongside.certification import certificates
from alongside.certification.models import Certificate
from alongside.content.catalogue import Course
from alongside.foundation.missing import Missing
from alongside.organizations import cohorts, invitations, members
from alongside.organizations.models import Cohort, Invitation, Membership
from alongside.web.identity import place

Thing = TypeVar("Thing")


def _there(found: Thing | None) -> Thing:
    if found is None:
        raise Missing
    return found


def member(public_id: str) -> Membership:
    """Somebody who belongs here now. Raises Missing."""
    return _there(members.find(place().organization_id, public_id))


def several_members(public_ids: Sequence[str]) -> list[Membership]:
    """Each once. Raises Missing if one of them does not belong here now."""
    wanted = set(public_ids)
    found = members.find_several(place().organization_id, sorted(wanted)) if wanted else []
    if len(found) != len(wanted):
        raise Missing
    return list(found)


def cohort(public_id: str) -> Cohort:
    """Raises Missing."""
    return _there(cohorts.find(place().organization_id, public_id))


def invitation(public_id: str) -> Invitation:
    """Raises Missing."""
    return _there(invitations.find(place().organization_id, public_id))


def certificate(public_id: str) -> Certificate:
    """Also of somebody who has left. Raises Missing."""
    return _there(certificates.find(place().organization_id, public_id))


def courses() -> dict[str, Course]:
    """The courses of the live release; none while nothing is published."""
    release = releases.live_id()
    return dict(shelf.outline(release).courses) if release else {}


def module_titles() -> dict[str, str]:
    """What the modules of the live release are called today."""
    release = releases.live_id()
    return {one.id: one.title for one in shelf.outline(release).modules.values()} if release else {}


def course_title(course: str) -> str:
    """Its title today; its id, if the live release has it no more."""
    found = courses().get(course)
    return found.title if found else course
