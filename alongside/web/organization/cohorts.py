"""Cohorts: people who learn together. A list, a new one, and one with its settings and its people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Row
from wtforms import DateField, Field, SelectField, SelectMultipleField
from wtforms.validators import Optional, StopValidation

from alongside.foundation.i18n import gettext as _
from alongside.foundation.i18n import lazy_gettext as _l
from alongside.foundation.i18n import ngettext
from alongside.foundation.missing import Missing
from alongside.journey import gather
from alongside.learning import enrolments, progress
from alongside.learning.models import Enrolment
from alongside.organizations import cohorts as slice_
from alongside.organizations import members
from alongside.organizations.models import Cohort, Membership
from alongside.people.models import Account
from alongside.reporting import counts, syllabus
from alongside.reporting.syllabus import Far
from alongside.web.identity import place
from alongside.web.organization import front, ours
from alongside.web.organization.fields import AtMost, Line, Needed, Option, options
from alongside.web.pages import Form

PAGE = 50
MOST_TRAINERS = 200


class CohortForm(Form):
    name = Line(
        _l("Name"),
        [Needed(_l("Give the cohort a name, such as “Autumn 2026”.")), AtMost(120)],
        description=_l("Its people see it too. Keep it neutral."),
    )
    course = SelectField(_l("Course"), validate_choice=True)
    starts_on = DateField(_l("Begins on"), [Optional()])
    ends_on = DateField(_l("Ends on"), [Optional()])
    trainers = SelectMultipleField(_l("Trainers"), description=_l("They see the progress of these people, and of nobody else."))

    def validate_ends_on(self, field: Field) -> None:
        if field.data and self.starts_on.data and field.data < self.starts_on.data:
            raise StopValidation(_("The end lies before the beginning."))


def cohort_choices() -> list[Option]:
    groups = slice_.of_organization(place().organization_id)
    return options([("", _("None")), *((one.public_id, one.name) for one in groups)])


@front.get("/cohorts")
def cohorts() -> str:
    groups = slice_.of_organization(place().organization_id)
    ids = [one.id for one in groups]
    heading = ngettext("One cohort", "%(num)s cohorts", len(groups)) if groups else _("No cohort yet")
    return render_template(
        "organization/cohorts.html",
        heading=heading,
        cohorts=groups,
        trainers=slice_.trainer_names(ids),
        totals=counts.totals(ids),
        titles={key: course.title for key, course in ours.courses().items()},
    )


@front.get("/cohorts/new")
def cohort_new() -> str:
    return render_template("organization/cohort_new.html", form=_form(), courses=ours.courses())


@front.post("/cohorts")
def make_cohort() -> ResponseReturnValue:
    form = _form()
    if not form.validate():
        return render_template("organization/cohort_new.html", form=form, courses=ours.courses()), 422
    try:
        cohort = gather.make_cohort(place().membership(), **_values(form))
    except gather.CohortNameTaken:
        form.name.errors = [_name_is_taken()]
        return render_template("organization/cohort_new.html", form=form, courses=ours.courses()), 422
    flash(_("The cohort is made. Now enrol its people, or invite them."), "good")
    return redirect(url_for(".cohort", public_id=cohort.public_id), 303)


@front.get("/cohorts/<public_id>")
def cohort(public_id: str) -> str:
    found = ours.cohort(public_id)
    return _page(found, _form(found))


@front.post("/cohorts/<public_id>")
def change_cohort(public_id: str) -> ResponseReturnValue:
    found = ours.cohort(public_id)
    form = _form(found)
    if not form.validate():
        return _page(found, form), 422
    try:
        gather.change_cohort(found, by=place().membership(), **_values(form))
    except gather.CohortNameTaken:
        form.name.errors = [_name_is_taken()]
        return _page(found, form), 422
    except gather.CohortHasPeople:
        form.course.errors = [_("Somebody takes this course here already, so it stays. Make a new cohort for another course.")]
        return _page(found, form), 422
    flash(_("The cohort is changed."), "good")
    return redirect(url_for(".cohort", public_id=public_id), 303)


def _name_is_taken() -> str:
    return _("There is a cohort of this name already. Choose another name, or open that one.")


def _form(cohort: Cohort | None = None) -> CohortForm:
    there = {"trainers": [one.public_id for one in slice_.trainers(cohort)]} if cohort else {}
    form = CohortForm(obj=cohort, data=there)
    titles = {key: course.title for key, course in ours.courses().items()}
    if cohort:
        titles.setdefault(cohort.course, cohort.course)  # the live release may have it no more
    form.course.choices = options(titles.items())
    trainers = {member.public_id: account.name for member, account in _first_trainers()}
    # Whoever trains it now stands there too, however many come before: else saving would drop them.
    trainers |= {one.public_id: one.account.name for one in (slice_.trainers(cohort) if cohort else ())}
    form.trainers.choices = options(trainers.items())
    return form


def _first_trainers() -> Sequence[Row[Membership, Account]]:
    return members.page(place().organization_id, role="trainer", size=MOST_TRAINERS)


def _values(form: CohortForm) -> dict[str, Any]:
    chosen = set(form.trainers.data or ())
    trainers: list[Membership] = [
        one for one in members.with_role(place().organization_id, "trainer") if one.public_id in chosen
    ]
    return {
        "name": form.name.data,
        "course": form.course.data,
        "starts_on": form.starts_on.data,
        "ends_on": form.ends_on.data,
        "trainers": trainers,
    }


def _page(cohort: Cohort, form: CohortForm) -> str:
    after = None
    if "after" in request.args:
        last = enrolments.find_in_cohort(cohort.id, request.args["after"])
        if last is None:
            raise Missing
        after = (last.sort_name, last.id)
    rows = enrolments.of_cohort(cohort.id, after=after, size=PAGE + 1)
    shown = rows[:PAGE]
    return render_template(
        "organization/cohort.html",
        cohort=cohort,
        form=form,
        heading=_heading(cohort, len(rows) if after is None and len(rows) <= PAGE else None),
        people=shown,
        far=_far(cohort, [one for one, _name in shown]),
        ids=members.public_ids([one.membership_id for one, _name in shown]),
        course=ours.course_title(cohort.course),
        newer=url_for(".cohort", public_id=cohort.public_id) if after else None,
        older=url_for(".cohort", public_id=cohort.public_id, after=shown[-1][0].public_id) if len(rows) > PAGE else None,
    )


def _far(cohort: Cohort, people: list[Enrolment]) -> dict[int, Far]:
    """How many modules each has done, by enrolment."""
    rows = progress.of_enrolments([one.id for one in people]) if people else {}
    contents = syllabus.contents(one.release_id for one in people)
    return {one.id: syllabus.far(cohort.course, contents[one.release_id], rows[one.id]) for one in people}


def _heading(cohort: Cohort, count: int | None) -> str:
    if count is None:
        return cohort.name
    if not count:
        return _("%(cohort)s: nobody is enrolled yet", cohort=cohort.name)
    return ngettext("%(cohort)s: one person", "%(cohort)s: %(num)s people", count, cohort=cohort.name)
