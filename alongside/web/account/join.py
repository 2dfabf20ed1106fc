"""Join an organization by invitation.

Whether an address has an account is told to its mailbox alone. An invitation that was mailed may be used at once; one that
came another way (a sheet of paper, a message) asks for an address first and sends the same link there, known or not.
Nobody can take an address that is not theirs. Somebody without a mailbox gets a sign-in name.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import Field, HiddenField, StringField
from wtforms.validators import DataRequired

from alongside.foundation import passwords
from alongside.foundation.i18n import gettext as _
from alongside.foundation.i18n import lazy_gettext as _l
from alongside.foundation.installation import here
from alongside.journey import join as journey
from alongside.organizations import cohorts, invitations
from alongside.organizations.models import Invitation
from alongside.people import accounts
from alongside.people.accounts import AddressTaken
from alongside.people.models import Account
from alongside.web import identity, pages
from alongside.web.account import front, tries
from alongside.web.account.choosing import NewPassword
from alongside.web.account.forgotten import AddressForm
from alongside.web.account.naming import NO_NAME, called_field, printable_name
from alongside.web.application import own_work
from alongside.web.front import ANYONE, only

NO_MAILBOX = "none"  # value of `mailbox` for somebody who has none


class NewcomerForm(NewPassword):
    name = StringField(_l("Your name"), [DataRequired(NO_NAME), printable_name])
    called = called_field()
    proof = HiddenField()
    mailbox = HiddenField()

    def __iter__(self) -> Iterator[Field]:
        """In the order of the page, so that the summary of what needs a change goes from top to bottom."""
        return iter(sorted(super().__iter__(), key=lambda field: field.short_name not in {"name", "called"}))


@front.get("/join/<token>")
@only(*ANYONE)
def join(token: str) -> ResponseReturnValue:
    """What the visitor can do with it: accept, sign in first, make an account, or ask for the link by mail."""
    invitation = invitations.open_invitation(token)
    if identity.person_or_none() is not None:
        return _page("accept", token, invitation)
    address = journey.address_of(invitation, request.args.get("proof", ""))
    if address is not None and accounts.by_email(address) is not None:
        return _page("sign_in_first", token, invitation, address=address)
    if address is None and request.args.get("mailbox") != NO_MAILBOX:
        return _page("ask", token, invitation, form=AddressForm())
    proof, mailbox = request.args.get("proof"), request.args.get("mailbox")
    form = NewcomerForm(formdata=None, name=invitation.name, proof=proof, mailbox=mailbox)
    return _page("newcomer", token, invitation, form=form, address=address)


@front.post("/join/<token>")
@only(*ANYONE)
@own_work
def join_as_newcomer(token: str) -> ResponseReturnValue:
    form = NewcomerForm()
    with here().database.reading():
        invitation = invitations.open_invitation(token)
        address = journey.address_of(invitation, form.proof.data or "")
        if address is None and form.mailbox.data != NO_MAILBOX:
            return redirect(url_for(".join", token=token), 303)
        if not form.accepts([form.name.data, form.called.data, address, invitation.organization.name]):
            return _page("newcomer", token, invitation, form=form, address=address), 422
    stored = passwords.hash_password(pages.typed(form.password))
    try:
        account = _make(token, form, address, stored)
    except AddressTaken:
        return redirect(url_for(".join", token=token, proof=form.proof.data or None), 303)
    flash(_welcome(account), "good")
    return redirect(pages.home_of(identity.person()), 303)


def _make(token: str, form: NewcomerForm, address: str | None, stored: str) -> Account:
    with here().database.writing():
        account = journey.accept_as_newcomer(
            invitations.open_invitation(token),
            name=pages.typed(form.name),
            called=form.called.data,
            email=address,
            password_hash=stored,
        )
        identity.sign_in(account, shared_device=form.shared.data)
    return account


def _welcome(account: Account) -> str:
    if account.email:
        return _("You are in. From now on, sign in with your email address and your password.")
    return _("You are in. Your sign-in name is %(name)s. Write it down: with it and your password you sign in.", name=account.sign_in_name)


@front.post("/join/<token>/membership")
def accept(token: str) -> ResponseReturnValue:
    """Somebody who is signed in joins."""
    invitation = invitations.open_invitation(token)
    try:
        membership = journey.accept(invitation, identity.person().account())
    except journey.AnotherPersonsInvitation:
        return _page("not_yours", token, invitation), 409
    identity.look_again()
    identity.go_to(membership.organization.public_id)
    flash(_("You belong to %(organization)s now.", organization=membership.organization.name), "good")
    return redirect(pages.home_of(identity.person()), 303)


@front.post("/join/<token>/mail")
@only(*ANYONE)
@own_work
def ask_by_mail(token: str) -> ResponseReturnValue:
    """Send the link to a mailbox. What comes back is the same for every address."""
    form = AddressForm()
    with here().database.reading():
        invitation = invitations.open_invitation(token)
        if not form.validate():
            return _page("ask", token, invitation, form=form), 422
    tries.count_mail(pages.typed(form.email))
    with here().database.writing():
        journey.ask_by_mail(invitations.open_invitation(token), token, pages.typed(form.email))
    return redirect(url_for(".asked_by_mail", token=token), 303)


@front.get("/join/<token>/mail")
@only(*ANYONE)
def asked_by_mail(token: str) -> ResponseReturnValue:
    return _page("asked", token, invitations.open_invitation(token))


def _page(what: str, token: str, invitation: Invitation, **values: Any) -> str:
    cohort = cohorts.name_of(invitation.organization_id, invitation.cohort_id) if invitation.cohort_id else ""
    return render_template(f"account/join_{what}.html", token=token, invitation=invitation, cohort=cohort, **values)
