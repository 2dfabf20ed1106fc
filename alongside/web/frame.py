"""What every page's frame shows: who is signed in, where they may go, the help line, the way out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import quote
from weakref import WeakKeyDictionary

from flask import Flask, current_app, g, request, url_for
from flask_babel import get_locale
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from alongside.catalogue import releases, shelf
from alongside.foundation import database
from alongside.foundation.i18n import format_date, text_direction
from alongside.foundation.i18n import gettext as _
from alongside.foundation.installation import Installation, here
from alongside.web import pages
from alongside.web.identity import Person, person_or_none


@dataclass(frozen=True)
class HelpLine:
    """Numbers of help, from facts.yaml of the live release."""

    crisis: str
    emergency: str


@dataclass(frozen=True)
class Way:
    """One entry of the main navigation."""

    label: str
    url: str
    current: bool


FALLBACK = HelpLine("988", "911")  # shown when nothing is published or was asked for yet


def register(app: Flask) -> None:
    app.context_processor(frame)
    app.jinja_env.filters.update(date=pages.date, day=pages.day, time=pages.time, moment=pages.moment, stamp=pages.stamp)
    app.jinja_env.globals.update(format_date=format_date, frame_part=frame_part)
    app.jinja_env.globals["url_for"] = _addresses(app)
    _share_globals(app)


def _share_globals(app: Flask) -> None:
    """Templates get the globals themselves, not a chain of maps over them, which every import of a macro goes through."""
    everybodys, chained = app.jinja_env.globals, app.jinja_env.make_globals
    app.jinja_env.make_globals = lambda own: chained(own) if own else everybodys  # type: ignore[method-assign,assignment]


def _addresses(app: Flask) -> Callable[..., str]:
    """`url_for` for templates: an address depends on nothing but its name and values, so it is built once."""
    ways = app.url_map.bind("")

    @lru_cache(maxsize=4096)
    def built(endpoint: str, values: tuple[tuple[str, Any], ...]) -> str:
        return ways.build(endpoint, dict(values))

    def address(endpoint: str, **values: Any) -> str:
        if endpoint.startswith(".") or any(name.startswith("_") for name in values):
            return url_for(endpoint, **values)
        return built(endpoint, tuple(values.items()))

    return address


PART_OF_FRAME = ("locale", "can_pause", "helpline", "exit_url", "home_url", "organization_name", "navigation", "foot_note")


@pass_context
def frame_part(context: Context, name: str) -> Markup:
    """The safety bar, the masthead or the footer: drawn once for everybody who sees the same."""
    drawn = _drawn(name, tuple(context.get(one) for one in PART_OF_FRAME))
    # Not on an error page: what is missing and what is somebody else's must look the same to the last byte.
    is_page = request.method == "GET" and "on_error_page" not in g
    if name == "safety" and is_page and request.endpoint != "trainee.pause":
        pause, here_now = url_for("trainee.pause"), quote(request.full_path.rstrip("?"))
        return Markup(str(drawn).replace(f'href="{pause}"', f'href="{pause}?next={here_now}"'))  # noqa: S704 - quoted
    return drawn


@lru_cache(maxsize=512)
def _drawn(name: str, values: tuple[Any, ...]) -> Markup:
    page = current_app.jinja_env.get_template(f"components/{name}.html")
    return Markup(page.render(dict(zip(PART_OF_FRAME, values, strict=True))))  # noqa: S704 - drawn with escaping


def frame() -> dict[str, Any]:
    """Variables of layout.html. Must not fail when the database is gone: error pages stand in it too."""
    someone = person_or_none()
    locale = str(get_locale() or "en")
    return {
        "locale": locale,
        "text_direction": text_direction(locale),
        "theme": theme(someone),
        "person": someone,
        "place": someone.place if someone else None,
        "organization": someone.place if someone else None,
        "organization_name": someone.place.name if someone and someone.place else None,
        "helpline": help_line(),
        "navigation": navigation(someone),
        "can_pause": bool(someone and someone.place and someone.place.has_role("trainee")),
        "exit_url": here().settings.exit_url,
        "home_url": url_for("visitor.front_page"),
        "site_name": "Alongside",
    }


def theme(someone: Person | None) -> str | None:
    """Light or dark where somebody chose it: on the account, else on this device."""
    chosen = someone.theme if someone and someone.theme != "device" else request.cookies.get("theme")
    return chosen if chosen in {"light", "dark"} else None


_last_known: WeakKeyDictionary[Installation, HelpLine] = WeakKeyDictionary()


def help_line() -> HelpLine:
    """Of the live release; an error page, which asks nothing of the database, shows what the pages before it showed."""
    if database.current_session() is None:
        return _last_known.get(here(), FALLBACK)
    release = releases.live_id()
    facts = shelf.outline(release).facts if release else {}
    if "crisis_line" in facts and "emergency_line" in facts:
        line = HelpLine(facts["crisis_line"].value, facts["emergency_line"].value)
        if _last_known.get(here()) != line:
            _last_known[here()] = line
        return line
    return FALLBACK


def navigation(someone: Person | None) -> tuple[Way, ...]:
    """At most four ways, by what the person does most: the rest is one step further, on the account page."""
    if someone is None:
        ways = [(_("Check a certificate"), "visitor.verify"), (_("About"), "visitor.front_page"), (_("Sign in"), "account.sign_in")]
    elif someone.place is None:
        ways = [(_("Account"), "account.account")]
    elif someone.place.has_role("administrator", "owner"):
        ways = [
            (_("Overview"), "organization.home"),
            (_("People"), "organization.people"),
            (_("Certificates"), "organization.certificates"),
            (_("Account"), "account.account"),
        ]
    elif someone.place.has_role("trainer"):
        ways = [(_("Cohorts"), "trainer.home"), (_("Quizzes"), "trainer.quizzes"), (_("Teaching"), "trainer.plans"), (_("Account"), "account.account")]
    elif someone.place.has_role("trainee"):
        ways = [
            (_("Home"), "trainee.home"),
            (_("Search"), "trainee.search"),
            (_("Certificate"), "trainee.certificate_progress"),
            (_("Account"), "account.account"),
        ]
    else:
        ways = [(_("Account"), "account.account")]
    urls = {name: url_for(name) for _label, name in ways}
    current = max((url for url in urls.values() if _leads_to(url, request.path)), key=len, default="")
    return tuple(Way(label, urls[name], urls[name] == current) for label, name in ways)


def _leads_to(url: str, path: str) -> bool:
    """Is the page this one, or below it? The longest such way is where the person is."""
    if url == url_for("trainee.certificate_progress"):
        return path == url or path.startswith(f"{url}s/")  # the certificate itself, too
    return path == url or (url != "/" and path.startswith(url.rstrip("/") + "/"))
