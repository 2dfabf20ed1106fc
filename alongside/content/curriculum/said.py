"""What a page says, in plain words that keep their places.

Everything that is not read aloud (marks, addresses, ids, skills) is blanked out, character for character, so that what is
found in the words is found in the author's file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from alongside.content.places import Place

BLOCK = "\f"  # stands where one block of text ends and another begins
HEADER = re.compile(r"---[ ]*\n.*?\n---[ ]*(?:\n|$)", re.DOTALL)
BRACES = re.compile(r"\{[^{}\n]*\}[ \t]*$", re.MULTILINE)
DASHES = re.compile(r"^\|[-:| ]+$", re.MULTILINE)
BULLET = re.compile(r"^[ >]*(?:[-*+]|[0-9]{1,3}\.)[ ]+(?:\[[ xX]\][ ]*)?", re.MULTILINE)
HEADING = re.compile(r"^[ >]*#{1,6}[ ]*", re.MULTILINE)
QUOTED = re.compile(r"^[ ]*>[ >]*(?:\[![A-Z]+\])?", re.MULTILINE)
LEGAL = re.compile(r"^>[ ]?\[!QUOTE\].*(?:\n>.*)*", re.MULTILINE)
CODE = re.compile(r"`[^`\n]*`")
ADDRESS = re.compile(r"\]\([^)\n]{0,500}\)|<https?:[^>\n]{0,500}>")
GAP = re.compile(r"\n[ ]*\n")
SENTENCE = re.compile(r"[^.!?…\f]+[.!?…]*[”’\")]*")
SPEECH = re.compile(r"“[^”\f]*(?:”|(?=\f)|$)")
WORD = re.compile(r"\w+(?:[’'\-]\w+)*")


@dataclass(frozen=True)
class Sentence:
    words: tuple[str, ...]  # small, without marks
    start: int
    end: int


@dataclass(frozen=True)
class Said:
    """A page: its text as written, and the same with everything blanked that is not read."""

    file: str
    text: str

    @cached_property
    def plain(self) -> str:
        return _blanked(self.text)

    @cached_property
    def small(self) -> str:
        return self.plain.lower()

    def place(self, offset: int) -> Place:
        line = self.text.count("\n", 0, offset)
        return line + 1, offset - (self.text.rfind("\n", 0, offset) + 1) + 1

    def sentences(self) -> Iterator[Sentence]:
        for found in SENTENCE.finditer(self.plain):
            words = tuple(one[0].lower() for one in WORD.finditer(found[0]))
            if words:
                start = found.start() + (len(found[0]) - len(found[0].lstrip()))
                yield Sentence(words, start, found.end())

    def in_speech(self, offset: int) -> bool:
        """Whether somebody says this: it stands between quotation marks."""
        return any(start <= offset < end for start, end in self._speech)

    @cached_property
    def _speech(self) -> list[tuple[int, int]]:
        return [found.span() for found in SPEECH.finditer(self.plain)]


def _blanked(text: str) -> str:
    text = HEADER.sub(_bounds, text, count=1) if text.startswith("---") else text
    for pattern in (LEGAL, BRACES, DASHES):
        text = pattern.sub(_bounds, text)
    for pattern in (ADDRESS, CODE):
        text = pattern.sub(_spaces, text)
    for pattern in (HEADING, BULLET):
        text = pattern.sub(_bounds, text)
    text = QUOTED.sub(_spaces, text)
    text = GAP.sub(lambda found: BLOCK + " " * (len(found[0]) - 1), text)
    return text.translate({ord("|"): BLOCK, ord("*"): " ", ord("["): " ", ord("]"): " "})


def _spaces(found: re.Match[str]) -> str:
    return " " * len(found[0])


def _bounds(found: re.Match[str]) -> str:
    return BLOCK * len(found[0])
