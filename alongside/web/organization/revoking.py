"""Revoke a certificate with a reason, and reinstate it. Visitors see it within a minute; the reason they never see."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import TextAreaField

from alongside.certification.certificates import NotInThatState
from alongside.certification.models import Certificate
from alongside.foundation.i18n import gettext as _
from alongside.foundation.i18n import lazy_gettext as _l
from alongside.journey import certify
from alongside.web.identity import place
from alongside.web.organization import certificates, front, ours
from alongside.web.organization.fields import AtMost, Needed
from alongside.web.pages import Form


class RevocationForm(Form):
    reason = TextAreaField(
        _l("Why do you revoke it?"),
        [Needed(_l("Write the reason. The holder has a right to it.")), AtMost(500)],
        filters=[lambda text: (text or "").replace("\0", "").strip()],
        description=_l("The holder reads this. Visitors do not. Say what happened, and nothing about health."),
    )


@front.get("/certificates/<public_id>/revocation")
def revocation(public_id: str) -> ResponseReturnValue:
    found = ours.certificate(public_id)
    if found.state != "issued":
        return redirect(url_for(".certificate", public_id=public_id))
    return _page(found, RevocationForm())


@front.post("/certificates/<public_id>/revocation")
def revoke(public_id: str) -> ResponseReturnValue:
    found = ours.certificate(public_id)
    form = RevocationForm()
    if not form.validate():
        return _page(found, form), 422
    try:
        certify.revoke(found, form.reason.data or "", by=place().membership())
    except NotInThatState:
        return certificates.detail(found, refused=_("This changed meanwhile, so nothing was done. Here is how it stands.")), 409
    flash(_("The certificate is revoked."), "good")
    _tell(found)
    return redirect(url_for(".certificate", public_id=public_id), 303)


@front.post("/certificates/<public_id>/reinstatement")
def reinstate(public_id: str) -> ResponseReturnValue:
    found = ours.certificate(public_id)
    try:
        certify.reinstate(found, by=place().membership())
    except NotInThatState:
        return certificates.detail(found, refused=_("This changed meanwhile, so nothing was done. Here is how it stands.")), 409
    except certify.MayNotIssueToOneself:
        words = _("Nobody reinstates their own certificate. Ask another administrator or owner.")
        return certificates.detail(found, refused=words), 409
    flash(_("The certificate holds again, as a new edition with a new number."), "good")
    _tell(found)
    return redirect(url_for(".certificate", public_id=public_id), 303)


def _tell(found: Certificate) -> None:
    if certificates.has_mailbox(found):
        flash(_("Its holder gets a message."))
    else:
        flash(_("They have no mailbox. They read it when they next sign in; please tell them yourself."), "wait")


def _page(found: Certificate, form: RevocationForm) -> str:
    return render_template(
        "organization/revocation.html",
        certificate=found,
        form=form,
        name=found.enrolment.membership.account.name,
        has_mailbox=certificates.has_mailbox(found),
    )
