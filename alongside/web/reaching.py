"""How somebody is reached: an email address, a page or a telephone number, as it was written, and its link."""

from __future__ import annotations

import re
from email.utils import parseaddr
from urllib.parse import quote, urlsplit

from alongside.foundation import emails

SCHEME = re.compile(r"https?:", re.IGNORECASE)
PAGE_WITHOUT_SCHEME = re.compile(r"[\w-]+(?:\.[\w-]+)+(?:/\S*)?")
DIGITS_OF_A_NUMBER = 3  # 988 is one; so is what a street address has


def reach(text: str) -> tuple[str, str] | None:
    """Words and link for whoever wants to reach somebody; None where nothing is set. What is no link is shown as words."""
    text = text.strip()
    return (text, _link(text)) if text else None


def leads_somewhere(text: str) -> bool:
    """Could somebody be reached by this?"""
    if _link(text.strip()):
        return True
    if SCHEME.match(text.strip()):
        return False
    return sum(sign.isdigit() for sign in text) >= DIGITS_OF_A_NUMBER or bool(PAGE_WITHOUT_SCHEME.fullmatch(text.strip()))


def _link(text: str) -> str:
    if _is_page(text):
        return text
    address = _address(text)
    return f"mailto:{quote(address, safe='@')}" if address else ""


def _is_page(text: str) -> bool:
    try:
        parts = urlsplit(text)
        _port = parts.port
    except ValueError:
        return False
    return parts.scheme in {"https", "http"} and bool(parts.hostname) and not any(map(str.isspace, text))


def _address(text: str) -> str:
    """The address in “office@example.org” or “Office <office@example.org>”, else nothing."""
    address = parseaddr(text)[1]
    whole = address and (text == address or text.endswith(f"<{address}>"))
    return address if whole and emails.canonical_or_none(address) else ""
