"""An agreement to read and to sign, such as the code of ethics."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import StringField
from wtforms.validators import InputRequired

from alongside.catalogue import shelf
from alongside.foundation.i18n import gettext as _
from alongside.foundation.i18n import lazy_gettext as _l
from alongside.journey import sign
from alongside.learning import signatures
from alongside.learning.models import Enrolment
from alongside.web import pages
from alongside.web.trainee import front
from alongside.web.trainee.mine import my_enrolment


class SignForm(pages.Form):
    name = StringField(_l("Your full name"), validators=[InputRequired(_l("Write your full name to sign."))])


@front.get("/courses/<public_id>/agreements/<agreement_id>")
def agreement(public_id: str, agreement_id: str) -> ResponseReturnValue:
    return _page(my_enrolment(public_id), agreement_id, SignForm())


@front.post("/courses/<public_id>/agreements/<agreement_id>")
def agreement_signed(public_id: str, agreement_id: str) -> ResponseReturnValue:
    enrolment, form = my_enrolment(public_id), SignForm()
    sign.agreement_for(enrolment, agreement_id)
    if not form.validate() or not _is_their_name(form, enrolment):
        return _page(enrolment, agreement_id, form), 422
    sign.sign(enrolment, agreement_id, name=enrolment.membership.account.name)
    flash(_("Signed. Thank you."), "good")
    return redirect(url_for(".certificate_progress", course=public_id), 303)


def _is_their_name(form: SignForm, enrolment: Enrolment) -> bool:
    """Signed with the name of the account: capitals and spaces do not matter."""
    name = enrolment.membership.account.name
    if " ".join(pages.typed(form.name).casefold().split()) == " ".join(name.casefold().split()):
        return True
    form.name.errors = [
        *form.name.errors,
        _("Sign with the name we have for you: %(name)s. You can change it under Account.", name=name),
    ]
    return False


def _page(enrolment: Enrolment, agreement_id: str, form: SignForm) -> str:
    it, html = sign.agreement_for(enrolment, agreement_id)
    content = shelf.outline(enrolment.release_id)
    return render_template(
        "trainee/agreement.html",
        enrolment=enrolment,
        course=content.courses[enrolment.course],
        agreement=it,
        html=html,
        form=form,
        signed=signatures.of_enrolment(enrolment.id).get(agreement_id),
    )
