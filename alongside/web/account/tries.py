"""How often somebody may try. Nobody is locked out; whoever tries much waits between tries.

A password may be tried 10 times for one name in a quarter of an hour, and 60 times from one network in ten minutes: after that,
one try passes every 90 (every 10) seconds. So that a stranger's tries cannot keep the owner out, a device on which the
owner has signed in before, and which they called their own, has a count of its own. On any other device the way in is
then a link to the mailbox, or a slip. Names are counted as they are typed, whether there is such an account or not.
"""

from __future__ import annotations

from alongside.foundation import throttle
from alongside.people import accounts
from alongside.people.models import Account
from alongside.web import callers, identity

QUARTER, TEN_MINUTES = 15 * 60, 10 * 60


def count_password(name: str, account: Account | None) -> None:
    """A password is about to be tried. Raises TooMany."""
    if account is not None and identity.is_device_of(account):
        throttle.allow("sign-in, own device", account.public_id, limit=10, per_seconds=QUARTER)
        return
    throttle.allow("sign-in, network", callers.network(), limit=60, per_seconds=TEN_MINUTES)
    throttle.allow("sign-in, name", accounts.sign_in_key(name), limit=10, per_seconds=QUARTER)


def forgive(account: Account) -> None:
    """It was the right person: their own count begins anew. The network's does not."""
    throttle.forgive("sign-in, name", account.sign_in_name)
    throttle.forgive("sign-in, own device", account.public_id)


def count_mail(address: str) -> None:
    """A mail is about to be asked for. Raises TooMany, for an unknown address just the same."""
    throttle.allow("mail, network", callers.network(), limit=20, per_seconds=TEN_MINUTES)
    throttle.allow("mail, address", accounts.sign_in_key(address), limit=4, per_seconds=QUARTER)


def count_code(what: str) -> None:
    """A code that was typed is about to be looked up. Raises TooMany."""
    throttle.allow(what, callers.network(), limit=20, per_seconds=TEN_MINUTES)
