"""A page cut at its ## headings: the glossary's entries, a bank's questions."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .places import Line, Passage

HEADING = re.compile(r"##(?!#)[ \t]*")
BRACES = re.compile(r"\s*\{([^{}]*)\}\s*$")
WORD = re.compile(r"\S+")


@dataclass(frozen=True)
class Section:
    """A heading, the words in its braces, and what stands below it."""

    heading: Line
    attributes: tuple[Line, ...] | None  # the words in braces, each with its place; None without braces
    body: Passage

    @property
    def place(self) -> tuple[int, int]:
        return self.heading.number, 1


def sections_of(passage: Passage) -> tuple[Passage, list[Section]]:
    """What stands before the first heading, and the sections."""
    starts = [number for number, line in enumerate(passage.lines) if HEADING.match(line.text)]
    ends = [*starts[1:], len(passage.lines)][: len(starts)]
    before = passage.lines[: starts[0]] if starts else passage.lines
    cut = [_section(passage.file, passage.lines[start:end]) for start, end in zip(starts, ends, strict=True)]
    return Passage(passage.file, before), cut


def _section(file: str, lines: tuple[Line, ...]) -> Section:
    first = lines[0]
    words = first.after(len(HEADING.match(first.text)[0]))  # type: ignore[index]  # sections begin with a heading
    braces = BRACES.search(words.text)
    attributes = None
    if braces:
        inside = words.after(braces.start(1))
        attributes = tuple(
            Line(found[0], inside.number, inside.column + found.start()) for found in WORD.finditer(braces[1])
        )
        words = Line(words.text[: braces.start()], words.number, words.column)
    return Section(words, attributes, Passage(file, lines[1:]))
