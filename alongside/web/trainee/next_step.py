"""The one next step of a person in a course: what it is, how long it takes, and the button that leads there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import url_for

from alongside.catalogue import shelf
from alongside.certification import certificates, verification
from alongside.content.catalogue import Lesson, Module
from alongside.foundation.i18n import gettext as _
from alongside.foundation.i18n import ngettext
from alongside.journey import take_quiz
from alongside.learning import progress
from alongside.learning.models import LessonProgress
from alongside.web.trainee import words
from alongside.web.trainee.taking import Taking, has_safety


@dataclass(frozen=True)
class Step:
    """`begins`: the button sends a form, because it begins something."""

    title: str
    words: str = ""
    takes: str = ""
    button: str = ""
    url: str = ""
    begins: bool = False


def next_step(taking: Taking, *, paused: bool) -> Step:
    stop = taking.now
    if stop is None:
        return _after_all(taking)
    row = stop.progress
    if row and row.lessons_done >= len(stop.module.lessons) and stop.module.quiz:
        return _quiz(taking, stop.module, paused=paused)
    read = progress.lessons(taking.enrolment.id, stop.module.id) if row else {}
    done = {name for name, one in read.items() if one.done_at}
    step = progress.next_step(taking.stops, {stop.module.id: done})
    if step.lesson is None:
        return _quiz(taking, stop.module, paused=paused)
    return _lesson(taking, stop.module, step.lesson, read.get(step.lesson.id))


def _lesson(taking: Taking, module: Module, lesson: Lesson, row: LessonProgress | None) -> Step:
    where = _(
        "Module %(module)s, lesson %(number)s of %(all)s.",
        module=taking.number_of(module), number=lesson.number, all=len(module.lessons),
    )  # fmt: skip
    position = row.position if row else ""
    if position:
        html = shelf.html(taking.enrolment.release_id, "lesson", f"{module.id}/{lesson.id}")
        heading = words.stopped_at(html, position)
        where += " " + (_("You stopped at “%(heading)s”.", heading=heading) if heading else _("You have begun it."))
    return Step(
        lesson.title,
        where,
        ngettext("about %(num)s minute", "about %(num)s minutes", lesson.minutes),
        _("Go on reading") if position else _("Begin reading"),
        url_for("trainee.lesson", public_id=taking.enrolment.public_id, module_id=module.id, lesson_id=lesson.id),
    )


def _quiz(taking: Taking, module: Module, *, paused: bool) -> Step:
    here: dict[str, Any] = {"public_id": taking.enrolment.public_id, "module_id": module.id}
    quiz = take_quiz.quiz_of(taking.enrolment, module)
    stands = take_quiz.standing(taking.enrolment, quiz, paused=paused)
    title = _("The quiz of “%(module)s”", module=module.title)
    begin = url_for("trainee.begin", **here)
    if stands.open is not None:
        return Step(title, _("You have begun it. What you answered is saved."), button=_("Go on with the quiz"), url=begin, begins=True)
    count = sum(one.count for one in quiz.draw)
    if not stands.may.allowed:
        return _meanwhile(taking, title, words.why_not(stands.may)) or Step(
            title, words.why_not(stands.may), button=_("Read the module again"), url=url_for("trainee.module", **here)
        )
    said = _("%(count)s questions; you need %(right)s right.", count=count, right=words.needed(quiz, count))
    said = " ".join([said, *words.warnings_of(quiz, has_safety=has_safety(taking.enrolment, quiz))])
    if stands.finished:
        return Step(title, said, button=_("Take it again"), url=begin, begins=True)
    return Step(title, _("You have read all lessons.") + " " + said, button=_("Begin the quiz"), url=begin, begins=True)


def _meanwhile(taking: Taking, title: str, why: str) -> Step | None:
    """While a quiz waits, another module that is open: somebody with few right may rather walk on than read again."""
    other = next((one.module for one in taking.stops if one.state == "open"), None)
    if other is None:
        return None
    url = url_for("trainee.module", public_id=taking.enrolment.public_id, module_id=other.id)
    return Step(title, why, button=_("Go on with “%(module)s”", module=other.title), url=url)


def _after_all(taking: Taking) -> Step:
    if taking.modules_are_done and taking.unsigned:
        it = taking.unsigned[0]
        url = url_for("trainee.agreement", public_id=taking.enrolment.public_id, agreement_id=it.id)
        return Step(
            _("Read and sign “%(agreement)s”", agreement=it.title),
            _("You have done all modules. This is what is left."),
            button=_("Read it"),
            url=url,
        )
    certificate = certificates.of_enrolment(taking.enrolment.id) if taking.is_earned else None
    if certificate is None:
        course = url_for("trainee.course", public_id=taking.enrolment.public_id)
        return Step(_("You have done all that is open"), _("What comes next is still being written."), button=_("See the course"), url=course)
    url = url_for("trainee.certificate", public_id=certificate.public_id)
    if certificate.state == "earned":
        return Step(
            _("You have done everything"),
            _("Your organization looks it over and then issues your certificate. You need not do anything."),
            button=_("See how it stands"),
            url=url,
        )
    state = verification.standing(certificate, certificates.current_edition(certificate.id))
    if state == "expired":
        return Step(_("Your certificate has run out"), _("Its last day is over. The page says whom you can ask."), button=_("See your certificate"), url=url)
    if state == "revoked":
        return Step(_("Your certificate was revoked"), _("The page says why, and whom you can ask."), button=_("See what happened"), url=url)
    return Step(_("Your certificate is ready"), taking.course.certificate.title, button=_("See your certificate"), url=url)
