"""The first page: who is ready, and how the cohorts stand; for a new organization, what comes first."""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template, url_for

from alongside.foundation import clock
from alongside.foundation.i18n import gettext as _
from alongside.organizations import cohorts
from alongside.reporting import counts, overview
from alongside.reporting.overview import Overview
from alongside.web.identity import place
from alongside.web.organization import front, words


@dataclass(frozen=True)
class Step:
    """One thing to set up."""

    title: str
    note: str
    url: str
    done: bool
    verb: str


@front.get("")
def home() -> str:
    figures = overview.of_organization(place().organization_id, clock.today(place().time_zone))
    groups = cohorts.of_organization(place().organization_id)
    ids = [one.id for one in groups]
    steps = first_steps(figures) if figures.is_new else []
    return render_template(
        "organization/home.html",
        heading=heading(figures, steps),
        figures=figures,
        cohorts=groups,
        trainers=cohorts.trainer_names(ids),
        totals=counts.totals(ids),
        steps=steps,
        next_step=next((one for one in steps if not one.done), None),
    )


def heading(figures: Overview, steps: list[Step]) -> str:
    if figures.waiting:
        return words.ready(figures.waiting)
    todo = [one for one in steps if not one.done]
    if len(todo) == 1:
        return _("One step is left to set up")
    if todo:
        return _("%(count)s steps, and you are set up", count=(_("Two") if len(todo) == 2 else _("Three")))
    return _("Nobody waits for a certificate from you")


def first_steps(figures: Overview) -> list[Step]:
    return [
        Step(
            _("Say who signs certificates"),
            _("A name and a role, printed on every certificate."),
            url_for(".settings", _anchor="signatory_name"),
            figures.has_signatory,
            _("Name who signs"),
        ),
        Step(
            _("Make your first cohort"),
            _("People who learn together: a course, its days, its trainers."),
            url_for(".cohort_new"),
            bool(figures.cohorts),
            _("Make a cohort"),
        ),
        Step(
            _("Invite your first person"),
            _("By mail, by a link you hand over, or with a printed slip."),
            url_for(".invitation_new"),
            not figures.is_alone,
            _("Invite people"),
        ),
    ]
