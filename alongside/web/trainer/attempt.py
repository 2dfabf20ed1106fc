"""One attempt as the person saw it: each question, the answer given, and what was right. Looking is written down.

While an attempt is open, nothing of its questions shows here: only how many are answered.
"""

from __future__ import annotations

from typing import Any

from flask import render_template

from alongside.assessment import attempts
from alongside.assessment.models import Attempt
from alongside.catalogue import shelf
from alongside.content.questions import registry
from alongside.foundation.i18n import gettext as _
from alongside.foundation.i18n import ngettext
from alongside.foundation.missing import Missing
from alongside.journey.take_quiz import shown_items
from alongside.reporting.cohorts import Person
from alongside.web.trainer import finding, front


@front.get("/cohorts/<cohort_id>/people/<person_id>/attempts/<public_id>")
def attempt(cohort_id: str, person_id: str, public_id: str) -> str:
    cohort, _figures = finding.my_cohort(cohort_id)
    enrolment, who = finding.my_trainee(cohort, person_id)
    found = attempts.find(enrolment.id, public_id)
    if found is None:
        raise Missing(public_id)
    given = {position: row.response for position, row in attempts.answers(found.id).items() if row.response is not None}
    return render_template(
        "trainer/attempt.html",
        cohort=cohort,
        enrolment=enrolment,
        who=who,
        attempt=found,
        quiz=shelf.outline(found.release_id).quizzes[found.quiz],
        title=_title(found, who),
        call_name=enrolment.membership.account.call_name,
        answered=len(given),
        reviews=_reviews(found, given) if found.is_finished else [],
    )


def _title(found: Attempt, who: Person) -> str:
    if not found.is_finished:
        return _("%(name)s is still answering", name=who.name)
    right, asked = _right(found), len(found.shown)
    return ngettext(
        "%(name)s got %(right)s of %(num)d question right", "%(name)s got %(right)s of %(num)d questions right", asked,
        name=who.name, right=right,
    )  # fmt: skip


def _right(found: Attempt) -> int:
    return sum(one >= 1 for one in found.current_grade.fractions) if found.current_grade else 0


def _reviews(found: Attempt, given: dict[int, Any]) -> list[dict[str, Any]]:
    """Each question with its number, the answer and what is said about it. First what is not yet right, safety before all."""
    items = zip(found.shown, shown_items(found), strict=True)
    reviews = [
        {"number": position + 1, "item": item, "review": registry.review(item, shown["order"], given.get(position))}
        for position, (shown, item) in enumerate(items)
    ]
    return sorted(reviews, key=lambda one: (one["review"]["fraction"] == 1, not one["item"].critical, one["number"]))
