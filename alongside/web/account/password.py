"""Choose a password: by a link from a mail or a slip, or with the one you have."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import PasswordField
from wtforms.validators import InputRequired

from alongside.foundation import passwords, throttle
from alongside.foundation.i18n import gettext as _
from alongside.foundation.i18n import lazy_gettext as _l
from alongside.foundation.installation import here
from alongside.journey import recover
from alongside.people import accounts, sign_ins
from alongside.people.models import Account
from alongside.web import identity, pages
from alongside.web.account import front, tries
from alongside.web.account.choosing import NewPassword
from alongside.web.application import own_work
from alongside.web.front import ANYONE, SignInNeeded, only


class ChangePassword(NewPassword):
    current_password = PasswordField(_l("Password you have now"), [InputRequired(_l("Enter the password you have now"))])


@front.get("/password/<token>")
@only(*ANYONE)
def choose_password(token: str) -> ResponseReturnValue:
    account = accounts.open_link(token).account
    return render_template("account/choose_password.html", form=NewPassword(), account=account)


@front.post("/password/<token>")
@only(*ANYONE)
@own_work
def new_password(token: str) -> ResponseReturnValue:
    form = NewPassword()
    with here().database.reading():
        account = accounts.open_link(token).account
    if not form.accepts([account.name, account.email, account.sign_in_name]):
        return pages.render("account/choose_password.html", form=form, account=account), 422
    stored = passwords.hash_password(pages.typed(form.password))
    with here().database.writing():
        link = accounts.open_link(token)
        recover.choose_password(link, stored)
        tries.forgive(link.account)
        identity.sign_in(link.account, shared_device=form.shared.data)
    flash(_("Your password is set, and you are signed in."), "good")
    return redirect(pages.home_of(identity.person()), 303)


@front.get("/account/password")
def change_password() -> ResponseReturnValue:
    return render_template("account/change_password.html", form=ChangePassword())


@front.post("/account/password")
@own_work
def changed_password() -> ResponseReturnValue:
    form, someone = ChangePassword(), identity.person()
    with here().database.reading():
        looked_at = someone.account()
    if not _is_theirs(form, looked_at) or not form.accepts([looked_at.name, looked_at.email, looked_at.sign_in_name]):
        return pages.render("account/change_password.html", form=form), 422
    stored = passwords.hash_password(pages.typed(form.password))
    with here().database.writing():
        account = accounts.unchanged(looked_at)
        if account is None or sign_ins.of_token(someone.token) is None:  # meanwhile its owner took the account back
            raise SignInNeeded
        recover.change_password(account, stored)
        identity.sign_in(account, shared_device=someone.shared_device)
    flash(_("Your new password is set. Every other device is signed out."), "good")
    return redirect(url_for(".account"), 303)


def _is_theirs(form: ChangePassword, account: Account) -> bool:
    """Is the password they have now right? Somebody else at an open page must not take the account over."""
    if not form.validate():
        return False
    throttle.allow("change of password", account.public_id, limit=10, per_seconds=tries.QUARTER)
    if accounts.has_password(account, pages.typed(form.current_password)):
        return True
    form.current_password.errors = [_("This is not the password you have now")]
    return False
