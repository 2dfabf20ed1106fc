"""E-mail addresses: which of them are the same person's, and where mail is sent."""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

from email_validator import EmailNotValidError, validate_email

LONGEST = 254
TYPED_AT_MOST = 4 * LONGEST


class NotAnAddress(ValueError):
    """This cannot be an e-mail address."""


class Address(NamedTuple):
    """What was read from a field: where mail is sent, and the one key of whose address it is."""

    sendable: str
    key: str


def read(text: str | None) -> Address:
    """What somebody typed or pasted, tidied: invisible letters and wide ones go, capitals stay. Raises NotAnAddress."""
    tidy = _tidied(text or "")
    return Address(tidy, canonical(tidy))


def canonical(address: str) -> str:
    """The one key of an address. Spaces around it, capitals and Unicode twins make no second person. Raises NotAnAddress."""
    _valid(_tidied(address))
    local, _, domain = _valid(_folded(address)).rpartition("@")
    return f"{_folded(local)}@{domain}"


def canonical_or_none(address: str | None) -> str | None:
    try:
        return canonical(address or "")
    except NotAnAddress:
        return None


def sendable(address: str) -> str:
    """The address as its owner wrote it, fit for a To: line. Refuses what could begin a second line."""
    return read(address).sendable


def on_the_wire(address: str) -> str:
    """The address for a mail server, its domain in ASCII: every server takes that. Raises NotAnAddress."""
    return _valid(_tidied(address))


def _folded(text: str) -> str:
    """Small, composed, compatible letters without invisible ones: applying it again changes nothing."""
    return _tidied(text, small=True)


def _tidied(text: str, *, small: bool = False) -> str:
    """Composed, compatible letters without invisible ones; `small`: and no capitals."""
    if len(text) > TYPED_AT_MOST:  # before anything is normalised: marks on marks cost their number squared
        raise NotAnAddress
    text = text.strip()
    for _ in range(4):
        tidy = unicodedata.normalize("NFKC", text.casefold() if small else text)
        tidy = "".join(one for one in tidy if unicodedata.category(one) not in {"Cf", "Cc"} or one in "\r\n\t\0")
        tidy = tidy.strip()
        if tidy == text:
            break
        text = tidy
    return text


def _valid(text: str) -> str:
    """The address with its domain in ASCII. Nobody is asked: no name service, no network.

    Refused: what a header would read as an encoded word, and so as another address, and letters beyond ASCII before
    the @, for which few mail servers have a way.
    """
    if len(text) > LONGEST or not text.isprintable() or "=?" in text or not text.rpartition("@")[0].isascii():
        raise NotAnAddress
    try:
        found = validate_email(text, check_deliverability=False, allow_smtputf8=True, test_environment=True)
    except EmailNotValidError:
        raise NotAnAddress from None
    domain = (found.ascii_domain or found.domain).lower()
    return f"{found.local_part}@{domain}"
