"""Small things that pages of all fronts need: dates in words, safe ways back, a form's base."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import Any, cast
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import flask_babel
from flask import g, render_template, request, url_for
from flask_wtf import FlaskForm
from wtforms import Field
from wtforms.i18n import DummyTranslations, get_translations

from alongside.foundation.i18n import format_date
from alongside.foundation.installation import here
from alongside.web.identity import Person, person_or_none


class Form(FlaskForm):
    """A form of ours. CSRF is checked once for every request (application.py), not again here."""

    class Meta(FlaskForm.Meta):
        csrf = False

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """What a form sends and nothing else: JSON is no form, whatever is in it."""
            return None if request.is_json else super().wrap_formdata(form, formdata)

        def get_translations(self, form: Any) -> Any:  # noqa: ARG002 - as WTForms calls it
            """What WTForms says itself, read once a language and not for every form."""
            return _said_by_wtforms(str(flask_babel.get_locale() or "en"))


@lru_cache(maxsize=32)
def _said_by_wtforms(language: str) -> Any:
    try:
        return get_translations([language])
    except FileNotFoundError:
        return DummyTranslations()


def typed(field: Field) -> str:
    """What somebody typed into a field of text; nothing is empty text."""
    return str(field.data or "")


def zone() -> ZoneInfo:
    """The organization's time zone; UTC for visitors."""
    if "zone" not in g:
        someone = person_or_none()
        g.zone = ZoneInfo(someone.place.time_zone if someone and someone.place else "UTC")
    return cast(ZoneInfo, g.zone)


def date(value: dt.datetime | dt.date | None) -> str:
    """ "18 December 2026"; an instant is told in the organization's time zone."""
    return format_date(_local(value)) if value else ""


def day(value: dt.datetime | dt.date | None) -> str:
    """ "18 Dec", for a narrow column."""
    return format_date(_local(value), "d MMM") if value else ""


def _local(value: dt.datetime | dt.date) -> dt.date:
    return value.astimezone(zone()).date() if isinstance(value, dt.datetime) else value


def time(value: dt.datetime | None) -> str:
    """ "9:41 AM" in the organization's time zone."""
    return flask_babel.format_time(value.astimezone(zone()), "short", rebase=False) if value else ""


def moment(value: dt.datetime | None) -> str:
    """Date and time."""
    return f"{date(value)}, {time(value)}" if value else ""


def stamp(value: dt.datetime) -> str:
    """Date, time and zone: "11 January 2027, 10:04 AM EST", for pages that are printed and carried elsewhere."""
    local = value.astimezone(zone())
    return f"{date(local)}, {flask_babel.format_time(local, 'h:mm a z', rebase=False)}"


def home_of(someone: Person) -> str:
    """The page that answers somebody's first question, by what they do most where they are."""
    place = someone.place
    if place is not None and place.has_role("administrator", "owner"):
        return url_for("organization.home")
    if place is not None and place.has_role("trainer"):
        return url_for("trainer.home")
    if place is not None and place.has_role("trainee"):
        return url_for("trainee.home")
    return url_for("account.account")


def render(template: str, **values: Any) -> str:
    """Render in a unit of work of its own: for pages that open theirs themselves."""
    with here().database.reading():
        return render_template(template, **values)


def safe_next(target: str | None) -> str | None:
    """A path of our own to go on to, or None: never another host, whatever the spelling."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return None
    if any(ord(sign) < 33 or ord(sign) == 127 or sign == "\\" for sign in target):
        return None
    parts = urlsplit(target)
    return target if not parts.scheme and not parts.netloc else None
