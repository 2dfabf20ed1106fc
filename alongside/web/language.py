"""The reader's language: the person's choice, else the organization's, else what the browser asks for."""

from __future__ import annotations

import flask_babel
from flask import Flask, request
from flask_babel import Babel

from alongside.foundation import i18n
from alongside.foundation.i18n import LANGUAGES
from alongside.settings import ROOT
from alongside.web.identity import person_or_none


def register(app: Flask) -> None:
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(ROOT / "alongside" / "translations")
    Babel(app, default_locale="en", default_timezone="UTC", locale_selector=choose)
    app.jinja_env.install_gettext_callables(i18n.gettext, _ngettext, newstyle=True)  # type: ignore[attr-defined]


def _ngettext(one: str, many: str, num: int) -> str:
    """Jinja puts the number in by itself."""
    return flask_babel.ngettext(one, many, num) if len(i18n.LANGUAGES) > 1 else one if num == 1 else many


def choose() -> str:
    someone = person_or_none()
    if someone is not None and someone.language in LANGUAGES:
        return someone.language
    return request.accept_languages.best_match(LANGUAGES) or LANGUAGES[0]
