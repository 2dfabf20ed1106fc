"""Issue what was earned: one, or several at once. Each once, whoever clicks, and never one's own."""

from __future__ import annotations

from collections import Counter

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from alongside.certification.certificates import NotInThatState
from alongside.foundation.i18n import gettext as _
from alongside.foundation.i18n import ngettext
from alongside.journey import certify
from alongside.web.identity import place
from alongside.web.organization import certificates, front, ours


@front.post("/certificates/<public_id>/issue")
def issue(public_id: str) -> ResponseReturnValue:
    found = ours.certificate(public_id)
    [refused] = certify.issue_several([found], by=place().membership())
    outcome = _outcome(refused)
    if outcome != "issued":
        return certificates.detail(found, refused=why_not(outcome)), 409
    if certificates.has_mailbox(found):
        flash(_("The certificate is issued. The holder gets a message when its file is ready."), "good")
    else:
        flash(_("The certificate is issued. They have no mailbox, and read it when they next sign in; please tell them yourself."), "good")
    return redirect(url_for(".certificate", public_id=public_id), 303)


@front.post("/certificates/issue")
def issue_several() -> ResponseReturnValue:
    chosen = {ours.certificate(one) for one in request.form.getlist("certificate")[:100]}
    if not chosen:
        return certificates.page(wrong=_("Choose at least one certificate.")), 422
    outcomes = Counter(_outcome(why) for why in certify.issue_several(chosen, by=place().membership()))
    if issued := outcomes.pop("issued", 0):
        flash(
            ngettext(
                "%(num)s certificate is issued. A holder with a mailbox gets a message when its file is ready; please tell others yourself.",
                "%(num)s certificates are issued. Each holder with a mailbox gets a message when the file is ready; please tell the others yourself.",
                issued,
            ),
            "good",
        )
    for outcome in outcomes:
        flash(why_not(outcome), "wait")
    return redirect(url_for(".certificates", state="earned"), 303)


def _outcome(refused: Exception | None) -> str:
    """What came of it: issued, before, own or not-earned."""
    return {NotInThatState: "before", certify.MayNotIssueToOneself: "own", certify.NotEarned: "not-earned"}.get(
        type(refused), "issued"
    )


def why_not(outcome: str) -> str:
    return {
        "before": _("This was issued already, or it changed meanwhile. Nothing was done twice; here is how it stands."),
        "own": _("Nobody confirms their own certificate. Ask another administrator or owner."),
        "not-earned": _("Something is missing again, so it was not issued. The list below says what was done."),
    }[outcome]
