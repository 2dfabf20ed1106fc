"""Plain statements: privacy, accessibility, the words we use, how to reach somebody."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from alongside.catalogue import releases, shelf
from alongside.foundation.installation import here
from alongside.organizations import invitations
from alongside.people import accounts, sign_ins
from alongside.web.reaching import reach
from alongside.web.visitor import front


@front.get("/privacy")
def privacy() -> ResponseReturnValue:
    """Its figures come from the code that keeps them, so that the page cannot go wrong."""
    return render_template(
        "visitor/privacy.html",
        quiet_minutes=int(sign_ins.SHARED_QUIET.total_seconds() // 60),
        own_days=sign_ins.OWN_DEVICE.days,
        link_hours=accounts.LINK_LIVES["reset"],
        invitation_days=invitations.LIVES_DAYS,
    )


@front.get("/accessibility")
def accessibility() -> ResponseReturnValue:
    return render_template("visitor/accessibility.html", contact=reach(here().settings.contact))


@front.get("/words")
def words() -> ResponseReturnValue:
    release = releases.live_id()
    glossary = shelf.outline(release).glossary if release else {}
    return render_template("visitor/words.html", terms=sorted(glossary.values(), key=lambda one: one.title.casefold()))


@front.get("/contact")
def contact() -> ResponseReturnValue:
    return render_template("visitor/contact.html", contact=reach(here().settings.contact))
