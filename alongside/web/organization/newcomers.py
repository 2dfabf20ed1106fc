"""A trainee without a mailbox: a name, a cohort, and a slip to sign in with."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, SelectField

from alongside.foundation.i18n import gettext as _
from alongside.foundation.i18n import lazy_gettext as _l
from alongside.journey import join
from alongside.journey.enrol import NoSuchCourse, NothingPublished
from alongside.organizations.models import Membership
from alongside.web.identity import place
from alongside.web.organization import front, ours, slips
from alongside.web.organization.cohorts import cohort_choices
from alongside.web.organization.fields import AtMost, Line, Needed, Printable
from alongside.web.pages import Form


class NewcomerForm(Form):
    name = Line(
        _l("Name"),
        [Needed(_l("Write the name, as it should stand on a certificate.")), AtMost(120), Printable()],
        description=_l("As it should stand on a certificate. It can be changed later."),
    )
    cohort = SelectField(_l("Cohort"), default="", description=_l("They are enrolled in its course at once."))
    another = BooleanField(_l("This is another person of the same name"))


@front.get("/people/new")
def person_new() -> str:
    return _page(_form(), None)


@front.post("/people/new")
def add_person() -> ResponseReturnValue:
    form = _form()
    if not form.validate():
        return _page(form, None), 422
    cohort = ours.cohort(form.cohort.data) if form.cohort.data else None
    try:
        member, token = join.add_without_mailbox(
            place().membership(), name=form.name.data, cohort=cohort, another=form.another.data
        )
    except join.Namesake as found:
        form.name.errors = [_("Somebody of this name belongs here already.")]
        return _page(form, found.membership), 422
    except (NoSuchCourse, NothingPublished):
        form.cohort.errors = [_("The course of this cohort is not published any more, so nobody was added. Choose another cohort, or none.")]
        return _page(form, None), 422
    return slips.page(member, token)


def _form() -> NewcomerForm:
    form = NewcomerForm()
    form.cohort.choices = cohort_choices()
    return form


def _page(form: NewcomerForm, namesake: Membership | None) -> str:
    return render_template("organization/person_new.html", form=form, namesake=namesake)
