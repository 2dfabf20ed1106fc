"""A forgotten password: the same answer for every address, and the same work; a job looks whether there is such a person."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import StringField, ValidationError
from wtforms.validators import DataRequired

from alongside.foundation import emails
from alongside.foundation.i18n import gettext as _
from alongside.foundation.i18n import lazy_gettext as _l
from alongside.foundation.installation import here
from alongside.journey import recover
from alongside.web import pages
from alongside.web.account import front, tries
from alongside.web.application import own_work
from alongside.web.front import ANYONE, only


class AddressForm(pages.Form):
    email = StringField(_l("Email address"), [DataRequired(_l("Enter your email address"))])

    def validate_email(self, field: StringField) -> None:
        try:
            field.data = emails.read(field.data).sendable
        except emails.NotAnAddress:
            raise ValidationError(_("Enter an email address such as name@example.org")) from None


@front.get("/password")
@only(*ANYONE)
def forgotten() -> ResponseReturnValue:
    return render_template("account/forgotten.html", form=AddressForm())


@front.post("/password")
@only(*ANYONE)
@own_work
def ask_for_link() -> ResponseReturnValue:
    form = AddressForm()
    if not form.validate():
        return pages.render("account/forgotten.html", form=form), 422
    tries.count_mail(pages.typed(form.email))
    with here().database.writing():
        recover.ask_for_link(pages.typed(form.email))
    return redirect(url_for(".link_sent"), 303)


@front.get("/password/sent")
@only(*ANYONE)
def link_sent() -> ResponseReturnValue:
    return render_template("account/link_sent.html")
