"""Accounts: make one, find one, change its password."""

from __future__ import annotations

import secrets

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from alongside.foundation import clock, emails, ids, passwords
from alongside.foundation.database import rows_met, session
from alongside.people import sign_ins
from alongside.people.models import Account, OneTimeLink

LINK_LIVES = {"reset": 2, "slip": 14 * 24, "owner": 48}  # hours
# Of made-up names: easy to read out, to spell and to type, and they say nothing about anybody.
WORDS = ("amber", "birch", "cedar", "clover", "dawn", "fern", "harbor", "hazel", "linden", "maple", "meadow", "river", "sage", "willow")
MADE_UP_NAMES = 5  # tried before giving up


class LinkIsSpent(Exception):
    """A one-time link was used, has run out, was replaced by a newer one, or never was."""


class AddressTaken(Exception):
    """There is an account with this address already."""


class NoFreeName(Exception):
    """Every made-up sign-in name that was tried belongs to somebody."""


def create(*, name: str, email: str | None = None, language: str = "en") -> Account:
    """A new account. Without an address it gets a made-up sign-in name that says nothing about the person.

    Raises AddressTaken.
    """
    if email:
        address = emails.read(email)
        account = Account(
            name=name, email=address.sendable, email_key=address.key, sign_in_name=address.key, language=language
        )
        if not _is_added(account):
            raise AddressTaken
        return account
    for _ in range(MADE_UP_NAMES):  # somebody else may be given the same made-up name at the same instant
        account = Account(name=name, sign_in_name=_free_name(), language=language)
        if _is_added(account):
            return account
    raise NoFreeName


def _is_added(account: Account) -> bool:
    try:
        with session.begin_nested():
            session.add(account)
    except IntegrityError:
        same = (Account.sign_in_name == account.sign_in_name) | (Account.email_key == account.email_key)
        if session.scalar(select(Account.id).where(same).limit(1)) is None:
            raise  # the name was free: something else was wrong, and would be again
        return False
    return True


def by_email(email: str) -> Account | None:
    key = emails.canonical_or_none(email)
    return session.scalar(select(Account).where(Account.email_key == key)) if key else None


def by_sign_in_name(text: str) -> Account | None:
    """Whoever types this to sign in: an address or a made-up name."""
    return session.scalar(select(Account).where(Account.sign_in_name == sign_in_key(text)))


def sign_in_key(text: str) -> str:
    """What somebody typed to sign in, as the one key of an account: twins of it are tried, and counted, as one."""
    return emails.canonical_or_none(text) or text.strip().lower()


def _free_name() -> str:
    while True:
        name = f"{secrets.choice(WORDS)}-{secrets.randbelow(9000) + 1000}"
        if session.scalar(select(Account.id).where(Account.sign_in_name == name)) is None:
            return name


def set_password(account: Account, password_hash: str) -> None:
    """A new password signs the account out everywhere and ends its other links."""
    account.password_hash = password_hash
    sign_ins.end_all(account)
    for link in session.scalars(select(OneTimeLink).where(OneTimeLink.account == account, OneTimeLink.used_at.is_(None))):
        link.used_at = clock.now()


def one_time_link(account: Account, purpose: str) -> str:
    """A token to choose a password with. Earlier ones for the same purpose stop working.

    Anybody may ask for a reset; that must not take away the slip or the rescue that somebody was handed.
    """
    session.execute(
        update(OneTimeLink)
        .where(OneTimeLink.account == account, OneTimeLink.purpose == purpose, OneTimeLink.used_at.is_(None))
        .values(used_at=clock.now())
    )
    token = ids.token()
    session.add(
        OneTimeLink(
            token_hash=ids.digest(token),
            account=account,
            purpose=purpose,
            email_key=account.email_key,
            expires_at=clock.in_(hours=LINK_LIVES[purpose]),
        )
    )
    session.flush()
    return token


def spend_slips(account: Account) -> None:
    """Codes on paper stop working: whoever printed one may know it, and what it opens has changed."""
    session.execute(
        update(OneTimeLink)
        .where(OneTimeLink.account == account, OneTimeLink.purpose == "slip", OneTimeLink.used_at.is_(None))
        .values(used_at=clock.now())
    )


def open_link(token: str) -> OneTimeLink:
    """The link of a token, still good. Raises LinkIsSpent."""
    link = session.scalar(select(OneTimeLink).where(OneTimeLink.token_hash == ids.digest(ids.as_typed(token))))
    if (
        link is None
        or link.used_at is not None
        or link.expires_at <= clock.now()
        or link.account.is_disabled
        or link.email_key != link.account.email_key
    ):
        raise LinkIsSpent
    return link


def use_link(link: OneTimeLink) -> None:
    """Spend it; of two clicks at once one wins. Raises LinkIsSpent."""
    won = rows_met(
        update(OneTimeLink).where(OneTimeLink.id == link.id, OneTimeLink.used_at.is_(None)).values(used_at=clock.now())
    )
    if not won:
        raise LinkIsSpent


def unchanged(looked_at: Account) -> Account | None:
    """The account as it is now; None if its password changed or it was disabled since we looked."""
    account = session.scalar(
        select(Account).where(Account.id == looked_at.id).execution_options(populate_existing=True).with_for_update()
    )
    if account is None or account.is_disabled or account.password_hash != looked_at.password_hash:
        return None
    return account


def disable(account: Account) -> None:
    """Nobody signs in with it from now on, and whoever is signed in is out."""
    account.disabled_at = clock.now()
    sign_ins.end_all(account)


def enable(account: Account) -> None:
    """Whoever has the password signs in again."""
    account.disabled_at = None


def has_password(account: Account | None, password: str) -> bool:
    """Is it theirs? Nobody's password, and that of a disabled account, take as long to refuse."""
    right = passwords.verify(account.password_hash if account else None, password)
    return right and account is not None and not account.is_disabled
