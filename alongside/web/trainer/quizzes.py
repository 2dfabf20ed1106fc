"""The quizzes of the trainer's cohorts, and how the scores of one are spread."""

from __future__ import annotations

from typing import Any

from flask import render_template

from alongside.content.catalogue import Module, Quiz
from alongside.foundation.i18n import gettext as _
from alongside.foundation.i18n import ngettext
from alongside.foundation.missing import Missing
from alongside.organizations.models import Cohort
from alongside.reporting import cohorts, counts, syllabus
from alongside.reporting.syllabus import Subject
from alongside.web import identity
from alongside.web.trainer import finding, front, words


@front.get("/quizzes")
def quizzes() -> str:
    mine = [one for one, _figures in cohorts.of_trainer(identity.place().membership_id)]
    counted = counts.of_cohorts([one.id for one in mine], ("score", "passed")) if mine else {}
    taught = syllabus.of_cohorts(mine)
    return render_template("trainer/quizzes.html", cohorts=[(one, _quizzes(taught[one.id], counted[one.id])) for one in mine])


@front.get("/cohorts/<cohort_id>/quizzes/<quiz_id>")
def quiz(cohort_id: str, quiz_id: str) -> str:
    cohort, _figures = finding.my_cohort(cohort_id)
    module, found = _find(cohort, quiz_id)
    counted = counts.of_cohort(cohort.id)
    scores, passed = counts.scores(counted, quiz_id), counts.passed(counted, quiz_id)
    return render_template(
        "trainer/quiz.html",
        cohort=cohort,
        module=module,
        quiz=found,
        title=_title(sum(scores), passed),
        tries=sum(scores),
        passed=passed,
        buckets=[_bucket(band, n) for band, n in enumerate(scores)],
        mark=found.pass_mark / counts.BANDS,
    )


def _find(cohort: Cohort, quiz_id: str) -> tuple[Module, Quiz]:
    """A quiz that people of the cohort take."""
    for subject in syllabus.of_cohort(cohort):
        if subject.quiz and subject.quiz.id == quiz_id:
            return subject.module, subject.quiz
    raise Missing(quiz_id)


def _quizzes(subjects: list[Subject], counted: counts.Counts) -> list[dict[str, Any]]:
    return [{"module": one.module, "quiz": one.quiz, "says": _says(counted, one.quiz.id)} for one in subjects if one.quiz]


def _says(counted: counts.Counts, quiz_id: str) -> str:
    tries = sum(counts.scores(counted, quiz_id))
    if not tries:
        return _("Nobody has handed it in yet.")
    return ngettext(
        "Handed in once; %(passed)s passed.", "Handed in %(num)d times; %(passed)s passed.", tries,
        passed=words.number(counts.passed(counted, quiz_id)),
    )  # fmt: skip


def _title(tries: int, passed: int) -> str:
    if not tries:
        return _("Nobody has handed it in yet")
    if passed == tries:
        return _("Every try passed")
    return ngettext("%(num)d of %(tries)d tries passed", "%(num)d of %(tries)d tries passed", passed, tries=tries)


def _bucket(band: int, n: int) -> dict[str, Any]:
    """All in one colour: points alone do not say whether a try passed, a safety question may not be right."""
    low = band * counts.BANDS
    high = 100 if band == counts.BANDS - 1 else low + counts.BANDS - 1
    return {"label": f"{low}–{high}", "count": n, "kind": "fill"}
