"""The organization's front: who is ready, who is here, what holds; for those who run the place."""

from __future__ import annotations

from alongside.web.front import Front

front = Front("organization", may_enter=("administrator", "owner"), url_prefix="/organization")

from alongside.web.organization import (  # noqa: E402 - pages hang themselves on the front
    certificates,
    cohorts,
    enrolling,
    home,
    invitations,
    issuing,
    log,
    newcomers,
    people,
    person,
    reprinting,
    revoking,
    settings,
)

__all__ = [
    "certificates",
    "cohorts",
    "enrolling",
    "front",
    "home",
    "invitations",
    "issuing",
    "log",
    "newcomers",
    "people",
    "person",
    "reprinting",
    "revoking",
    "settings",
]
