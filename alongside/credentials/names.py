"""Whether a name can be printed, and how it is written then.

A typeface that lacks a letter would stop the whole certificate (PDF/A allows no missing glyph), so the question is put
here, when the name is entered. What is set is the person's own spelling; nothing is transliterated.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from fontTools import unicodedata as scripts

from alongside.credentials.fonts import font_paths, typefaces

__all__ = ["LONGEST_NAME", "CannotPrint", "font_paths", "initial", "mixed_scripts", "printable", "tidy"]

LONGEST_NAME = 120
TYPED_AT_MOST = 1_000  # of a name; more is too long, whatever it is
LONGEST_TEXT = 20_000
_JOINED_SCRIPTS = r"\u0600-\u08ff\u0900-\u0dff\u1780-\u17ff\u1800-\u18af\ufb50-\ufdff\ufe70-\ufefc"
_LOOSE_JOINERS = re.compile(rf"(?<![{_JOINED_SCRIPTS}])[\u200c\u200d]+|[\u200c\u200d]+(?![{_JOINED_SCRIPTS}])")
_TOGETHER = ({"Latn"}, {"Hani", "Hira", "Kana"}, {"Hani", "Hang"}, {"Hani", "Bopo"})


class CannotPrint(ValueError):
    """This name, or this line, cannot be set. `reason` is for sentences in the reader's language."""

    def __init__(
        self,
        characters: str,
        script: str,
        advice: str,
        reason: Literal["empty", "too_long", "no_typeface"] = "no_typeface",
    ) -> None:
        super().__init__(advice)
        self.characters = characters
        self.script = script
        self.advice = advice
        self.reason = reason


def printable(name: str, fonts: Sequence[Path] | None = None) -> str:
    """The name as it will be set. Raises CannotPrint, which says what stands in the way and what to do."""
    name = tidy(name[:TYPED_AT_MOST])
    if not any(unicodedata.category(sign).startswith("L") for sign in name):
        raise CannotPrint("", "", "Write the name as it should stand on the certificate.", "empty")
    if len(name) > LONGEST_NAME:
        advice = f"A certificate has room for {LONGEST_NAME} characters, and this name has {len(name)}. Shorten it."
        raise CannotPrint("", "", advice, "too_long")
    refuse_what_is_missing(name, fonts)
    return name


def initial(name: str) -> str:
    """The first letter, as a capital: stands for a logo where there is none."""
    return next((sign.upper() for sign in tidy(name) if unicodedata.category(sign).startswith("L")), "")


def refuse_what_is_missing(text: str, fonts: Sequence[Path] | None = None) -> None:
    """Raise CannotPrint for text with a character that no typeface here has."""
    missing = typefaces(font_paths() if fonts is None else fonts).missing(text)
    if missing:
        script = _script_name(missing)
        advice = (
            f"No typeface here has {_listed(missing)} ({script}). Write it in another script the person uses, "
            f"or ask whoever runs this site to add a font for {script}."
        )
        if any(scripts.script(sign) == "Zyyy" and unicodedata.category(sign)[0] == "S" for sign in missing):
            advice = f"Symbols such as {_listed(missing)} cannot be printed. Leave them out."
        raise CannotPrint(missing, script, advice)


def tidy(text: str) -> str:
    """Composed (NFC), on one line, one space between words; without controls or marks that turn the reading order."""
    # Cut before anything is normalised: marks on marks cost their number squared. No page holds what is cut.
    text = _LOOSE_JOINERS.sub("", unicodedata.normalize("NFC", text[:LONGEST_TEXT]))
    return " ".join("".join(map(_visible, text)).split())


def mixed_scripts(name: str) -> tuple[str, ...]:
    """The scripts in one word that mixes them (Latin with a Cyrillic “а” in it): worth a warning, not a refusal."""
    for word in re.split(r"[\s\-]+", name):
        found = {scripts.script(sign) for sign in word} - {"Zyyy", "Zinh", "Zzzz"}
        if len(found) > 1 and not any(found <= together for together in _TOGETHER):
            return tuple(sorted(scripts.script_name(script) for script in found))
    return ()


def _visible(sign: str) -> str:
    category = unicodedata.category(sign)
    if category in ("Zs", "Zl", "Zp") or sign in "\t\n\r\v\f\x85":
        return " "
    if category == "Cc" or (category == "Cf" and sign not in "\u200c\u200d") or 0xFE00 <= ord(sign) <= 0xFE0F:
        return ""
    return sign


def _script_name(missing: str) -> str:
    known = [scripts.script(sign) for sign in missing]
    known = [script for script in known if script not in ("Zyyy", "Zinh", "Zzzz")] or known
    return str(scripts.script_name(known[0], default="unknown"))


def _listed(missing: str) -> str:
    return " ".join(missing[:8]) + (" …" if len(missing) > 8 else "")
