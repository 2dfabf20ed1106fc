"""Recover: a forgotten password, by a link to the mailbox that the account already has."""

from __future__ import annotations

from alongside.foundation.audit import record
from alongside.foundation.installation import here
from alongside.foundation.jobs import enqueue, handles
from alongside.foundation.mail import queue_mail
from alongside.journey import tags
from alongside.people import accounts
from alongside.people.models import Account, OneTimeLink


def ask_for_link(email: str) -> None:
    """Known or not, the same work is done here: one job. Only the job looks whether there is such a person."""
    enqueue("password_link", email=email)


@handles("password_link", private=True)
def send_link(email: str) -> None:
    account = accounts.by_email(email)
    if account is None or account.is_disabled or account.email is None:
        return
    token = accounts.one_time_link(account, "reset")
    queue_mail(
        "password-link",
        to=account.email,
        language=account.language,
        name=account.call_name,
        link=f"{here().settings.base_url}/password/{token}",
        hours=accounts.LINK_LIVES["reset"],
    )


def choose_password(link: OneTimeLink, password_hash: str) -> None:
    """Set the password and spend the link; every device is signed out. Raises LinkIsSpent for the second of two."""
    accounts.use_link(link)
    change_password(link.account, password_hash)


def change_password(account: Account, password_hash: str) -> None:
    """A new password; every device is signed out, and links that were sent stop working."""
    accounts.set_password(account, password_hash)
    record(tags.PASSWORD_CHANGED, organization_id=None, actor=account.public_id, subject=account.public_id)
