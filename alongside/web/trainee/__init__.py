"""The trainee's front: what do I do next? Read, take a quiz, hold a certificate; every page starts from what is mine."""

from __future__ import annotations

from alongside.web.front import Front
from alongside.web.trainee.whereabouts import organization_asked_about

front = Front("trainee", may_enter=("trainee",), url_prefix="/learn", belongs_to=organization_asked_about)

from alongside.web.trainee import (  # noqa: E402 - pages hang themselves on the front
    certificate,
    certificate_progress,
    course,
    home,
    lesson,
    module,
    pause,
    quiz,
    result,
    search,
)

__all__ = [
    "certificate",
    "certificate_progress",
    "course",
    "front",
    "home",
    "lesson",
    "module",
    "pause",
    "quiz",
    "result",
    "search",
]
