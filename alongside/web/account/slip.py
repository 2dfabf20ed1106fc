"""A printed slip: its code, typed by hand, opens the page where one chooses a password."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import StringField
from wtforms.validators import DataRequired

from alongside.foundation import ids
from alongside.foundation.i18n import gettext as _
from alongside.foundation.i18n import lazy_gettext as _l
from alongside.foundation.installation import here
from alongside.people import accounts
from alongside.web import pages
from alongside.web.account import front, tries
from alongside.web.application import own_work
from alongside.web.front import ANYONE, only


class SlipForm(pages.Form):
    code = StringField(_l("Code on the slip"), [DataRequired(_l("Enter the code on your slip"))])


@front.get("/welcome")
@only(*ANYONE)
def slip() -> ResponseReturnValue:
    return render_template("account/slip.html", form=SlipForm())


@front.post("/welcome")
@only(*ANYONE)
@own_work
def open_slip() -> ResponseReturnValue:
    form = SlipForm()
    if not form.validate():
        return pages.render("account/slip.html", form=form), 422
    tries.count_code("slip")
    token = ids.as_typed(pages.typed(form.code))
    try:
        with here().database.reading():
            accounts.open_link(token)
    except accounts.LinkIsSpent:
        form.code.errors = [_("This code does not open. Check it letter by letter, or ask for a new slip; each works once.")]
        return pages.render("account/slip.html", form=form), 422
    return redirect(url_for(".choose_password", token=token), 303)
