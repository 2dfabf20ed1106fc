"""Print a certificate again with the holder's name of today: names are misspelt once, and change. The dates stay."""

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


class ReprintForm(Form):
    reason = TextAreaField(
        _l("Why is it printed again?"),
        [Needed(_l("Write the reason. It stands in the log.")), AtMost(500)],
        filters=[lambda text: (text or "").replace("\0", "").strip()],
        description=_l("For the log of your organization, such as “The name was misspelt”. Nothing about health."),
    )


@front.get("/certificates/<public_id>/reprint")
def reprint(public_id: str) -> ResponseReturnValue:
    found = ours.certificate(public_id)
    if not certificates.has_a_newer_name(found):
        return redirect(url_for(".certificate", public_id=public_id))
    return _page(found, ReprintForm())


@front.post("/certificates/<public_id>/reprint")
def print_again(public_id: str) -> ResponseReturnValue:
    found = ours.certificate(public_id)
    form = ReprintForm()
    if not form.validate():
        return _page(found, form), 422
    try:
        certify.reprint(found, form.reason.data or "", by=place().membership())
    except NotInThatState:
        words = _("It does not hold, or it has this name already, so nothing was done. Here is how it stands.")
        return certificates.detail(found, refused=words), 409
    except certify.MayNotIssueToOneself:
        words = _("Nobody prints their own certificate again. Ask another administrator or owner.")
        return certificates.detail(found, refused=words), 409
    flash(_("It is printed again, with the name of today and a new number."), "good")
    if certificates.has_mailbox(found):
        flash(_("Its holder gets a message when the file is ready."))
    else:
        flash(_("They have no mailbox. They read it when they next sign in; please tell them yourself."), "wait")
    return redirect(url_for(".certificate", public_id=public_id), 303)


def _page(found: Certificate, form: ReprintForm) -> str:
    return render_template(
        "organization/reprint.html",
        certificate=found,
        form=form,
        name=found.enrolment.membership.account.name,
        has_mailbox=certificates.has_mailbox(found),
    )
