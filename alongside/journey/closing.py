"""Closing an account: a mailbox or a person that is not to be trusted. What it holds stays, and it can be opened again."""

from __future__ import annotations

from alongside.foundation.audit import record
from alongside.journey import tags
from alongside.people import accounts
from alongside.people.models import Account


def disable(account: Account) -> None:
    """Twice is once."""
    if account.is_disabled:
        return
    accounts.disable(account)
    record(tags.ACCOUNT_DISABLED, organization_id=None, actor=None, subject=account, person=account)


def enable(account: Account) -> None:
    """Twice is once."""
    if not account.is_disabled:
        return
    accounts.enable(account)
    record(tags.ACCOUNT_ENABLED, organization_id=None, actor=None, subject=account, person=account)
