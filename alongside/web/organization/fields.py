"""What the forms of this front share: one line of text, and words that can be printed on a certificate."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypeAlias

from wtforms import Field, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import StopValidation

from alongside.credentials import names
from alongside.foundation.i18n import gettext as _
from alongside.foundation.installation import here
from alongside.web.pages import Form
from alongside.web.reaching import leads_somewhere

Option: TypeAlias = SelectChoice


def options(pairs: Iterable[tuple[str, Any]], group: str | None = None) -> list[Option]:
    """What a person can choose: (value, words)."""
    return [SelectChoice(value, str(words), optgroup=group) for value, words in pairs]


class Line(StringField):
    """One line of text: composed, without controls, one space between words."""

    data: str

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = names.tidy(valuelist[0]) if valuelist else ""


class Needed:
    """Something must stand here; `words` say what."""

    def __init__(self, words: str) -> None:
        self.words = words
        self.field_flags = {"required": True}

    def __call__(self, _form: Form, field: Field) -> None:
        if not (str(field.data).strip() if field.data is not None else ""):
            raise StopValidation(str(self.words))


class AtMost:
    """There is room for so many characters."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.field_flags = {"maxlength": count}

    def __call__(self, _form: Form, field: Field) -> None:
        if len(field.data or "") > self.count:
            raise StopValidation(_("There is room for %(count)s characters; shorten it.", count=self.count))


class Printable:
    """A certificate can carry it; else its advice stands at the field."""

    def __call__(self, _form: Form, field: Field) -> None:
        if not field.data:
            return
        extra = here().settings.fonts
        try:
            names.printable(field.data, names.font_paths(Path(extra) if extra else None))
        except names.CannotPrint as found:
            raise StopValidation(found.advice) from None


class Reachable:
    """Somebody can be reached by it, or nothing stands there."""

    def __call__(self, _form: Form, field: Field) -> None:
        if field.data and not leads_somewhere(field.data):
            raise StopValidation(_("Write an email address, a telephone number, or the address of a page."))
