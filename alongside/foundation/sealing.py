"""Sealed values: keys, statements, secrets that a copy of the database alone does not open.

AES-256-GCM; the value names its key; table, row and organization are bound in, so a sealed value moved elsewhere does not open.
"""

from __future__ import annotations

import base64
import re
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from alongside.foundation import keys
from alongside.foundation.installation import Installation, here

VERSION = "s1"


class SealBroken(Exception):
    """The value was changed, belongs to another row, or its key is missing."""


def seal(value: str | bytes, *, table: str, row: object, organization: int | None) -> str:
    """The value as text that only this installation's keys open, in this place only."""
    number, key = _newest(here())
    nonce = secrets.token_bytes(12)
    plain = value.encode() if isinstance(value, str) else value
    sealed = AESGCM(key).encrypt(nonce, plain, _place(table, row, organization))
    return f"{VERSION}.{number}.{base64.urlsafe_b64encode(nonce + sealed).decode()}"


def unseal(value: str, *, table: str, row: object, organization: int | None) -> bytes:
    """What was sealed. Raises SealBroken."""
    try:
        version, number, text = value.split(".")
        raw = base64.urlsafe_b64decode(text)
        if version != VERSION:
            raise SealBroken
        return AESGCM(_keys(here())[int(number)]).decrypt(raw[:12], raw[12:], _place(table, row, organization))
    except (ValueError, KeyError, InvalidTag):
        raise SealBroken from None


def unseal_text(value: str, *, table: str, row: object, organization: int | None) -> str:
    return unseal(value, table=table, row=row, organization=organization).decode()


def new_key(installation: Installation) -> int:
    """Seal with a fresh key from now on; older values still open with theirs. Returns the key's number."""
    number = max(_read_keys(installation), default=0) + 1
    keys.kept(_path(installation, number), lambda: secrets.token_bytes(32))
    return number


def _place(table: str, row: object, organization: int | None) -> bytes:
    return f"{table}\0{row}\0{'' if organization is None else organization}".encode()


def _newest(installation: Installation) -> tuple[int, bytes]:
    known = _keys(installation)
    if not known:
        new_key(installation)
        known = _keys(installation)
    number = max(known)
    return number, known[number]


def _keys(installation: Installation) -> dict[int, bytes]:
    """The folder is asked each time: a key made by another process is known at once, a missing one is missed at once."""
    return _read_keys(installation)


def _read_keys(installation: Installation) -> dict[int, bytes]:
    found = {}
    for path in keys.folder(installation.folder).glob("sealing-*.key"):
        match = re.fullmatch(r"sealing-(\d+)\.key", path.name)
        if match:
            found[int(match[1])] = path.read_bytes()
    return found


def _path(installation: Installation, number: int) -> Path:
    return keys.folder(installation.folder) / f"sealing-{number}.key"
