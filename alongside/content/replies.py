"""What one can say in a scene, read from a task list: - [x] [words](#where-it-leads) `skill`, and what comes of it.

The quotation below a reply has two parts: its first paragraph is what the other person does, the rest is the reason.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field

from .catalogue import Reply
from .front_matter import ID
from .items import INDENT, NEARLY_OPTION, OPTION, QUOTE
from .links import Surroundings
from .places import Line, Passage, Place, Problems, listed
from .prose import MEANING, PIECE, Prose, render

SKILLS = {
    "open_question": "A question that cannot be answered by yes or no, and leaves the person room.",
    "closed_question": "A question that one word can answer.",
    "affirmation": "Names a strength or an effort of the person that you have really seen.",
    "simple_reflection": "Says back what the person said, close to their own words.",
    "complex_reflection": "Says back what the person meant or felt, or both sides of it, and leaves it to them to correct it.",
    "summary": "Gathers several things the person said, and asks whether something is missing.",
    "information_with_permission": "Asks whether the person wants to know something, then tells it.",
    "advice_with_permission": "Asks first, then offers a suggestion that the person may leave.",
    "advice_without_permission": "Tells the person what to do, unasked.",
    "self_disclosure": "Tells something of your own life.",
    "roadblock": "Orders, warns, argues, judges, soothes away or changes the subject, so that the person stops talking.",
    "safety_action": "Asks plainly about danger, stays, or brings in the help that is needed.",
    "silence": "Says nothing, stays there, and gives the person time.",
    "honest_limit": "Says openly what you cannot or may not do, and what you can do instead.",
    "practical_help": "Does something with the person that helps today.",
    "repair": "Owns a mistake, says sorry, and begins again.",
}
LINK = re.compile(r"\[(.*)\]\(([^()\s]*)\)", re.DOTALL)
CODES = re.compile(r"`([^`]*)`")


@dataclass(frozen=True)
class ReplyRead:
    """A reply, where it stands, and what its prose needs from the glossary."""

    reply: Reply
    place: Place
    target: Place
    terms: tuple[str, ...]


@dataclass
class Written:
    """A reply as its author wrote it."""

    is_marked: bool
    place: Place
    words: list[Line]
    quoted: list[Line] = field(default_factory=list)


class Replies:
    """Reads the replies of one scene."""

    def __init__(self, scene: str, file: str, around: Surroundings, problems: Problems) -> None:
        self.scene = scene
        self.file = file
        self.around = around
        self.problems = problems

    def read(self, lines: tuple[Line, ...]) -> tuple[ReplyRead, ...]:
        read = [self._reply(one) for one in self._cut(lines)]
        found = [one for one in read if one]
        seen: set[str] = set()
        for one in found:
            if one.reply.id in seen:
                self.problems.error(self.file, one.place, "two replies say the same; change one of them")
            seen.add(one.reply.id)
        return tuple(found)

    def _cut(self, lines: tuple[Line, ...]) -> list[Written]:
        found: list[Written] = []
        for line in lines:
            if option := OPTION.match(line.text):
                found.append(Written(option[1] in "xX", (line.number, line.column), [line.after(option.end())]))
            elif line.is_blank:
                if found and found[-1].quoted:
                    found[-1].quoted.append(line.after(len(line.text)))
            elif found and (indent := INDENT.match(line.text)):
                self._below(found[-1], line.after(len(indent[0])))
            elif NEARLY_OPTION.match(line.text):
                self._error(line, "this reply has no box; begin it with - [ ] or - [x]")
            else:
                self._error(
                    line, "this text belongs to no reply; move it above the question, or indent it by two spaces"
                )
        return found

    def _below(self, reply: Written, line: Line) -> None:
        if quote := QUOTE.match(line.text):
            reply.quoted.append(line.after(len(quote[0])))
        elif any(not one.is_blank for one in reply.quoted):
            self._error(line, "this text belongs to nothing; begin it with > if it is the reaction or the reason")
        else:
            reply.words.append(line)

    def _error(self, line: Line, message: str) -> None:
        self.problems.error(self.file, (line.number, line.stripped().column), message)

    # One reply

    def _reply(self, written: Written) -> ReplyRead | None:
        before = len(self.problems.found)
        passage = Passage(self.file, tuple(written.words))
        reaction, reason = self._outcome(written)
        link = LINK.match(passage.text)
        if link is None:
            self.problems.error(
                self.file, passage.start, "the reply leads nowhere; write it as [words](#scene), with the id of a scene"
            )
            return None
        words = self._words(passage.part(link.start(1), link.end(1)), passage.place(link.start(1)))
        leads_to = self._leads_to(link[2], passage.place(link.start(2)))
        skills = self._skills(passage, link.end())
        if words is None or len(self.problems.found) > before:
            return None
        digest = hashlib.sha256(f"{self.scene}\nreply\n{words.text}".encode()).hexdigest()[:12]
        return ReplyRead(
            Reply(digest, words.inline or "", leads_to, skills, written.is_marked, reaction.html, reason.html),
            written.place,
            passage.place(link.start(2)),
            (*words.terms, *reaction.terms, *reason.terms),
        )

    def _words(self, passage: Passage, place: Place) -> Prose | None:
        prose = render(passage, self.around, self.problems, PIECE)
        if not prose.text or prose.inline is None:
            self.problems.error(
                self.file, place, "the reply has no words; write what is said or done between the brackets"
            )
            return None
        return prose

    def _leads_to(self, href: str, place: Place) -> str:
        if not href.startswith("#") or not ID.fullmatch(href[1:]):
            self.problems.error(self.file, place, f"“{href}” is no scene; write # and the id of a scene of this page")
        return href[1:]

    def _skills(self, passage: Passage, start: int) -> tuple[str, ...]:
        after = passage.text[start:]
        place = passage.place(start)
        if CODES.sub("", after).strip(" ,\n"):
            self.problems.error(
                self.file, place, "after the link stand skills only, such as `open_question`; remove the rest"
            )
        found: dict[str, None] = {}
        for code in CODES.finditer(after):
            for word in re.finditer(r"[^\s,]+", code[1]):
                if word[0] not in SKILLS:
                    self.problems.error(
                        self.file,
                        passage.place(start + code.start(1) + word.start()),
                        f"“{word[0]}” is no skill; there are {listed(SKILLS)}",
                    )
                found[word[0]] = None
        if not found:
            self.problems.error(
                self.file, place, "the reply names no skill; add one after the link, such as `open_question`"
            )
        return tuple(found)

    def _outcome(self, written: Written) -> tuple[Prose, Prose]:
        """What the other person does, and the reason."""
        lines = written.quoted
        gap = next((number for number, line in enumerate(lines) if line.is_blank and number), len(lines))
        parts = [Passage(self.file, tuple(one)) for one in (lines[:gap], lines[gap:])]
        reaction, reason = (render(one, self.around, self.problems, MEANING) for one in parts)
        if not reaction.text:
            self.problems.error(
                self.file,
                written.place,
                "the reply has no reaction; quote below it, two spaces in, what comes of it, and after an empty line the reason",
            )
        elif not reason.text:
            self.problems.error(
                self.file,
                written.place,
                "the reply has no reason; write it as a second paragraph of the quotation, after a line of >",
            )
        return reaction, reason
