"""Where something stands in an author's file, so that every problem can point at it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from .catalogue import Problem

Place = tuple[int, int]  # line and column, both counted from 1
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
CONTROL = "an invisible control character (U+{:04X}); delete it and type the words again"

CODE = re.compile(r"(?<![\\`])(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.DOTALL)


@dataclass(frozen=True)
class Line:
    """A line, or what is left of it after its first characters were read."""

    text: str
    number: int
    column: int = 1

    def after(self, count: int) -> Line:
        return Line(self.text[count:], self.number, self.column + count)

    def stripped(self) -> Line:
        return self.after(len(self.text) - len(self.text.lstrip()))

    @property
    def is_blank(self) -> bool:
        return not self.text.strip()


@dataclass(frozen=True)
class Passage:
    """A few lines of Markdown that remember where they came from."""

    file: str
    lines: tuple[Line, ...]

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)

    @property
    def start(self) -> Place:
        first = next((line for line in self.lines if not line.is_blank), None)
        return (first.number, first.column) if first else (1, 1)

    def place(self, offset: int) -> Place:
        """Line and column of a character of `text`."""
        for line in self.lines:
            if offset <= len(line.text):
                return line.number, line.column + offset
            offset -= len(line.text) + 1
        return self.start

    def part(self, start: int, end: int) -> Passage:
        """The characters of `text` from `start` to `end`, each at its place."""
        lines, offset = [], 0
        for line in self.lines:
            first, last = max(start - offset, 0), min(end - offset, len(line.text))
            if first <= last and start <= offset + len(line.text):
                lines.append(Line(line.text[first:last], line.number, line.column + first))
            offset += len(line.text) + 1
        return Passage(self.file, tuple(lines))

    def without_code(self) -> str:
        """The text with `code` blanked out: what is written there is shown, not obeyed."""
        return CODE.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), self.text)


def lines_of(text: str, first: int = 1) -> tuple[Line, ...]:
    return tuple(Line(line, number) for number, line in enumerate(text.split("\n"), first))


@dataclass
class Problems:
    """What is found wrong while reading; nothing stops at the first one."""

    found: list[Problem] = field(default_factory=list)

    def error(self, file: str, place: Place, message: str) -> None:
        self.found.append(Problem(file, *place, "error", message))

    def warning(self, file: str, place: Place, message: str) -> None:
        self.found.append(Problem(file, *place, "warning", message))

    def __iter__(self) -> Iterator[Problem]:
        return iter(self.found)

    def in_order(self) -> tuple[Problem, ...]:
        return tuple(
            sorted(set(self.found), key=lambda one: (one.file, one.line, one.column, one.severity, one.message))
        )


def listed(words: Iterable[str]) -> str:
    """“a”, “b” and “c”: for sentences that tell somebody what there is."""
    quoted = [f"“{word}”" for word in words]
    return " and ".join([", ".join(quoted[:-1]), quoted[-1]] if len(quoted) > 1 else quoted)
