"""Words in the reader's language. Everything a person reads goes through here; English only for now."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import lru_cache
from typing import Any

import babel.dates
import flask_babel
from flask_babel import force_locale, lazy_gettext

__all__ = ["LANGUAGES", "format_date", "gettext", "in_language", "lazy_gettext", "ngettext", "text_direction"]

LANGUAGES: tuple[str, ...] = ("en",)
RIGHT_TO_LEFT = {"ar", "fa", "he", "ur", "yi"}


def gettext(message: str, **values: Any) -> str:
    """The words in the reader's language, with `values` put in where they say %(name)s."""
    text = message if len(LANGUAGES) == 1 else flask_babel.gettext(message)  # one language: nothing to look up
    return text % values if values else text


def ngettext(one: str, many: str, num: int, **values: Any) -> str:
    """The same for a number of things; `num` is among the values."""
    text = (one if num == 1 else many) if len(LANGUAGES) == 1 else flask_babel.ngettext(one, many, num)
    return text % ({"num": num} | values)


@contextmanager
def in_language(language: str) -> Iterator[None]:
    """Inside this block words are in this language, wherever there is a Flask app context."""
    with force_locale(language if language in LANGUAGES else "en"):
        yield


def format_date(day: date, how: str = "long") -> str:
    """ "18 December 2026", in the language at hand; a date is a date and is never moved by a time zone."""
    return _in_words(day, how, str(flask_babel.get_locale() or "en"))


@lru_cache(maxsize=4096)  # a cohort's page says a hundred dates, and mostly the same ones
def _in_words(day: date, how: str, language: str) -> str:
    pattern = "d MMMM yyyy" if language.startswith("en") and how == "long" else how
    return str(babel.dates.format_date(day, pattern, locale=language))


def text_direction(language: str) -> str:
    return "rtl" if language.partition("-")[0] in RIGHT_TO_LEFT else "ltr"
