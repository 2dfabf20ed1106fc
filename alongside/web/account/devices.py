"""The devices that are signed in, and one button that signs them all out."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from alongside.foundation import ids
from alongside.foundation.i18n import gettext as _
from alongside.journey import sign_in as journey
from alongside.people import sign_ins
from alongside.web import identity
from alongside.web.account import front


@front.get("/account/devices")
def devices() -> ResponseReturnValue:
    someone = identity.person()
    here_now = ids.digest(someone.token)
    return render_template(
        "account/devices.html", devices=[(one, one.token_hash == here_now) for one in sign_ins.of_account(someone.account_id)]
    )


@front.post("/account/devices")
def sign_out_everywhere() -> ResponseReturnValue:
    journey.end_everywhere(identity.person().account())
    identity.sign_out()
    flash(_("You are signed out on every device."), "good")
    return redirect(url_for(".signed_out"), 303)
