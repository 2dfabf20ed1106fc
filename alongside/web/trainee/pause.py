"""The pause: a person's right, without a reason, undone with one press."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from alongside.foundation.i18n import gettext as _
from alongside.journey import pause as journey
from alongside.learning import enrolments
from alongside.web import pages
from alongside.web.identity import place
from alongside.web.trainee import front


@front.get("/pause")
def pause() -> ResponseReturnValue:
    mine = enrolments.with_pauses(place().membership_id)
    return render_template(
        "trainee/pause.html",
        takes_something=bool(mine),
        paused=any(is_on for _, is_on in mine),
        came_from=pages.safe_next(request.args.get("next")) or "",
    )


@front.post("/pause")
def pause_changed() -> ResponseReturnValue:
    """Pause, or go on; twice is once. Then back to the page one came from."""
    came_from = pages.safe_next(request.form.get("next"))
    if request.form.get("go_on"):
        journey.go_on(place().membership_id)
        flash(_("Good to see you. Everything is where you left it."), "good")
        return redirect(came_from or url_for(".home"), 303)
    journey.pause(place().membership_id)
    return redirect(url_for(".pause", next=came_from), 303)
