"""Home: one next step, and all the rest smaller."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from alongside.learning import enrolments, progress
from alongside.web.identity import person, place
from alongside.web.trainee import front, words
from alongside.web.trainee.next_step import next_step
from alongside.web.trainee.taking import Taking


@front.get("")
def home() -> ResponseReturnValue:
    mine = enrolments.with_pauses(place().membership_id)
    greeting = words.greeting(person().first_name)
    if not mine:
        return render_template("trainee/home_empty.html", greeting=greeting)
    rows = progress.of_enrolments([one.id for one, _ in mine])
    courses = [Taking(one, rows[one.id]) for one, _ in mine]
    first = _first(courses)
    paused = any(is_paused for _, is_paused in mine)
    return render_template(
        "trainee/home.html",
        greeting=greeting,
        taking=first,
        step=next_step(first, paused=paused),
        others=[one for one in courses if one is not first],
        paused=paused,
    )


def _first(courses: list[Taking]) -> Taking:
    """The course somebody was in last, as long as there is something to do in it."""
    going_on = [one for one in courses if one.now is not None] or courses
    return max(going_on, key=lambda one: one.enrolment.last_active_at or one.enrolment.enrolled_at)
