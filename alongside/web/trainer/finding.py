"""Look-ups of this front: all begin with the cohorts that name the trainer. What lies outside is a missing page.

That a trainer asked for people of their own organization whom they do not train is written down, with opaque ids only.
"""

from __future__ import annotations

from functools import partial

from alongside.catalogue import releases, shelf
from alongside.content.catalogue import Catalogue, Module
from alongside.foundation.audit import Tag, record
from alongside.journey import tags
from alongside.learning import enrolments
from alongside.learning.models import Enrolment
from alongside.organizations import cohorts as all_cohorts
from alongside.organizations.models import Cohort
from alongside.reporting import cohorts
from alongside.reporting.cohorts import Figures, Person
from alongside.web import identity
from alongside.web.afterwards import after_reading


def my_cohort(public_id: str) -> tuple[Cohort, Figures]:
    found = cohorts.find_for_trainer(identity.place().membership_id, public_id)
    if found is None:
        _note_refusal(all_cohorts.find(identity.place().organization_id, public_id))
        raise LookupError(public_id)
    return found


def my_trainee(cohort: Cohort, public_id: str) -> tuple[Enrolment, Person]:
    """Somebody of this cohort; that their record was looked at is written down."""
    found = cohorts.person(cohort.id, public_id)
    if found is None:
        _note_refusal(enrolments.find(identity.place().organization_id, public_id))
        raise LookupError(public_id)
    write_down(tags.RECORD_READ, found[0])
    return found


def write_down(tag: Tag, subject: Enrolment | Cohort) -> None:
    after_reading(
        partial(
            record,
            tag,
            organization_id=identity.place().organization_id,
            actor=identity.person().public_id,
            subject=subject.public_id,
        )
    )


def _note_refusal(there: Enrolment | Cohort | None) -> None:
    if there is not None:
        write_down(tags.RECORD_REFUSED, there)


def content_of(cohort: Cohort, people: list[Person] | None = None) -> Catalogue:
    """What a cohort learns from: the live release; where the course has gone from it, the one its people are on."""
    live = releases.live_id()
    content = shelf.outline(live) if live else Catalogue()
    if cohort.course not in content.courses and people:
        return shelf.outline(people[0].release_id)
    return content


def modules_of(cohort: Cohort, content: Catalogue) -> list[Module]:
    """The modules of the cohort's course that can be taken, in the author's order."""
    course = content.courses.get(cohort.course)
    every = [content.modules[one] for one in course.modules] if course else []
    return [one for one in every if one.status != "coming"]
