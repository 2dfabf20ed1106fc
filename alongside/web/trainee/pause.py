"""The pause: a person's right, without a reason, undone with one press. It holds in all their organizations.

So it is open from wherever somebody looks, and its form belongs to no organization.
"""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from alongside.foundation.i18n import gettext as _
from alongside.journey import pause as journey
from alongside.learning import enrolments, pauses
from alongside.web import pages
from alongside.web.front import SIGNED_IN, only
from alongside.web.identity import person
from alongside.web.trainee import front


@front.get("/pause")
@only(*SIGNED_IN)
def pause() -> ResponseReturnValue:
    mine = enrolments.of_account(person().account_id)
    return render_template(
        "trainee/pause.html",
        takes_something=bool(mine),
        paused=pauses.is_any_on([one.id for one in mine]),
        came_from=pages.safe_next(request.args.get("next")) or "",
        home=_home(),
    )


def _home() -> str:
    """The page with the next step, where the person is a trainee; else their own home."""
    here = person().place
    return url_for(".home") if here and here.has_role("trainee") else pages.home_of(person())


@front.post("/pause")
@only(*SIGNED_IN)
def pause_changed() -> ResponseReturnValue:
    """Pause, or go on; twice is once. Then back to the page one came from."""
    came_from = pages.safe_next(request.form.get("next"))
    if request.form.get("go_on"):
        journey.go_on(person().account_id)
        flash(_("Good to see you. Everything is where you left it."), "good")
        return redirect(came_from or _home(), 303)
    journey.pause(person().account_id)
    return redirect(url_for(".pause", next=came_from), 303)
