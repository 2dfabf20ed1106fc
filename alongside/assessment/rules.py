"""May a person begin an attempt now? A decision from plain values, and its reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from alongside.content.catalogue import Quiz


@dataclass(frozen=True)
class MayBegin:
    """Whether, and if not why: "paused", "attempts_used_up" or "wait" (until `opens_at`)."""

    allowed: bool
    reason: str = ""
    opens_at: datetime | None = None
    left: int | None = None  # attempts left, None: as many as one likes


def may_begin(
    quiz: Quiz, finished: Sequence[datetime], *, now: datetime, paused: bool = False, paused_for: timedelta = timedelta()
) -> MayBegin:
    """`finished`: when earlier attempts were handed in, oldest first. `paused_for`: how long since the last one was paused."""
    left = quiz.attempts - len(finished) if quiz.attempts else None
    if paused:
        return MayBegin(False, "paused", left=left)
    if left is not None and left <= 0:
        return MayBegin(False, "attempts_used_up", left=0)
    if finished and quiz.wait_hours:
        opens_at = finished[-1] + timedelta(hours=quiz.wait_hours) + paused_for
        if now < opens_at:
            return MayBegin(False, "wait", opens_at, left)
    return MayBegin(True, left=left)
