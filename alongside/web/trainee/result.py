"""The result of an attempt: what was right, what was not and why, where to read again, and what comes next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from alongside.assessment import attempts
from alongside.assessment.models import Attempt, Grade
from alongside.content.catalogue import Catalogue, Item, Lesson, Module
from alongside.content.questions import registry
from alongside.foundation.i18n import gettext as _
from alongside.foundation.i18n import ngettext
from alongside.journey import take_quiz
from alongside.learning import pauses
from alongside.web.trainee import front, words
from alongside.web.trainee.mine import my_attempt
from alongside.web.trainee.next_step import Step, next_step
from alongside.web.trainee.taking import Taking, taking


@dataclass(frozen=True)
class Reviewed:
    """One question with its answer, its key and its reasons."""

    number: int
    item: Item
    review: dict[str, Any]
    fraction: float
    lesson: tuple[Module, Lesson] | None  # where it is taught

    @property
    def is_right(self) -> bool:
        return self.fraction == 1


@front.get("/attempts/<public_id>/result")
def result(public_id: str) -> ResponseReturnValue:
    attempt = my_attempt(public_id)
    grade = attempt.current_grade
    if not attempt.is_finished or grade is None:
        return redirect(url_for(".question", public_id=public_id, position=1))
    here = taking(attempt.enrolment)
    reviewed = review(attempt, grade, here.content)
    quiz = here.content.quizzes[attempt.quiz]
    return render_template(
        "trainee/result.html",
        attempt=attempt,
        grade=grade,
        taking=here,
        module=here.content.modules[attempt.module],
        heading=heading(reviewed, grade),
        needed=words.needed(quiz, len(reviewed)),
        score=words.questions_right(grade.percent, quiz),
        name=here.enrolment.membership.account.call_name if here.is_earned else "",
        quiz=quiz,
        step=_what_next(attempt, grade, here),
        not_yet=sorted((one for one in reviewed if not one.is_right), key=lambda one: (not one.item.critical, one.number)),
        right=[one for one in reviewed if one.is_right],
    )


def review(attempt: Attempt, grade: Grade, content: Catalogue) -> list[Reviewed]:
    given = {place: row.response for place, row in attempts.answers(attempt.id).items()}
    found = []
    for place, item in enumerate(take_quiz.shown_items(attempt)):
        shown = attempt.shown[place]
        found.append(
            Reviewed(
                place + 1,
                item,
                registry.review(item, shown["order"], given.get(place)),
                grade.fractions[place],
                _taught_in(item, shown["bank"], attempt, content),
            )
        )
    return found


def _taught_in(item: Item, bank: str, attempt: Attempt, content: Catalogue) -> tuple[Module, Lesson] | None:
    """The lesson an item names, or the first one with its objective, in the module its bank belongs to."""
    module = next((one for one in content.modules.values() if one.quiz == bank), content.modules[attempt.module])
    lesson = module.lesson(item.lesson) if item.lesson else None
    lesson = lesson or next((one for one in module.lessons if item.objective in one.objectives), None)
    return (module, lesson) if lesson else None


def heading(reviewed: list[Reviewed], grade: Grade) -> str:
    """The answer first: how many are right, and whether that is enough."""
    right = _("%(right)s of %(all)s right.", right=sum(one.is_right for one in reviewed), all=len(reviewed))
    if grade.passed:
        return right + " " + _("You passed.")
    if grade.critical_missed:
        missed = ngettext(
            "One safety question is not yet right.", "%(num)s safety questions are not yet right.", grade.critical_missed
        )
        return f"{right} {missed}"
    return right + " " + _("Not yet enough.")


def _what_next(attempt: Attempt, grade: Grade, here: Taking) -> Step:
    paused = pauses.is_on(attempt.enrolment_id)
    if grade.passed or here.rows[attempt.module].quiz_passed_at:
        return next_step(here, paused=paused)
    module = here.content.modules[attempt.module]
    may = take_quiz.standing(attempt.enrolment, here.content.quizzes[attempt.quiz], paused=paused).may
    where: dict[str, Any] = {"public_id": attempt.enrolment.public_id, "module_id": module.id}
    if may.allowed:
        return Step(_("Read the notes, then try again"), button=_("Take it again"), url=url_for(".begin", **where), begins=True)
    return Step(_("Read the notes below"), words.why_not(may), button=_("Read the module again"), url=url_for(".module", **where))
