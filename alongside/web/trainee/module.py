"""A module: what it is for, its lessons, its quiz and the rules of it, and how far it has been checked."""

from __future__ import annotations

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from alongside.catalogue import shelf
from alongside.content.catalogue import Lesson, Module
from alongside.foundation.i18n import gettext as _
from alongside.foundation.i18n import ngettext
from alongside.journey import take_quiz
from alongside.journey.read_lesson import module_for
from alongside.learning import progress
from alongside.learning.models import Enrolment, LessonProgress
from alongside.practice import runs
from alongside.web import pages
from alongside.web.trainee import front, words
from alongside.web.trainee.mine import my_enrolment
from alongside.web.trainee.page import pages_of
from alongside.web.trainee.taking import has_safety, taking


@front.get("/courses/<public_id>/<module_id>")
def module(public_id: str, module_id: str) -> ResponseReturnValue:
    enrolment = my_enrolment(public_id)
    it = module_for(enrolment, module_id)
    read = progress.lessons(enrolment.id, it.id)
    quiz = take_quiz.quiz_of(enrolment, it) if it.quiz else None
    runs_of = runs.of_module(enrolment.id, it.id) if it.scenarios else []
    stands = take_quiz.standing(enrolment, quiz) if quiz else None
    return render_template(
        "trainee/module.html",
        taking=taking(enrolment),
        module=it,
        hours=words.hours_of(it),
        questions_right=words.questions_right,
        html=shelf.html(enrolment.release_id, "module", it.id),
        steps=lesson_steps(enrolment, it, read),
        next_lesson=next((one for one in it.lessons if not is_read(one, read)), None),
        begun=bool(read),
        pages=pages_of(it),
        begun_conversations={run.scenario for run in runs_of if run.ended_at is None},
        practiced={run.scenario for run in runs_of if run.ended_at},
        quiz=quiz,
        stands=stands,
        rules=words.rules_of(quiz, has_safety=has_safety(enrolment, quiz)) if quiz else [],
        why_not=words.why_not(stands.may) if stands and not stands.may.allowed else "",
    )


def is_read(lesson: Lesson, read: dict[str, LessonProgress]) -> bool:
    return lesson.id in read and read[lesson.id].done_at is not None


def lesson_steps(
    enrolment: Enrolment, module: Module, read: dict[str, LessonProgress], *, here: Lesson | None = None
) -> list[dict[str, object]]:
    """The lessons as steps of a path; `here` is the one being read."""
    next_one = here or next((one for one in module.lessons if not is_read(one, read)), None)
    steps: list[dict[str, object]] = []
    for lesson in module.lessons:
        state = "now" if lesson is next_one else "done" if is_read(lesson, read) else "open"
        url = url_for(".lesson", public_id=enrolment.public_id, module_id=module.id, lesson_id=lesson.id)
        steps.append(
            {
                "number": lesson.number,
                "title": lesson.title,
                "url": "" if lesson is here else url,
                "note": _lesson_note(lesson, read.get(lesson.id), is_here=lesson is here),
                "state": state,
            }
        )
    return steps


def _lesson_note(lesson: Lesson, row: LessonProgress | None, *, is_here: bool) -> str:
    if is_here:
        return _("You are here")
    if row and row.done_at:
        return _("Read %(date)s", date=pages.date(row.done_at))
    return ngettext("%(num)s minute", "%(num)s minutes", lesson.minutes)
