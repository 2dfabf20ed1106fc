"""The trainee's front: what do I do next? Read, take a quiz, hold a certificate; every page starts from what is mine."""

from __future__ import annotations

from alongside.web.front import Front
from alongside.web.trainee.whereabouts import organization_asked_about

front = Front("trainee", may_enter=("trainee",), url_prefix="/learn", belongs_to=organization_asked_about)

from alongside.web.trainee import (  # noqa: E402 - pages hang themselves on the front
    agreement,
    certificate,
    certificate_progress,
    conversation,
    course,
    home,
    lesson,
    links,
    module,
    page,
    pause,
    quiz,
    result,
    search,
)

__all__ = [
    "agreement",
    "certificate",
    "certificate_progress",
    "conversation",
    "course",
    "front",
    "home",
    "lesson",
    "links",
    "module",
    "page",
    "pause",
    "quiz",
    "result",
    "search",
]
