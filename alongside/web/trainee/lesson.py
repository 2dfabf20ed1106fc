"""A lesson: read it, keep the place, be done with it. Some have a way round, which counts the same."""

from __future__ import annotations

import re
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from alongside.catalogue import shelf
from alongside.content.catalogue import Lesson, Module
from alongside.foundation.i18n import gettext as _
from alongside.foundation.missing import Missing
from alongside.journey import read_lesson
from alongside.learning import progress
from alongside.learning.models import LessonProgress
from alongside.web.trainee import front
from alongside.web.trainee.mine import my_enrolment
from alongside.web.trainee.module import is_read, lesson_steps

PLACE = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


@front.get("/courses/<public_id>/<module_id>/<lesson_id>")
def lesson(public_id: str, module_id: str, lesson_id: str) -> ResponseReturnValue:
    enrolment = my_enrolment(public_id)
    module = read_lesson.module_for(enrolment, module_id)
    it = find(module, lesson_id)
    shown, key = _way_through(module, it)
    content = shelf.outline(enrolment.release_id)
    read = progress.lessons(enrolment.id, module.id)
    return render_template(
        "trainee/lesson.html",
        enrolment=enrolment,
        course=content.courses[enrolment.course],
        module=module,
        lesson=it,
        shown=shown,
        html=shelf.html(enrolment.release_id, "lesson", key),
        terms=[content.glossary[one] for one in shown.terms if one in content.glossary],
        place=read[it.id].position if it.id in read else "",
        steps=lesson_steps(enrolment, module, read, here=it),
        before=module.lessons[it.number - 2] if it.number > 1 else None,
        onward=_onward(module, it, read),
    )


def find(module: Module, lesson_id: str) -> Lesson:
    """Raises Missing."""
    found = module.lesson(lesson_id)
    if found is None:
        raise Missing(lesson_id)
    return found


def _way_through(module: Module, it: Lesson) -> tuple[Lesson, str]:
    """The lesson itself, or its way round where that was asked for; and where its text is kept."""
    if request.args.get("way") != "round":
        return it, f"{module.id}/{it.id}"
    if it.way_round is None:
        raise Missing(it.id)
    return it.way_round, f"{module.id}/{it.id}/way-round"


def _onward(module: Module, it: Lesson, read: dict[str, LessonProgress]) -> str:
    """What the button at the end says."""
    was_read = is_read(it, read)
    if it.number < len(module.lessons):
        to = _("on to lesson %(number)s", number=it.number + 1)
    elif module.quiz and all(is_read(one, read) for one in module.lessons if one is not it):
        to = _("on to the quiz")
    else:
        to = _("back to the module")
    return to[0].upper() + to[1:] if was_read else _("Done, %(onward)s", onward=to)


@front.post("/courses/<public_id>/<module_id>/<lesson_id>/done")
def lesson_done(public_id: str, module_id: str, lesson_id: str) -> ResponseReturnValue:
    enrolment = my_enrolment(public_id)
    here: dict[str, Any] = {"public_id": public_id, "module_id": module_id}
    read_lesson.finish_lesson(enrolment, module_id, lesson_id)
    module = shelf.outline(enrolment.release_id).modules[module_id]
    it = find(module, lesson_id)
    if it.number < len(module.lessons):
        return redirect(url_for(".lesson", **here, lesson_id=module.lessons[it.number].id), 303)
    row = progress.of_enrolment(enrolment.id)[module_id]
    if row.is_done:
        flash(_("“%(module)s” is done.", module=module.title), "good")
    elif row.lessons_done == len(module.lessons):
        flash(_("You have read all lessons of this module."), "good")
    return redirect(url_for(".module", **here, _anchor="quiz" if module.quiz and not row.is_done else None), 303)


@front.post("/courses/<public_id>/<module_id>/<lesson_id>/position")
def position(public_id: str, module_id: str, lesson_id: str) -> ResponseReturnValue:
    sent = request.get_json(silent=True)
    place = sent.get("position") if isinstance(sent, dict) else None
    if not isinstance(place, str) or not PLACE.fullmatch(place):
        abort(422)
    read_lesson.keep_position(my_enrolment(public_id), module_id, lesson_id, place)
    return "", 204
