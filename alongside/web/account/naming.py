"""A person's name, as it will be printed: checked where it is entered, so that no certificate is stopped later.

And how they like to be called, if they say so: that stands in greetings, never on a certificate.
"""

from __future__ import annotations

from pathlib import Path

from wtforms import Form, StringField, ValidationError
from wtforms.validators import Length

from alongside.credentials.names import CannotPrint, font_paths, printable, tidy
from alongside.foundation.i18n import lazy_gettext as _l
from alongside.foundation.installation import here
from alongside.people.models import LONGEST_CALLED

NO_NAME = _l("Write your name as it should stand on a certificate")


def printable_name(_form: Form, field: StringField) -> None:
    """A validator: tidies the name, or says what cannot be printed and what to write instead."""
    extra = here().settings.fonts
    try:
        field.data = printable(field.data or "", font_paths(Path(extra) if extra else None))
    except CannotPrint as cannot:
        raise ValidationError(cannot.advice) from None


def called_field() -> StringField:
    """ "How shall we call you?" Nothing is an answer, too."""
    return StringField(
        _l("How shall we call you?"),
        [Length(max=LONGEST_CALLED, message=_l("Use at most 40 letters"))],
        filters=[lambda text: tidy(text or "") or None],
        description=_l("For greetings and messages to you. It is not printed."),
    )
