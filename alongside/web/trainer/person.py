"""One person of a cohort: what is still missing, module by module, attempt by attempt. Looking is written down."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import render_template

from alongside.assessment import attempts
from alongside.catalogue import shelf
from alongside.certification.decision import Decision
from alongside.content.catalogue import Catalogue
from alongside.foundation.i18n import gettext as _
from alongside.foundation.i18n import ngettext
from alongside.journey.certify import decision_for
from alongside.learning import progress
from alongside.learning.models import Enrolment, ModuleProgress
from alongside.reporting.cohorts import Person
from alongside.web.trainer import finding, front, words


@front.get("/cohorts/<cohort_id>/people/<public_id>")
def person(cohort_id: str, public_id: str) -> str:
    cohort, _figures = finding.my_cohort(cohort_id)
    enrolment, who = finding.my_trainee(cohort, public_id)
    content = shelf.outline(enrolment.release_id)
    rows = progress.of_enrolment(enrolment.id)
    decision = decision_for(enrolment, rows)
    return render_template(
        "trainer/person.html",
        cohort=cohort,
        enrolment=enrolment,
        who=who,
        title=_title(who, decision),
        missing=[words.missing(one, content) for one in decision.missing],
        why=words.reasons(who, rows, content),
        tries=finding.tries_to_look_at(cohort, who, rows, content),
        modules=_modules(enrolment, content, rows),
        attempts=attempts.of_enrolment(enrolment.id),
        quizzes=content.quizzes,
    )


def _title(who: Person, decision: Decision) -> str:
    if who.certificate == "issued":
        return _("%(name)s has the certificate", name=who.name)
    if who.certificate == "revoked":
        return _("%(name)s: the certificate was revoked", name=who.name)
    if decision.earned:
        return _("%(name)s is ready for the certificate", name=who.name)
    n = len(decision.missing)
    return ngettext(
        "%(name)s: %(number)s thing is still missing", "%(name)s: %(number)s things are still missing", n,
        name=who.name, number=words.number(n),
    )  # fmt: skip


def _modules(enrolment: Enrolment, content: Catalogue, rows: Mapping[str, ModuleProgress]) -> list[dict[str, Any]]:
    """The course's modules in order, each with what the person has done there."""
    stops = progress.path(content.courses[enrolment.course], content, rows)
    return [
        {"number": number, "stop": stop, "row": stop.progress, "percent": progress.percent(stop.module, stop.progress)}
        for number, stop in enumerate((one for one in stops if one.state != "coming"), 1)
    ]
