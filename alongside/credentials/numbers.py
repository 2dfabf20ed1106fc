"""A certificate's two names: a code for its address (nobody can guess it), a number for people to read out.

Both use Crockford's base32: digits and letters without I, L, O and U, so that nothing is mistaken for 1 or 0.

The number's last character is a check. ISO 7064 (MOD 37,36) and Crockford's own (mod 37) need signs outside these 32,
so the check is Damm's, over the field of 32 elements: fold x ∘ y = 2(x + y), modulus z⁵ + z² + 1.
It catches every wrong character and every swap of two, adjacent or not. Source: H. M. Damm, "Total anti-symmetrische
Quasigruppen" (Marburg, 2004), where 2x + y is shown to be totally anti-symmetric for every order 2ᵏ, k > 1.
"""

from __future__ import annotations

import re
import secrets
import unicodedata
from urllib.parse import urlsplit

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 26  # 5 bits each: 130 random bits
NUMBER_LENGTH = 12  # 11 random characters (55 bits) and the check

_LOOK_ALIKES = str.maketrans("OIL", "011")
_GAPS = re.compile(r"[\s\-‐‑‒–—−_.]+")
_LONGEST_TYPED = 2_000
_START = 12  # not 0, or a row of zeros would be a number; 12 makes the design's sample, 7QWM-4KDN-X2RB, a true one


def new_code() -> str:
    """130 random bits as 26 lower-case characters: safe in a URL, in a mail, and over the telephone."""
    return _random(CODE_LENGTH).lower()


def new_number() -> str:
    """A number for print, such as 7QWM-4KDN-X2RB. Random: it tells neither order nor how many there are."""
    start = _random(NUMBER_LENGTH - 1)
    return _in_fours(start + ALPHABET[_fold(start)])


def normal_number(text: str) -> str | None:
    """What somebody typed, as the number would be printed; None if no number reads like that."""
    signs = _signs(text)
    if signs is None or len(signs) != NUMBER_LENGTH or ALPHABET[_fold(signs[:-1])] != signs[-1]:
        return None
    return _in_fours(signs)


def normal_code(text: str) -> str | None:
    """A code, or the address that ends in one, as the code was made; None if it cannot be one."""
    signs = _signs(_end_of_address(text))
    return signs.lower() if signs is not None and len(signs) == CODE_LENGTH else None


def _random(length: int) -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def _in_fours(signs: str) -> str:
    return "-".join(signs[at : at + 4] for at in range(0, len(signs), 4))


def _fold(signs: str) -> int:
    folded = _START
    for sign in signs:
        folded = _doubled(folded ^ ALPHABET.index(sign))
    return folded


def _doubled(element: int) -> int:
    doubled = element << 1
    return doubled ^ 0b100101 if doubled & 0b100000 else doubled


def _signs(text: str) -> str | None:
    if len(text) > _LONGEST_TYPED:
        return None
    wide = unicodedata.normalize("NFKC", text)  # full-width letters from an East Asian keyboard
    signs = _GAPS.sub("", wide).upper().translate(_LOOK_ALIKES)
    return signs if signs and all(sign in ALPHABET for sign in signs) else None


def _end_of_address(text: str) -> str:
    text = text.strip().strip("<>()[]\"'“”.,;")
    if "/" not in text or len(text) > _LONGEST_TYPED:
        return text
    try:
        path = urlsplit(text).path
    except ValueError:
        return ""
    return path.rstrip("/").rpartition("/")[2]
