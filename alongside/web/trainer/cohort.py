"""A cohort at a glance: figures that open their lists, modules by people, and the people, fifty at a time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import render_template, request, url_for

from alongside.content.catalogue import Catalogue, Module
from alongside.foundation.i18n import gettext as _
from alongside.learning import progress
from alongside.learning.models import ModuleProgress
from alongside.organizations.models import Cohort
from alongside.reporting import cohorts, syllabus
from alongside.reporting.cohorts import Figures, Person
from alongside.web.trainer import finding, front, words

SIZE = 50


@front.get("/cohorts/<public_id>")
def cohort(public_id: str) -> str:
    one, figures = finding.my_cohort(public_id)
    show = request.args.get("show", "all")
    show = show if show in cohorts.SHOWS else "all"
    people = cohorts.people(one.id, show=show, after=request.args.get("after"), size=SIZE + 1)
    more, people = len(people) > SIZE, people[:SIZE]
    rows = progress.of_enrolments([who.id for who in people]) if people else {}
    contents = syllabus.contents(who.release_id for who in people)
    modules = [subject.module for subject in syllabus.of_cohort(one)]
    return render_template(
        "trainer/cohort.html",
        cohort=one,
        show=show,
        title=_title(one, figures, show),
        figures=_figures(one, figures),
        enrolled=figures.enrolled,
        modules=[{"number": number, "title": module.title} for number, module in enumerate(modules, 1)],
        people=[_row(one, who, rows[who.id], modules, contents[who.release_id]) for who in people],
        more=url_for(".cohort", public_id=public_id, show=show, after=people[-1].public_id) if more else None,
        start=url_for(".cohort", public_id=public_id, show=show) if request.args.get("after") else None,
    )


def _title(one: Cohort, figures: Figures, show: str) -> str:
    says = {
        "stuck": lambda: words.stuck(figures.stuck),
        "idle": lambda: words.idle(figures.idle),
        "ready": lambda: words.ready(figures.ready),
        "certified": lambda: words.certified(figures.certified),
    }.get(show, lambda: words.answer(figures))()
    return _("%(cohort)s: %(answer)s", cohort=one.name, answer=says[:1].lower() + says[1:])


def _figures(one: Cohort, figures: Figures) -> list[tuple[str, str, str]]:
    said = (
        (figures.enrolled, _("in this cohort"), "all"),
        (figures.stuck, _("stuck at a quiz"), "stuck"),
        (figures.idle, _("not here for a week"), "idle"),
        (figures.ready, _("ready for a certificate"), "ready"),
        (figures.certified, _("with a certificate"), "certified"),
    )
    most = cohorts.COUNTED_TO
    return [
        (f"{most}+" if show in {"stuck", "idle"} and n >= most else str(n), label, url_for(".cohort", public_id=one.public_id, show=show))
        for n, label, show in said
    ]


def _row(
    one: Cohort, who: Person, rows: Mapping[str, ModuleProgress], modules: list[Module], content: Catalogue
) -> dict[str, Any]:
    """One person, for the picture and for the table: measured by the release they are on."""
    now = progress.current(rows)
    theirs = {module.id: module for module in syllabus.modules(one.course, content)}
    return {
        "name": who.name,
        "url": url_for(".person", cohort_id=one.public_id, public_id=who.public_id),
        "who": who,
        "cells": [_cell(theirs.get(module.id), rows.get(module.id)) for module in modules],
        "far": syllabus.far(one.course, content, rows),
        "now": content.modules[now.module].title if now and now.module in content.modules else "",
        "why": words.reasons(who, rows, content),
    }


def _cell(module: Module | None, row: ModuleProgress | None) -> dict[str, Any]:
    """Empty where the module is not one of theirs."""
    if module is None:
        return {"percent": None}
    return {"percent": progress.percent(module, row), "stuck": bool(row and row.is_stuck and not row.is_done)}
