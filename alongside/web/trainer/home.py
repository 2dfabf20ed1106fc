"""The trainer's home: who could use a hand, and the cohorts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import render_template, request, url_for

from alongside.foundation.i18n import gettext as _
from alongside.foundation.i18n import ngettext
from alongside.learning import progress
from alongside.organizations.models import Cohort
from alongside.reporting import cohorts, syllabus
from alongside.reporting.cohorts import Person
from alongside.web import identity
from alongside.web.trainer import finding, front, words

SHOWN = 8  # people who could use a hand, on this page


@front.get("")
def home() -> str:
    mine = cohorts.of_trainer(identity.place().membership_id)
    by_id = {one.id: one for one, _figures in mine}
    waiting = cohorts.who_could_use_a_hand(list(by_id), size=cohorts.COUNTED_TO) if mine else []
    shown = waiting if "all" in request.args else waiting[:SHOWN]
    return render_template(
        "trainer/home.html",
        title=_title(len(mine), len(waiting)),
        hands=_hands(shown, by_id),
        more=url_for(".home", all=1) if len(shown) < len(waiting) else None,
        waiting=len(waiting),
        cohorts=mine,
        answer=words.answer,
    )


def _title(mine: int, waiting: int) -> str:
    if not mine:
        return _("No cohort names you yet")
    if not waiting:
        return _("Nobody is stuck or away")
    return ngettext(
        "%(number)s person could use a hand", "%(number)s people could use a hand", waiting,
        number=words.number(waiting, first=True),
    )  # fmt: skip


def _hands(people: list[Person], by_id: Mapping[int, Cohort]) -> list[dict[str, Any]]:
    """Who could use a hand, and why."""
    rows = progress.of_enrolments([one.id for one in people]) if people else {}
    contents = syllabus.contents(one.release_id for one in people)
    known = [(by_id[one.cohort_id], one, rows[one.id], contents[one.release_id]) for one in people]
    tries = finding.tries_of(known)
    return [
        {"who": who, "cohort": cohort, "why": words.reasons(who, mine, content), "tries": tries[who.id]}
        for cohort, who, mine, content in known
    ]
