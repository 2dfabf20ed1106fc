"""Sign in. Unknown name, wrong password, disabled account: one answer, one cost."""

from __future__ import annotations

from flask import jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf
from wtforms import BooleanField, HiddenField, PasswordField, StringField
from wtforms.validators import DataRequired, InputRequired, Length

from alongside.foundation import passwords
from alongside.foundation.i18n import gettext as _
from alongside.foundation.i18n import lazy_gettext as _l
from alongside.foundation.installation import here
from alongside.journey import sign_in as journey
from alongside.people import accounts
from alongside.people.models import Account
from alongside.web import identity, pages
from alongside.web.account import front, tries
from alongside.web.account.kept import kept_form
from alongside.web.application import own_work
from alongside.web.front import ANYONE, only


class SignInForm(pages.Form):
    name = StringField(
        _l("Email address or sign-in name"),
        [DataRequired(_l("Enter your email address, or the sign-in name on your slip")), Length(max=300)],
    )
    password = PasswordField(_l("Password"), [InputRequired(_l("Enter your password"))])
    shared = BooleanField(_l("Other people use this phone or computer"), default=True)
    next = HiddenField()


@front.get("/sign-in")
@only(*ANYONE)
def sign_in() -> ResponseReturnValue:
    someone = identity.person_or_none()
    if someone is not None:
        return redirect(pages.safe_next(request.args.get("next")) or pages.home_of(someone), 303)
    return render_template("account/sign_in.html", form=SignInForm(formdata=None, next=request.args.get("next")), kept=None)


@front.post("/sign-in")
@only(*ANYONE)
@own_work
def new_sign_in() -> ResponseReturnValue:
    form, kept = SignInForm(), kept_form()
    account = _checked(form) if form.validate() else None
    if account is None or not _let_in(account, form):
        return pages.render("account/sign_in.html", form=form, kept=kept), 422
    if kept is not None:
        return pages.render("account/send_kept.html", fields=kept.fields, path=kept.path)
    return redirect(pages.safe_next(form.next.data) or pages.home_of(identity.person()), 303)


def _checked(form: SignInForm) -> Account | None:
    """The account of this name and password. One statement and one hash, whoever it is; the hash outside any unit of work."""
    name, password = pages.typed(form.name), pages.typed(form.password)
    with here().database.reading():
        account = accounts.by_sign_in_name(name)
    tries.count_password(name, account)
    if accounts.has_password(account, password):
        return account
    form.form_errors.append(_("That did not match. Check the name and the password, then try again."))
    return None


def _let_in(looked_at: Account, form: SignInForm) -> bool:
    stored = looked_at.password_hash or ""
    better = passwords.hash_password(pages.typed(form.password)) if passwords.needs_new_hash(stored) else None
    with here().database.writing():
        account = journey.confirm(looked_at, better_hash=better)
        if account is None:
            form.form_errors.append(_("That did not match. Check the name and the password, then try again."))
            return False
        tries.forgive(account)
        identity.sign_in(account, shared_device=form.shared.data)
    return True


@front.get("/account/token")
def token() -> ResponseReturnValue:
    """For a page that stayed open while its person signed in again: a fresh proof that a form is ours."""
    return jsonify({"token": generate_csrf(), "account": url_for("account.account")})
