"""E-mail addresses: which of them are the same person's, and where mail is sent."""

from __future__ import annotations

import unicodedata

from email_validator import EmailNotValidError, validate_email

LONGEST = 254


class NotAnAddress(ValueError):
    """This cannot be an e-mail address."""


def canonical(address: str) -> str:
    """The one key of an address. Spaces around it, capitals and Unicode twins make no second person."""
    local, _, domain = _valid(_folded(address)).rpartition("@")
    return f"{_folded(local)}@{domain}"


def canonical_or_none(address: str | None) -> str | None:
    try:
        return canonical(address or "")
    except NotAnAddress:
        return None


def sendable(address: str) -> str:
    """The address as its owner wrote it, fit for a To: line. Refuses what could begin a second line."""
    text = address.strip()
    _valid(text)
    return text


def _folded(text: str) -> str:
    """Small, composed, compatible letters without invisible ones: applying it again changes nothing."""
    text = text.strip()
    for _ in range(4):
        folded = unicodedata.normalize("NFKC", text.casefold())
        folded = "".join(one for one in folded if unicodedata.category(one) not in {"Cf", "Cc"} or one in "\r\n\t\0")
        folded = folded.strip()
        if folded == text:
            break
        text = folded
    return text


def _valid(text: str) -> str:
    """The address with its domain in ASCII. Nobody is asked: no name service, no network."""
    if len(text) > LONGEST or not text.isprintable():
        raise NotAnAddress
    try:
        found = validate_email(text, check_deliverability=False, allow_smtputf8=True, test_environment=True)
    except EmailNotValidError:
        raise NotAnAddress from None
    domain = (found.ascii_domain or found.domain).lower()
    return f"{found.local_part}@{domain}"
