"""Passwords: long rather than curious (NIST SP 800-63B-4), kept as Argon2id, never guessable from a list."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST, LONGEST = 15, 256
FEWEST_GUESSES = 8.0  # powers of ten; below it a patient machine needs no luck
LOOKED_AT = 72  # characters; guessing at more takes long and tells no more
PRODUCT_WORDS = ("alongside", "peer", "supporter", "support", "training", "trainee", "trainer", "certificate")

_PROFILES = {
    # About 80 ms and 32 MiB a check on a small server: more than OWASP's least (19 MiB, twice).
    "usual": PasswordHasher(time_cost=2, memory_cost=32 * 1024, parallelism=1),
    "fast": PasswordHasher(time_cost=1, memory_cost=64, parallelism=1),
}
_hasher = _PROFILES["usual"]
_nobodys: dict[PasswordHasher, str] = {}


@dataclass
class WeakPassword(ValueError):
    """A password that will not do: `code` says why, `values` fill the sentence."""

    code: str
    values: dict[str, int] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.code


def check_new(password: str, *, personal: Sequence[str] = ()) -> None:
    """Raise WeakPassword unless this may be somebody's new password.

    `personal`: name, address, organization: what others would try first. Codes: too_short (shortest), too_long
    (longest), repeated, personal, common.
    """
    if len(password) > 4 * LONGEST:
        raise WeakPassword("too_long", {"longest": LONGEST})
    password = normal(password)
    if len(password) < SHORTEST:
        raise WeakPassword("too_short", {"shortest": SHORTEST})
    if len(password) > LONGEST:
        raise WeakPassword("too_long", {"longest": LONGEST})
    if _is_repetition(password):
        raise WeakPassword("repeated")
    words = _words(personal)
    if _is_made_of(password, [*words, *PRODUCT_WORDS]):
        raise WeakPassword("personal")
    if _guesses(password, [*words, *PRODUCT_WORDS]) < FEWEST_GUESSES:
        raise WeakPassword("common")


def hash_password(password: str) -> str:
    """What is stored of a password."""
    return _hasher.hash(normal(password))


def verify(stored: str | None, password: str) -> bool:
    """Is this the password? An account without one, or no account at all, takes as long to say no."""
    if len(password) > 4 * LONGEST or len(password := normal(password)) > LONGEST:
        return False  # refused by its length, before any work is done
    try:
        _hasher.verify(stored or _nobodys_hash(), password)
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None


def needs_new_hash(stored: str) -> bool:
    """Was this made with weaker parameters than ours? Then hash the password anew once it was verified."""
    try:
        return _hasher.check_needs_rehash(stored)
    except InvalidHashError:
        return True


def normal(password: str) -> str:
    """The same password from every keyboard."""
    return unicodedata.normalize("NFKC", password)


@contextmanager
def profile(name: str) -> Iterator[None]:
    """Inside this block hashing is "fast" (tests only: worth nothing against anybody) or "usual"."""
    global _hasher
    before, _hasher = _hasher, _PROFILES[name]
    try:
        yield
    finally:
        _hasher = before


def _nobodys_hash() -> str:
    if _hasher not in _nobodys:
        _nobodys[_hasher] = _hasher.hash("nobody has this password")
    return _nobodys[_hasher]


def _is_repetition(password: str) -> bool:
    """A short piece again and again: "aaaa…", "abcabcabc…"."""
    return len(set(password)) < 4 or re.fullmatch(r"(.{1,6}?)\1+(.{0,5})", password, re.DOTALL) is not None


def _words(personal: Sequence[str]) -> list[str]:
    parts = [part.casefold() for text in personal if text for part in re.split(r"[\W_]+", normal(text))]
    return [part for part in parts if len(part) >= 3][:40]


def _is_made_of(password: str, words: Sequence[str]) -> bool:
    """Is little left when these words are taken out?"""
    rest = password.casefold()
    for word in sorted(set(words), key=len, reverse=True):
        rest = rest.replace(word, "")
    return len(rest) < len(password) and len(re.sub(r"[\W\d_]", "", rest)) < 4


def _guesses(password: str, words: Sequence[str]) -> float:
    """How many guesses a machine needs, as a power of ten."""
    from zxcvbn import zxcvbn  # its word lists take 80 ms to read: only those who choose a password wait

    return float(zxcvbn(password[:LOOKED_AT], user_inputs=list(words))["guesses_log10"])
