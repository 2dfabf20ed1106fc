"""Sign out: the row goes, and the browser is asked to keep nothing."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from alongside.web import identity
from alongside.web.account import front
from alongside.web.front import ANYONE, only


@front.post("/sign-out")
@only(*ANYONE)
def sign_out() -> ResponseReturnValue:
    """Open to anyone: whoever was signed out meanwhile is where they wanted to be."""
    identity.sign_out()
    response = redirect(url_for(".signed_out"), 303)
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@front.get("/signed-out")
@only(*ANYONE)
def signed_out() -> ResponseReturnValue:
    return render_template("account/signed_out.html")
