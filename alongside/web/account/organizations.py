"""Somebody who belongs to several organizations says which one they are looking at."""

from __future__ import annotations

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from alongside.web import identity, pages
from alongside.web.account import front


@front.get("/organizations")
def organizations() -> ResponseReturnValue:
    return render_template("account/organizations.html", places=identity.person().places)


@front.post("/organizations")
def go_to_organization() -> ResponseReturnValue:
    """Only one's own; another one's answers as if there were none."""
    identity.go_to(request.form.get("to", ""))
    return redirect(pages.home_of(identity.person()), 303)
