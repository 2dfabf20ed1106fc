"""Public ids and secrets. Integer keys stay inside; whatever appears in an address is made here."""

from __future__ import annotations

import hashlib
import secrets

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's base 32: no i, l, o, u
_LOOK_ALIKES = str.maketrans("oil", "011")


def public_id() -> str:
    """16 random characters, 80 bits: names a thing in an address, opens nothing by itself."""
    return "".join(secrets.choice(ALPHABET) for _ in range(16))


def token() -> str:
    """26 random characters, 130 bits: whoever holds it may do something once."""
    return "".join(secrets.choice(ALPHABET) for _ in range(26))


def in_groups(token: str) -> str:
    """The token as it is printed, four characters at a time, so that eyes do not get lost."""
    return " ".join(token[start : start + 4] for start in range(0, len(token), 4))


def as_typed(text: str) -> str:
    """A token that somebody typed from paper: spaces, dashes, capitals and look-alikes (o, i, l) make no difference."""
    return "".join(sign for sign in text.lower() if sign.isalnum()).translate(_LOOK_ALIKES)


def digest(secret: str) -> str:
    """What is stored of a token: SHA-256, hex. Tokens are random, so no salt is needed."""
    return hashlib.sha256(secret.encode()).hexdigest()
