"""How the organization presents itself: its name, how to reach it, who signs, its clock and its paper."""

from __future__ import annotations

from zoneinfo import available_timezones

from babel import Locale
from babel.core import get_global
from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import RadioField, SelectField

from alongside.foundation.i18n import LANGUAGES
from alongside.foundation.i18n import gettext as _
from alongside.foundation.i18n import lazy_gettext as _l
from alongside.journey import settle
from alongside.web.identity import person, place
from alongside.web.organization import front
from alongside.web.organization.fields import AtMost, Line, Needed, Printable, Reachable, options
from alongside.web.pages import Form

NEAR = (
    "America/New_York", "America/Detroit", "America/Chicago", "America/Denver", "America/Phoenix", "America/Los_Angeles",
    "America/Anchorage", "Pacific/Honolulu", "America/Puerto_Rico", "Pacific/Guam",
)  # fmt: skip


class SettingsForm(Form):
    name = Line(
        _l("Name of the organization"),
        [Needed(_l("Write the name of your organization.")), AtMost(120), Printable()],
        description=_l("It stands on every certificate, on the page that visitors check, and in mail."),
    )
    contact = Line(
        _l("How visitors reach you"),
        [AtMost(254), Reachable()],
        description=_l("An email address, a telephone number or a page. Visitors see it beside every certificate."),
    )
    signatory_name = Line(_l("Who signs certificates"), [AtMost(120), Printable()])
    signatory_role = Line(
        _l("Their role"), [AtMost(120), Printable()], description=_l("Such as “Director of Training”. It is printed under the name.")
    )
    paper = RadioField(_l("Paper"))
    time_zone = SelectField(_l("Time zone"), description=_l("A certificate holds to the end of its last day here."))
    language = SelectField(_l("Language of mail and certificates"))


@front.get("/settings")
def settings() -> str:
    return render_template("organization/settings.html", form=_form())


@front.post("/settings")
def change_settings() -> ResponseReturnValue:
    form = _form()
    if not form.validate():
        return render_template("organization/settings.html", form=form), 422
    changed = settle.change_settings(place().membership().organization, dict(form.data), by=person().public_id)
    flash(_("Saved. Certificates printed before stay as they are.") if changed else _("Nothing was different."), "good")
    return redirect(url_for(".settings"), 303)


def _form() -> SettingsForm:
    organization = place().membership().organization
    form = SettingsForm(obj=organization)
    far = sorted((_zones() | {organization.time_zone}) - set(NEAR))
    form.time_zone.choices = options(((one, _spoken(one)) for one in NEAR), _("United States"))
    form.time_zone.choices += options(((one, _spoken(one)) for one in far), _("Elsewhere"))
    form.language.choices = options((one, Locale.parse(one).get_display_name(one)) for one in LANGUAGES)
    form.paper.choices = options([("us-letter", _("US Letter")), ("a4", _("A4"))])
    return form


def _zones() -> set[str]:
    """Every place with a clock of its own, by the name it has today: without aliases, and without clocks of no place."""
    aliases = get_global("zone_aliases")
    return {one for one in available_timezones() if "/" in one and one not in aliases and not one.startswith("Etc/")}


def _spoken(zone: str) -> str:
    """ "America/New_York" -> "New York", with its part of the world where it is not the United States."""
    area, _slash, city = zone.partition("/")
    city = city.replace("_", " ").replace("/", ", ")
    return city if zone in NEAR else f"{area}: {city}"
