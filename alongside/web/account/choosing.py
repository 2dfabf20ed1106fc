"""The form that takes a new password, and says in words why one will not do."""

from __future__ import annotations

from collections.abc import Sequence

from wtforms import BooleanField, PasswordField
from wtforms.validators import InputRequired

from alongside.foundation import passwords
from alongside.foundation.i18n import lazy_gettext as _l
from alongside.foundation.passwords import WeakPassword
from alongside.web import pages

WORDS = {
    "too_short": _l("Use at least %(shortest)s characters; four or five words in a row are easy to remember"),
    "too_long": _l("Use at most %(longest)s characters"),
    "repeated": _l("This repeats one small piece; use words that do not belong together"),
    "personal": _l("This is made of your name, your address or this site’s name; use other words"),
    "common": _l("A machine would guess this soon; add a word or two that nobody would expect"),
}


class NewPassword(pages.Form):
    """One field, typed once: it can be shown while one types."""

    password = PasswordField(_l("New password"), [InputRequired(_l("Choose a password"))])
    shared = BooleanField(_l("Other people use this phone or computer"), default=True)

    def accepts(self, personal: Sequence[str | None]) -> bool:
        """Is all of it good? `personal`: what others would try first."""
        if not self.validate():
            return False
        try:
            passwords.check_new(pages.typed(self.password), personal=[one for one in personal if one])
        except WeakPassword as weak:
            self.password.errors = [said(weak)]
            return False
        return True


def said(weak: WeakPassword) -> str:
    """Why this password will not do, and what would."""
    return str(WORDS[weak.code]) % weak.values
