"""Sign in: what happens between the right password, or a link that stands for it, and the cookie."""

from __future__ import annotations

from alongside.foundation.audit import record
from alongside.journey import tags
from alongside.learning import enrolments
from alongside.organizations import members
from alongside.people import accounts, sign_ins
from alongside.people.models import Account


def confirm(looked_at: Account, *, better_hash: str | None = None) -> Account | None:
    """The account, if nothing changed since its password was looked at (hashing is slow, and done outside).

    `better_hash`: the same password, hashed the way we do it today.
    """
    account = accounts.unchanged(looked_at)
    if account is None:
        return None
    if better_hash is not None:
        account.password_hash = better_hash
    return account


def begin(account: Account, *, shared_device: bool) -> str:
    """One more device is in, whichever way: password, link, slip or invitation. Returns its token."""
    record(
        tags.SIGNED_IN, organization_id=None, actor=account.public_id, subject=account.public_id, person=account.public_id
    )
    return sign_ins.start(account, shared_device=shared_device)


def end_everywhere(account: Account) -> None:
    """Every device is out, this one too."""
    sign_ins.end_all(account)
    record(tags.SIGNED_OUT_EVERYWHERE, organization_id=None, actor=account.public_id, subject=account.public_id)


def rename(account: Account, name: str, *, called: str | None) -> None:
    """The name as it will be printed from now on, and how we call them. What was issued keeps the name it was issued with."""
    account.called = called
    if account.name == name:
        return
    account.name = name
    members.rename(account)
    enrolments.rename(account)
    record(tags.NAME_CHANGED, organization_id=None, actor=account.public_id, subject=account.public_id)
