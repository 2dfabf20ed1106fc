"""What somebody is here: their name, how they sign in, what they hold, and where else they may go."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import StringField
from wtforms.validators import DataRequired

from alongside.certification import certificates, verification
from alongside.foundation.i18n import gettext as _
from alongside.foundation.i18n import lazy_gettext as _l
from alongside.journey import sign_in as journey
from alongside.web import identity, pages
from alongside.web.account import front
from alongside.web.account.naming import NO_NAME, called_field, printable_name
from alongside.web.identity import Person


class NameForm(pages.Form):
    name = StringField(_l("Your name"), [DataRequired(NO_NAME), printable_name])
    called = called_field()


@front.get("/account")
def account() -> ResponseReturnValue:
    someone = identity.person()
    return render_template(
        "account/account.html",
        account=someone.account(),
        certificates=[
            (one, edition, verification.standing(one, edition)) for one, edition in certificates.held_by(someone.account_id)
        ],
        ways=ways_of(someone),
    )


def ways_of(someone: Person) -> list[tuple[str, str, str]]:
    """The parts of the site that the person's roles open, with what each is for."""
    place = someone.place
    if place is None:
        return []
    parts = [
        (("trainee",), _("Your course"), "trainee.home", _("Lessons, quizzes, and what is left to do")),
        (("trainer",), _("Your cohorts"), "trainer.home", _("How the people you train are doing")),
        (("administrator", "owner"), _("The organization"), "organization.home", _("People, cohorts and certificates")),
    ]
    return [(title, url_for(name), note) for roles, title, name, note in parts if place.has_role(*roles)]


@front.get("/account/name")
def name() -> ResponseReturnValue:
    account = identity.person().account()
    return render_template("account/name.html", form=NameForm(name=account.name, called=account.called))


@front.post("/account/name")
def rename() -> ResponseReturnValue:
    form = NameForm()
    if not form.validate():
        return render_template("account/name.html", form=form), 422
    account = identity.person().account()
    journey.rename(account, pages.typed(form.name), called=form.called.data)
    flash(_("Your name is %(name)s from now on. We call you %(called)s.", name=account.name, called=account.call_name), "good")
    return redirect(url_for(".account"), 303)
