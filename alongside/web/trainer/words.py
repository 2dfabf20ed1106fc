"""What the figures mean, in sentences."""

from __future__ import annotations

from collections.abc import Mapping

from alongside.certification.decision import Unmet
from alongside.content.catalogue import Catalogue
from alongside.foundation.i18n import gettext as _
from alongside.foundation.i18n import ngettext
from alongside.learning import progress
from alongside.learning.models import ModuleProgress
from alongside.reporting.cohorts import COUNTED_TO, Figures, Person
from alongside.web import pages


def number(n: int, *, first: bool = False) -> str:
    """Small numbers as words, as one says them. `first`: at the beginning of a sentence."""
    small = (
        _("no"), _("one"), _("two"), _("three"), _("four"), _("five"), _("six"), _("seven"), _("eight"), _("nine"),
        _("ten"), _("eleven"), _("twelve"),
    )  # fmt: skip
    word = small[n] if n < len(small) else _("%(n)d or more", n=n) if n == COUNTED_TO else str(n)
    return word[:1].upper() + word[1:] if first else word


def stuck(n: int) -> str:
    if not n:
        return _("Nobody is stuck at a quiz")
    return ngettext("%(number)s person is stuck at a quiz", "%(number)s people are stuck at a quiz", n, number=number(n, first=True))


def idle(n: int) -> str:
    if not n:
        return _("Nobody has been away for a week")
    return ngettext(
        "%(number)s person has not been here for a week", "%(number)s people have not been here for a week", n,
        number=number(n, first=True),
    )  # fmt: skip


def ready(n: int) -> str:
    if not n:
        return _("Nobody is ready for a certificate now")
    return ngettext(
        "%(number)s person is ready for a certificate", "%(number)s people are ready for a certificate", n,
        number=number(n, first=True),
    )  # fmt: skip


def certified(n: int) -> str:
    if not n:
        return _("Nobody has a certificate yet")
    return ngettext("%(number)s person has a certificate", "%(number)s people have a certificate", n, number=number(n, first=True))


def answer(figures: Figures) -> str:
    """How a cohort is doing, in one sentence: first what asks for a person."""
    if not figures.enrolled:
        return _("Nobody is enrolled yet")
    if figures.stuck:
        return stuck(figures.stuck)
    if figures.idle:
        return idle(figures.idle)
    if figures.ready:
        return ready(figures.ready)
    if figures.certified >= figures.enrolled:
        return _("Everybody has a certificate")
    return _("Everybody is on their way")


def reasons(who: Person, rows: Mapping[str, ModuleProgress], content: Catalogue) -> str:
    """Why somebody could use a hand; empty where nothing says so."""
    said = [_stuck_at(row, content) for row in rows.values() if row.is_stuck and not row.is_done]
    if who.is_idle:
        said.append(_away(who, progress.current(rows), content))
    return " ".join(said)


def _stuck_at(row: ModuleProgress, content: Catalogue) -> str:
    values = {"module": _title(row.module, content), "tries": number(row.attempts), "best": row.best_percent or 0}
    if lacks_safety(row, content):
        return _("%(module)s: %(tries)s tries at the quiz. Best %(best)s of 100, enough points, but a safety question is not yet right.", **values)
    return _("%(module)s: %(tries)s tries at the quiz, best %(best)s of 100.", **values)


def lacks_safety(row: ModuleProgress, content: Catalogue) -> bool:
    """Enough points in the quiz, and not passed: then a safety question is not yet right."""
    module = content.modules.get(row.module)
    quiz = content.quizzes.get(module.quiz) if module and module.quiz else None
    return row.quiz_passed_at is None and quiz is not None and (row.best_percent or 0) >= quiz.pass_mark


def _away(who: Person, row: ModuleProgress | None, content: Catalogue) -> str:
    if who.last_active_at is None:
        return _("Enrolled on %(date)s, and not here yet.", date=pages.date(who.enrolled_at))
    if row is None:
        return _("Between two modules; last here on %(date)s.", date=pages.date(who.last_active_at))
    return _("In the middle of %(module)s; last here on %(date)s.", module=_title(row.module, content), date=pages.date(who.last_active_at))


def missing(unmet: Unmet, content: Catalogue) -> str:
    """One thing that is missing for a certificate."""
    if unmet.code == "agreement":
        return _("“%(agreement)s” is not signed yet.", agreement=content.agreements[unmet.values["agreement"]].title)
    values = {**unmet.values, "module": _title(unmet.values["module"], content)}
    if unmet.code == "module":
        return _("%(module)s is not begun yet.", module=values["module"])
    if unmet.code == "lessons":
        return ngettext(
            "%(module)s: one lesson is still to read.", "%(module)s: %(left)s lessons are still to read.", values["left"],
            module=values["module"], left=number(values["left"]),
        )  # fmt: skip
    if values["best"] is None:
        return _("%(module)s: the quiz is not handed in yet.", module=values["module"])
    if values["best"] >= values["pass_mark"]:
        return _("%(module)s: enough points (best %(best)s of 100), but a safety question is not yet right.",
                 module=values["module"], best=values["best"])  # fmt: skip
    return _("%(module)s: the quiz is not passed yet. Best %(best)s of 100; %(mark)s is enough.",
             module=values["module"], best=values["best"], mark=values["pass_mark"])  # fmt: skip


def _title(module: str, content: Catalogue) -> str:
    found = content.modules.get(module)
    return found.title if found else module
