"""Dark or light: kept with the account of whoever is signed in, else in a cookie that does only this."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from alongside.foundation.i18n import gettext as _
from alongside.foundation.i18n import lazy_gettext as _l
from alongside.foundation.installation import here
from alongside.web import frame, pages
from alongside.web.identity import person_or_none
from alongside.web.visitor import front

YEAR = 365 * 24 * 3600
CHOICES = [
    SelectChoice("device", _l("As this device is set")),
    SelectChoice("light", _l("Light")),
    SelectChoice("dark", _l("Dark")),
]


class AppearanceForm(pages.Form):
    theme = RadioField(_l("How should pages look?"), choices=CHOICES)


@front.get("/appearance")
def appearance() -> ResponseReturnValue:
    return render_template("visitor/appearance.html", form=AppearanceForm(theme=frame.theme(person_or_none()) or "device"))


@front.post("/appearance")
def choose_appearance() -> ResponseReturnValue:
    form = AppearanceForm()
    if not form.validate():
        return render_template("visitor/appearance.html", form=form), 422
    someone, chosen = person_or_none(), form.theme.data
    response = redirect(url_for(".appearance"), 303)
    if someone is not None:
        someone.account().theme = chosen
    if someone is not None or chosen == "device":
        response.delete_cookie("theme")  # the account counts, or nothing was chosen
    else:
        response.set_cookie(
            "theme", chosen, max_age=YEAR, secure=here().settings.is_https, httponly=True, samesite="Lax"
        )
    flash(_("Pages look like this from now on."), "good")
    return response
