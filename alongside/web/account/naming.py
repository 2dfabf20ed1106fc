"""A person's name, as it will be printed: checked where it is entered, so that no certificate is stopped later."""

from __future__ import annotations

from pathlib import Path

from wtforms import Form, StringField, ValidationError

from alongside.credentials.names import CannotPrint, font_paths, printable
from alongside.foundation.i18n import lazy_gettext as _l
from alongside.foundation.installation import here

NO_NAME = _l("Write your name as it should stand on a certificate")


def printable_name(_form: Form, field: StringField) -> None:
    """A validator: tidies the name, or says what cannot be printed and what to write instead."""
    extra = here().settings.fonts
    try:
        field.data = printable(field.data or "", font_paths(Path(extra) if extra else None))
    except CannotPrint as cannot:
        raise ValidationError(cannot.advice) from None
