"""Questions, read from the sections of a bank: ## What is asked? {#id kind=… pool=…}, its answers, what to keep."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace

from .catalogue import Item
from .front_matter import COMPETENCY, ID
from .links import Surroundings
from .places import Line, Passage, Place, Problems, listed
from .prose import PIECE, Prose, render
from .questions.registry import kinds
from .questions.source import OptionSource, Source
from .sections import Section

OPTION = re.compile(r"[-*+] \[([ xX])\](?: |$)")
NEARLY_OPTION = re.compile(r"[-*+] ")
INDENT = re.compile(r"(?: {2,}|\t)")
QUOTE = re.compile(r" *> ?")
DASHES = re.compile(r":?-+:?")
KEYS = ("kind", "pool", "competency", "objective", "lesson", "difficulty")
UNSEEN_BY_PEOPLE = frozenset({"revision", "pool", "competencies", "objective", "lesson", "difficulty"})


@dataclass(frozen=True)
class ItemRead:
    """An item, and where in its heading each thing is said."""

    item: Item
    place: Place
    places: Mapping[str, Place]


@dataclass
class Braces:
    """What a question's heading says in braces."""

    values: dict[str, str] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)

    def many(self, key: str) -> tuple[str, ...]:
        return tuple(part for part in self.values.get(key, "").split(",") if part)


@dataclass
class Parts:
    """What stands below a question's heading."""

    situation: list[Line] = field(default_factory=list)
    options: list[tuple[bool, Line, list[Line], list[Line]]] = field(
        default_factory=list
    )  # right, line, words, feedback
    rows: list[Line] = field(default_factory=list)
    explanation: list[Line] = field(default_factory=list)


def read_item(section: Section, around: Surroundings, problems: Problems) -> ItemRead | None:
    file = section.body.file
    before = len(problems.found)
    braces = _braces(file, section, problems)
    parts = _Cutter(file, problems).cut(section.body.lines)

    def write(passage: Passage) -> Prose:
        return render(passage, around, problems, PIECE)

    stem = write(Passage(file, (section.heading,)))
    if not stem.text or stem.inline is None:
        problems.error(file, section.place, "the question does not ask anything; write it after the ##")
    situation, explanation = (write(Passage(file, tuple(lines))) for lines in (parts.situation, parts.explanation))
    kind = kinds().get(braces.values.get("kind", ""))
    if kind is None or "id" not in braces.values:
        return None
    source = Source(braces.values["id"], file, section.place, _options(file, parts), _rows(parts), write)
    body = kind.parse(source, problems)
    if body is None or _has_errors(problems, before):
        return None
    item = Item(
        id=source.id,
        revision="",
        kind=kind.NAME,
        pool=braces.values["pool"],
        stem=stem.inline or "",
        stem_text=stem.text,
        situation=situation.html,
        explanation=explanation.html,
        body=body,
        competencies=braces.many("competency"),
        objective=braces.values.get("objective"),
        lesson=braces.values.get("lesson"),
        difficulty=float(braces.values["difficulty"]) if "difficulty" in braces.values else None,
        critical="critical" in braces.values,
    )
    return ItemRead(replace(item, revision=revision(item)), section.place, braces.places)


def revision(item: Item) -> str:
    """A digest of what a person sees and of what decides the mark; where the question is filed does not count."""
    seen = {key: value for key, value in asdict(item).items() if key not in UNSEEN_BY_PEOPLE}
    return hashlib.sha256(json.dumps(seen, sort_keys=True).encode()).hexdigest()[:16]


def _has_errors(problems: Problems, before: int) -> bool:
    return any(one.severity == "error" for one in problems.found[before:])


# The braces


def _braces(file: str, section: Section, problems: Problems) -> Braces:
    braces = Braces()
    if section.attributes is None:
        problems.error(file, section.place, "the question has no braces; end its heading with {#id kind=… pool=…}")
        return braces
    for word in section.attributes:
        _read_word(file, word, braces, problems)
    for key in ("id", "kind", "pool"):
        if key not in braces.values and key not in braces.places:
            example = "#an-id" if key == "id" else f"{key}=…"
            problems.error(file, section.place, f"the question has no {key}; add {example} in the braces")
    return braces


def _read_word(file: str, word: Line, braces: Braces, problems: Problems) -> None:
    key, equals, value = word.text.partition("=")
    if word.text.startswith("#"):
        key, value = "id", word.text[1:]
    elif word.text == "critical":
        value = "yes"
    elif not equals or key not in KEYS:
        problems.error(
            file,
            (word.number, word.column),
            f"“{word.text}” means nothing here; there are #id, critical, " + ", ".join(f"{key}=" for key in KEYS),
        )
        return
    place = word.number, word.column
    if key in braces.places:
        problems.error(file, place, f"“{key}” is said twice; keep one of them")
        return
    braces.places[key] = place
    if wrong := _wrong(key, value):
        problems.error(file, place, wrong)
    else:
        braces.values[key] = value


def _wrong(key: str, value: str) -> str | None:
    """Why this value does not fit, or None."""
    if key == "kind" and value not in kinds():
        return f"“{value}” is no kind of question; there are {listed(kinds())}"
    if key in {"id", "pool", "objective", "lesson"} and not ID.fullmatch(value):
        return f"“{value}” cannot be an id; use small letters, digits and hyphens, such as both-sides"
    if key == "competency" and not all(COMPETENCY.fullmatch(part) for part in value.split(",")):
        return f"“{value}” is no competency; write CC1 to CC12 (CC9.2), or ADV, ETH, MEN, REC, HR"
    if key == "difficulty" and not re.fullmatch(r"0(\.\d{1,3})?|1(\.0{1,3})?", value):
        return f"“{value}” is no difficulty; write a number from 0 (hard) to 1 (easy)"
    return None


# What stands below the heading


class _Cutter:
    """Goes through the lines once: situation, then options or a table, then what to keep."""

    def __init__(self, file: str, problems: Problems) -> None:
        self.file = file
        self.problems = problems
        self.parts = Parts()
        self.where = "situation"

    def cut(self, lines: tuple[Line, ...]) -> Parts:
        for line in lines:
            self._take(line)
        return self.parts

    def _error(self, line: Line, message: str) -> None:
        self.problems.error(self.file, (line.number, line.stripped().column), message)

    def _take(self, line: Line) -> None:
        if found := OPTION.match(line.text):
            self._option(line, found)
        elif self.where in {"situation", "table"} and line.text.startswith("|"):
            self.where = "table"
            self.parts.rows.append(line)
        elif self.where == "situation":
            self.parts.situation.append(line)
        elif line.is_blank:
            self._gap(line)
        elif self.where == "options" and (indent := INDENT.match(line.text)):
            self._below_option(line.after(len(indent[0])))
        elif line.text.startswith(">"):
            self.where = "explanation"
            self.parts.explanation.append(line.after(len(QUOTE.match(line.text)[0])))  # type: ignore[index]
        elif self.where == "options" and NEARLY_OPTION.match(line.text):
            self._error(line, "this option has no box; begin it with - [ ] or - [x]")
        else:
            self._error(line, "this text belongs to nothing; move it above the answers, or quote it with > below them")

    def _option(self, line: Line, found: re.Match[str]) -> None:
        if self.where == "explanation":
            self._error(line, "an option after the quotation; feedback is quoted two spaces in, below its option")
            self.parts.explanation.clear()
        self.where = "options"
        self.parts.options.append((found[1] in "xX", line, [line.after(found.end())], []))

    def _gap(self, line: Line) -> None:
        if self.where == "explanation":
            self.parts.explanation.append(line.after(len(line.text)))
        elif self.where == "options" and self.parts.options[-1][3]:
            self.parts.options[-1][3].append(line.after(len(line.text)))

    def _below_option(self, line: Line) -> None:
        _, _, words, feedback = self.parts.options[-1]
        if quote := QUOTE.match(line.text):
            feedback.append(line.after(len(quote[0])))
        elif feedback:
            self._error(line, "this text belongs to nothing; begin it with > if it is feedback")
        else:
            words.append(line)


def _options(file: str, parts: Parts) -> tuple[OptionSource, ...]:
    return tuple(
        OptionSource(
            right,
            (line.number, line.column),
            Passage(file, tuple(words)),
            Passage(file, tuple(feedback)) if feedback else None,
        )
        for right, line, words, feedback in parts.options
    )


def _rows(parts: Parts) -> tuple[tuple[Line, ...], ...]:
    rows = [cells_of(line) for line in parts.rows]
    return tuple(row for row in rows if not all(DASHES.fullmatch(cell.text) for cell in row))


def cells_of(line: Line) -> tuple[Line, ...]:
    """The cells between the bars, each with its place; a bar after a backslash is no bar."""
    bars = [found.start() for found in re.finditer(r"(?<!\\)\|", line.text)]
    ends = [*bars[1:], len(line.text)] if line.text[bars[-1] + 1 :].strip() else bars[1:]
    cells = (line.after(bar + 1) for bar in bars)
    return tuple(
        Line(cell.text[: end - bar - 1].rstrip(), cell.number, cell.column).stripped()
        for cell, bar, end in zip(cells, bars, ends, strict=False)
    )
