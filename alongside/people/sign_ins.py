"""Sign-in sessions are rows: signing out, a new password, or disabling the account ends them at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import case, delete, select, update

from alongside.foundation import clock, ids
from alongside.foundation.database import session
from alongside.people.models import Account, SignIn

OWN_DEVICE = timedelta(days=14)
SHARED_DEVICE = timedelta(hours=8)
SHARED_QUIET = timedelta(minutes=20)
OWN_QUIET = timedelta(days=3)
NOTICED_EVERY = timedelta(minutes=2)  # how often "last seen" is written


def start(account: Account, *, shared_device: bool) -> str:
    """Sign the person in on this device. Returns the token for the cookie."""
    token = ids.token()
    life = SHARED_DEVICE if shared_device else OWN_DEVICE
    session.add(
        SignIn(token_hash=ids.digest(token), account=account, shared_device=shared_device, expires_at=clock.now() + life)
    )
    session.flush()
    return token


def of_token(token: str) -> SignIn | None:
    """The live sign-in of a token: not run out, not quiet for too long, account not disabled."""
    found = session.scalar(select(SignIn).where(SignIn.token_hash == ids.digest(token)))
    if found is None or found.account.is_disabled or found.expires_at <= clock.now():
        return None
    return None if is_quiet_too_long(found.last_seen_at, shared_device=found.shared_device) else found


def is_quiet_too_long(last_seen_at: datetime, *, shared_device: bool) -> bool:
    return clock.now() - last_seen_at > (SHARED_QUIET if shared_device else OWN_QUIET)


def notice(sign_in_id: int) -> None:
    """The person was here just now."""
    session.execute(update(SignIn).where(SignIn.id == sign_in_id).values(last_seen_at=clock.now()))


def end(token: str) -> None:
    session.execute(delete(SignIn).where(SignIn.token_hash == ids.digest(token)))


def end_all(account: Account) -> None:
    session.execute(delete(SignIn).where(SignIn.account_id == account.id))


def of_account(account_id: int, *, size: int = 20) -> Sequence[SignIn]:
    """The devices that are signed in with this account, the one used last first."""
    now = clock.now()
    return session.scalars(
        select(SignIn)
        .where(
            SignIn.account_id == account_id,
            SignIn.expires_at > now,
            SignIn.last_seen_at > case((SignIn.shared_device, now - SHARED_QUIET), else_=now - OWN_QUIET),
        )
        .order_by(SignIn.last_seen_at.desc(), SignIn.id.desc())
        .limit(size)
    ).all()


def clear_old() -> None:
    session.execute(delete(SignIn).where(SignIn.expires_at < clock.now()))
