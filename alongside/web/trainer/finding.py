"""Look-ups of this front: all begin with the cohorts that name the trainer. What lies outside is a missing page.

That a trainer asked for people of their own organization whom they do not train is written down, with opaque ids only.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial

from flask import url_for

from alongside.assessment import attempts
from alongside.content.catalogue import Catalogue
from alongside.foundation.audit import Tag, record
from alongside.foundation.missing import Missing
from alongside.journey import tags
from alongside.learning import enrolments
from alongside.learning.models import Enrolment, ModuleProgress
from alongside.organizations import cohorts as all_cohorts
from alongside.organizations import members
from alongside.organizations.models import Cohort
from alongside.reporting import cohorts
from alongside.reporting.cohorts import Figures, Person
from alongside.web import identity
from alongside.web.afterwards import after_reading
from alongside.web.trainer import words


def my_cohort(public_id: str) -> tuple[Cohort, Figures]:
    found = cohorts.find_for_trainer(identity.place().membership_id, public_id)
    if found is None:
        _note_refusal(all_cohorts.find(identity.place().organization_id, public_id))
        raise Missing(public_id)
    return found


def my_trainee(cohort: Cohort, public_id: str) -> tuple[Enrolment, Person]:
    """Somebody of this cohort; that their record was looked at is written down."""
    found = cohorts.person(cohort.id, public_id)
    if found is None:
        _note_refusal(enrolments.find(identity.place().organization_id, public_id))
        raise Missing(public_id)
    write_down(tags.RECORD_READ, found[0])
    return found


def write_down(tag: Tag, subject: Enrolment | Cohort) -> None:
    after_reading(
        partial(
            _record,
            tag,
            subject,
            organization_id=identity.place().organization_id,
            actor=identity.person().public_id,
        )
    )


def _record(tag: Tag, subject: Enrolment | Cohort, *, organization_id: int, actor: str) -> None:
    person = members.person_of(subject.membership_id) if isinstance(subject, Enrolment) else None
    record(tag, organization_id=organization_id, actor=actor, subject=subject.public_id, person=person)


def _note_refusal(there: Enrolment | Cohort | None) -> None:
    if there is not None:
        write_down(tags.RECORD_REFUSED, there)


def tries_to_look_at(cohort: Cohort, who: Person, rows: Mapping[str, ModuleProgress], content: Catalogue) -> list[tuple[str, str]]:
    """Where points are enough and a safety question is not: (title of the quiz's module, address of the try)."""
    return tries_of(((cohort, who, rows, content),))[who.id]


def tries_of(people: Iterable[tuple[Cohort, Person, Mapping[str, ModuleProgress], Catalogue]]) -> dict[int, list[tuple[str, str]]]:
    """The same for several people, by the id of their enrolment. One statement, and none where nobody needs it."""
    found: dict[int, list[tuple[str, str]]] = {}
    wanted = []
    for cohort, who, rows, content in people:
        found[who.id] = []
        wanted += [(cohort, who, row, content) for row in rows.values() if row.is_stuck and words.lacks_safety(row, content)]
    missed = attempts.missed_safety([who.id for _cohort, who, _row, _content in wanted]) if wanted else {}
    for cohort, who, row, content in wanted:
        if attempt := missed.get((who.id, row.module)):
            url = url_for("trainer.attempt", cohort_id=cohort.public_id, person_id=who.public_id, public_id=attempt.public_id)
            found[who.id].append((content.modules[row.module].title, url))
    return found
