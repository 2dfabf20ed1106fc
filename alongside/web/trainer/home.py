"""The trainer's home: who could use a hand, and the cohorts."""

from __future__ import annotations

from typing import Any

from flask import render_template

from alongside.foundation.i18n import gettext as _
from alongside.foundation.i18n import ngettext
from alongside.learning import progress
from alongside.organizations.models import Cohort
from alongside.reporting import cohorts
from alongside.web import identity
from alongside.web.trainer import finding, front, words

SHOWN = 8  # people who could use a hand, on this page


@front.get("")
def home() -> str:
    mine = cohorts.of_trainer(identity.place().membership_id)
    hands = _hands([one for one, _figures in mine])
    return render_template("trainer/home.html", title=_title(len(mine), len(hands)), hands=hands, cohorts=mine, answer=words.answer)


def _title(mine: int, waiting: int) -> str:
    if not mine:
        return _("No cohort names you yet")
    if not waiting:
        return _("Nobody is stuck")
    if waiting == SHOWN:
        return _("%(number)s people or more could use a hand", number=words.number(waiting, first=True))
    return ngettext(
        "%(number)s person could use a hand", "%(number)s people could use a hand", waiting,
        number=words.number(waiting, first=True),
    )  # fmt: skip


def _hands(mine: list[Cohort]) -> list[dict[str, Any]]:
    """Who could use a hand, and why, in all cohorts together."""
    by_id = {one.id: one for one in mine}
    people = cohorts.who_could_use_a_hand(list(by_id), size=SHOWN) if mine else []
    rows = progress.of_enrolments([one.id for one in people]) if people else {}
    return [
        {"who": one, "cohort": (cohort := by_id[one.cohort_id]), "why": words.reasons(one, rows[one.id], finding.content_of(cohort, [one]))}
        for one in people
    ]


