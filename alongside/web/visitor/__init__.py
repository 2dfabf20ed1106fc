"""The visitor's front: what this is, whether a certificate holds, where help is. Nobody needs an account here."""

from __future__ import annotations

from alongside.web.front import ANYONE, Front

front = Front("visitor", may_enter=ANYONE)

from alongside.web.visitor import (  # noqa: E402 - pages need the front they stand in
    about,
    appearance,
    checks,
    front_page,
    help_now,
    pictures,
    verify,
)

__all__ = ["about", "appearance", "checks", "front", "front_page", "help_now", "pictures", "verify"]
