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
    said = [
        _("%(module)s: %(tries)s tries at the quiz, best %(best)s of 100.",
          module=_title(row.module, content), tries=number(row.attempts), best=row.best_percent or 0)
        for row in rows.values()
        if row.is_stuck and not row.is_done
    ]  # fmt: skip
    if who.is_idle:
        row = progress.current(rows)
        module = _title(row.module, content) if row else ""
        said.append(_("In the middle of %(module)s; last here on %(date)s.", module=module, date=pages.date(who.last_active_at)))
    return " ".join(said)


def missing(unmet: Unmet, content: Catalogue) -> str:
    """One thing that is missing for a certificate."""
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
    return _("%(module)s: the quiz is not passed yet. Best %(best)s of 100; %(mark)s is enough.",
             module=values["module"], best=values["best"], mark=values["pass_mark"])  # fmt: skip


def _title(module: str, content: Catalogue) -> str:
    found = content.modules.get(module)
    return found.title if found else module
