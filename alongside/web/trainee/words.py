"""Sentences for codes and values: hours, why a quiz is not open, what a certificate still waits for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import Any

import flask_babel
from flask import url_for

from alongside.assessment.rules import MayBegin
from alongside.certification.decision import Unmet
from alongside.content.catalogue import Agreement, Module, Quiz
from alongside.foundation import clock
from alongside.foundation.i18n import gettext as _
from alongside.foundation.i18n import ngettext
from alongside.learning.models import Enrolment
from alongside.web import pages

_HEADING = re.compile(r'<h[2-6][^>]*\bid="p-(\d+)"[^>]*>(.*?)</h[2-6]>', re.DOTALL)
_TAG = re.compile(r"<[^>]+>")


def greeting(name: str) -> str:
    """By the clock of the organization."""
    hour = clock.now().astimezone(pages.zone()).hour
    if 4 <= hour < 12:
        return _("Good morning, %(name)s", name=name)
    if 12 <= hour < 18:
        return _("Good afternoon, %(name)s", name=name)
    return _("Good evening, %(name)s", name=name)


def number(value: float) -> str:
    """5, not 5.0; 2.5 as the language writes it."""
    return str(flask_babel.format_decimal(value))


def hours_of(module: Module) -> str:
    """ "5 hours, 3 of them live"; of a module without hours, how long it takes to read """
    if not module.hours.total:
        return ngettext("%(num)s minute", "%(num)s minutes", sum(one.minutes for one in module.lessons))
    total = _("1 hour") if module.hours.total == 1 else _("%(hours)s hours", hours=number(module.hours.total))
    if not module.hours.live:
        return total
    return _("%(total)s, %(live)s of them live", total=total, live=number(module.hours.live))


def stopped_at(html: str, position: str) -> str:
    """The heading above the paragraph where somebody stopped, or nothing."""
    if not position.startswith("p-") or not position[2:].isdigit():
        return ""
    above = [words for place, words in _HEADING.findall(html) if int(place) <= int(position[2:])]
    return unescape(_TAG.sub("", above[-1])).strip() if above else ""


def needed(quiz: Quiz, questions: int) -> int:
    """How many of the questions must be right."""
    return -(-quiz.pass_mark * questions // 100)


def questions_right(percent: int, quiz: Quiz) -> str:
    """ "8 of 10 questions": a score in the unit in which the mark is told. Half-right questions count in part."""
    count = sum(one.count for one in quiz.draw)
    right = percent * count / 100
    near = round(right)
    return _("%(right)s of %(all)s questions", right=number(near if abs(right - near) <= count / 100 else round(right, 1)), all=count)


def rules_of(quiz: Quiz, *, has_safety: bool) -> list[str]:
    """What a person should know before the first question."""
    count = sum(one.count for one in quiz.draw)
    said = [
        ngettext("%(num)s question.", "%(num)s questions, one a page.", count),
        _("You need %(right)s of %(all)s right.", right=needed(quiz, count), all=count),
    ]
    if has_safety:
        said.append(_safety())
    said.append(
        ngettext("You can take it %(num)s time.", "You can take it %(num)s times.", quiz.attempts)
        if quiz.attempts
        else _("You can take it as often as you like.")
    )
    return [*said, *_waits(quiz), _("There is no time limit. You may stop and go on from another phone.")]


def warnings_of(quiz: Quiz, *, has_safety: bool) -> list[str]:
    """The rules that nobody should meet only afterwards, for whoever begins from the home page."""
    return [*([_safety()] if has_safety else []), *_waits(quiz), _("There is no time limit.")]


def _safety() -> str:
    return _("Safety questions must all be right, because a life may depend on them.")


def _waits(quiz: Quiz) -> list[str]:
    if not quiz.wait_hours:
        return []
    return [_("After each time there is a wait of %(wait)s, so that you can read again.", wait=wait_of(quiz))]


def wait_of(quiz: Quiz) -> str:
    return _("1 hour") if quiz.wait_hours == 1 else _("%(hours)s hours", hours=number(quiz.wait_hours))


def why_not(why: MayBegin) -> str:
    """Why a quiz cannot be begun now."""
    if why.reason == "wait":
        return _("You can take the quiz again from %(when)s. Until then you can read.", when=pages.moment(why.opens_at))
    if why.reason == "paused":
        return _("You are paused. The quiz waits until you go on.")
    return _("You have used all your tries. Ask your trainer what comes next.")


@dataclass(frozen=True)
class Missing:
    """One thing that is missing, said to the person who can do it."""

    title: str
    note: str = ""
    link: str = ""
    url: str = ""


def _quiz_note(unmet: Unmet, quiz: Quiz) -> str:
    best, count = unmet.values["best"], sum(one.count for one in quiz.draw)
    if best is None:
        return _("You need %(right)s of %(all)s questions.", right=needed(quiz, count), all=count)
    if best >= unmet.values["pass_mark"]:
        return _("Your best is %(best)s, and a safety question is not yet right.", best=questions_right(best, quiz))
    return _("Your best is %(best)s; you need %(right)s.", best=questions_right(best, quiz), right=needed(quiz, count))


def unsigned(agreement: Agreement, enrolment: Enrolment) -> Missing:
    """An agreement that is not signed yet."""
    url = url_for("trainee.agreement", public_id=enrolment.public_id, agreement_id=agreement.id)
    return Missing(_("Read and sign “%(agreement)s”", agreement=agreement.title), link=_("Read it"), url=url)


def missing(
    unmet: Unmet, module: Module, enrolment: Enrolment, *, quiz: Quiz | None, waits_for: tuple[Module, ...] = ()
) -> Missing:
    """A sentence for a code of the decision, with the way to it."""
    here: dict[str, Any] = {"public_id": enrolment.public_id, "module_id": module.id}
    if module.status == "coming":
        return Missing(_("“%(module)s”", module=module.title), _("This module is still being written."))
    if waits_for:
        note = _("Opens when “%(module)s” is done.", module=waits_for[0].title)
        if len(waits_for) > 1:
            note = _("Opens when %(count)s other modules are done.", count=number(len(waits_for)))
        return Missing(_("Do the module “%(module)s”", module=module.title), note)
    if unmet.code == "lessons":
        title = ngettext(
            "Read %(num)s more lesson of “%(module)s”", "Read %(num)s more lessons of “%(module)s”",
            unmet.values["left"], module=module.title,
        )  # fmt: skip
        return Missing(title, link=_("Go on reading"), url=url_for("trainee.module", **here))
    if unmet.code == "quiz":
        url = url_for("trainee.module", **here, _anchor="quiz")
        return Missing(_("Pass the quiz of “%(module)s”", module=module.title), _quiz_note(unmet, quiz) if quiz else "", _("Go to the quiz"), url)
    return Missing(
        _("Do the module “%(module)s”", module=module.title), hours_of(module), _("Begin"), url_for("trainee.module", **here)
    )
