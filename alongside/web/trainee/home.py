"""Home: one next step, and all the rest smaller."""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from alongside.assessment import attempts
from alongside.learning import enrolments, progress
from alongside.web.identity import person, place
from alongside.web.trainee import front, words
from alongside.web.trainee.next_step import Step, next_step
from alongside.web.trainee.taking import Taking


@dataclass(frozen=True)
class Begun:
    """A quiz that waits for its last answers."""

    module: str
    answered: int
    questions: int
    url: str  # takes a form, and leads to the first question without an answer


@front.get("")
def home() -> ResponseReturnValue:
    mine = enrolments.with_pauses(place().membership_id)
    greeting = words.greeting(person().call_name)
    if not mine:
        return render_template("trainee/home_empty.html", greeting=greeting)
    rows = progress.of_enrolments([one.id for one, _ in mine])
    courses = [Taking(one, rows[one.id]) for one, _ in mine]
    first = _first(courses)
    paused = any(is_paused for _, is_paused in mine)
    step = next_step(first, paused=paused)
    return render_template(
        "trainee/home.html",
        greeting=greeting,
        taking=first,
        step=step,
        begun=[] if paused else _begun(courses, step),
        others=[one for one in courses if one is not first],
        paused=paused,
    )


def _begun(courses: list[Taking], step: Step) -> list[Begun]:
    """Quizzes in the middle of which somebody left, but for the one that is the next step anyway."""
    takings = {one.enrolment.id: one for one in courses}
    found = []
    for attempt, answered in attempts.begun(list(takings)):
        taking = takings[attempt.enrolment_id]
        url = url_for(".begin", public_id=taking.enrolment.public_id, module_id=attempt.module)
        if url != step.url:
            found.append(Begun(taking.content.modules[attempt.module].title, answered, len(attempt.shown), url))
    return found


def _first(courses: list[Taking]) -> Taking:
    """The course somebody was in last, as long as there is something to do in it."""
    going_on = [one for one in courses if one.now is not None] or courses
    return max(going_on, key=lambda one: one.enrolment.last_active_at or one.enrolment.enrolled_at)
