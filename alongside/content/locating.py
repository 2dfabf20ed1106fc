"""Finds in the author's text what was found in the tree, so that a problem names the very place."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .links import as_a_browser_reads
from .places import Passage, Place

DESTINATION = re.compile(
    r"(?<!\\)\]\(\s*<?([^)\s>]*)|^ {0,3}\[[^\]\n]+\]:\s*<?(\S*)|<(https?:[^<>\s]*)>", re.IGNORECASE | re.MULTILINE
)
MARKUP = re.compile(r"<(?!https?:[^<>\s]*>)(?=[a-z/!?])", re.IGNORECASE)
HEADING = re.compile(r"^[ >]*(?:[-*+] +|[0-9]+\. +)*(#{1,6})(?!#)", re.MULTILINE)


@dataclass(frozen=True)
class Written:
    offset: int
    destination: str


class Locator:
    """Goes through a passage once, from top to bottom, as the tree is gone through."""

    def __init__(self, passage: Passage) -> None:
        self.passage = passage
        self.text = passage.without_code()
        found = list(DESTINATION.finditer(self.text))
        self.links = [self._written(one) for one in found if one[2] is None]
        self.definitions = [self._written(one) for one in found if one[2] is not None]  # [1]: address; used many times
        self.headings = [(len(found[1]), found.start(1)) for found in HEADING.finditer(self.text)]

    def _written(self, found: re.Match[str]) -> Written:
        destination = found[1] or found[2] or found[3] or ""
        begin = self._opening(found.start()) if self.text[found.start()] == "]" else found.start()
        return Written(begin, as_a_browser_reads(destination))

    def _opening(self, closing: int) -> int:
        """The bracket, or the ! before it, that opens what closes here."""
        depth = 0
        for at in range(closing, -1, -1):
            depth += {"]": 1, "[": -1}.get(self.text[at], 0)
            if depth == 0:
                return at - 1 if at and self.text[at - 1] == "!" else at
        return closing

    def next_link(self, destination: str) -> Place:
        """The place of the next link or picture with this address; each is found once."""
        wanted = as_a_browser_reads(destination)
        for one in self.links:
            if one.destination == wanted:
                return self._taken(one)
        for one in [*self.definitions, *self.links]:
            if one.destination and wanted.startswith(one.destination):
                return self._taken(one)
        return self._taken(self.links[0]) if self.links else self.passage.start

    def _taken(self, link: Written) -> Place:
        if link in self.links:
            self.links.remove(link)
        return self.passage.place(link.offset)

    def links_left(self) -> list[Place]:
        """Where something is written like a link and became none."""
        return [self.passage.place(one.offset) for one in self.links]

    def next_heading(self, level: int) -> Place:
        same = (number for number, (marks, _) in enumerate(self.headings) if marks == level)
        at = next(same, None)
        return self.passage.start if at is None else self.passage.place(self.headings.pop(at)[1])

    def words(self, words: str) -> Place:
        at = self.text.find(words)
        return self.passage.start if at < 0 else self.passage.place(at)

    def markup(self) -> list[Place]:
        """Where something looks like raw HTML."""
        return [self.passage.place(found.start()) for found in MARKUP.finditer(self.text)]
