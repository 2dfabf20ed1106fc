"""A question as its author wrote it, cut into the parts that a kind reads."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from alongside.content.places import Line, Passage, Place, Problems
from alongside.content.prose import Prose


@dataclass(frozen=True)
class OptionSource:
    """`- [x] words`, and the quotation below it."""

    is_marked: bool
    place: Place
    words: Passage
    feedback: Passage | None


@dataclass(frozen=True)
class Source:
    """A question: its option list or its table, and how to turn Markdown into HTML."""

    id: str
    file: str
    place: Place
    options: tuple[OptionSource, ...]
    rows: tuple[tuple[Line, ...], ...]  # of a table: its cells, without the line of dashes
    write: Callable[[Passage], Prose]

    def digest(self, role: str, words: str) -> str:
        """An id that holds while the words do, and tells nothing of the order or the key."""
        return hashlib.sha256(f"{self.id}\n{role}\n{words}".encode()).hexdigest()[:12]

    def inline(self, passage: Passage, what: str, problems: Problems) -> Prose | None:
        """One paragraph, to stand beside a button or in a table."""
        prose = self.write(passage)
        if not prose.text:
            problems.error(self.file, passage.start, f"{what} is empty; write it or remove it")
            return None
        if prose.inline is None:
            problems.error(self.file, passage.start, f"{what} is more than one paragraph; write it as one")
            return None
        return prose

    def cell(self, line: Line) -> Passage:
        return Passage(self.file, (line,))

    def wants_options(self, kind: str, problems: Problems) -> bool:
        if self.rows:
            problems.error(
                self.file,
                (self.rows[0][0].number, 1),
                f"a table belongs to kind=matching, not to {kind}; write a list of - [ ] and - [x]",
            )
        elif not self.options:
            problems.error(self.file, self.place, "the question has no answers; write a list of - [ ] and - [x]")
        return bool(self.options) and not self.rows
