"""YAML 1.2 as plain values, with the place of each: no tags, no anchors, no key twice.

The values are built from the parser's events, so that there is nothing in a settings block which could make an
object, copy itself a million times, or turn the word “no” into False.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamStartEvent,
)

from .places import CONTROL, UNSEEN, Place

Path = tuple[str | int, ...]

DEEPEST = 12
INTEGER = re.compile(r"[-+]?[0-9]{1,15}")
NUMBER = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]{1,3})?")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
WORDS = {"": None, "~": None, "null": None, "true": True, "false": False}
LONGEST = 2000  # letters of one value
EXPLAINED = {
    "mapping values are not allowed here": "a colon and a space inside the words; put the words in quotation marks",
    "mapping values are not allowed in this context": "a colon and a space inside the words; put the words in "
    "quotation marks",
    "while scanning a quoted scalar": "a quotation mark that is never closed; close it",
    "found character '\\t' that cannot start any token": "a tab; indent with spaces",
}


class Unreadable(Exception):
    """This block is not YAML as we take it; says where and why."""

    def __init__(self, place: Place, message: str) -> None:
        super().__init__(message)
        self.place = place
        self.message = message


@dataclass
class Values:
    """What stands in a settings block. `keys` and `values` are the places of each path."""

    data: Any = None
    keys: dict[Path, Place] = field(default_factory=dict)
    values: dict[Path, Place] = field(default_factory=dict)


def read_yaml(text: str, first_line: int = 1) -> Values:
    """Read one document, or raise Unreadable at the first place that cannot be understood."""
    try:
        return _Builder(text, first_line).build()
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = (mark.line + first_line, mark.column + 1) if mark else (first_line, 1)
        problem = str(error.problem or error.context or "this is not YAML")
        raise Unreadable(place, EXPLAINED.get(problem, f"{problem}; compare it with docs/writing-content.md")) from None
    except YAMLError:
        raise Unreadable((first_line, 1), "there is a character here that YAML does not allow; remove it") from None


class _Builder:
    def __init__(self, text: str, first_line: int) -> None:
        self.events: Iterator[Any] = iter(YAML(typ="safe", pure=True).parse(text))
        self.first_line = first_line
        self.result = Values()

    def build(self) -> Values:
        for event in self.events:
            if isinstance(event, (MappingStartEvent, SequenceStartEvent, ScalarEvent, AliasEvent)):
                if self.result.values:
                    raise Unreadable(self._place(event), "a second document begins here; leave only one")
                self.result.data = self._value(event, ())
            elif isinstance(event, (StreamStartEvent, DocumentStartEvent)):
                continue
        return self.result

    def _place(self, event: Any) -> Place:
        return event.start_mark.line + self.first_line, event.start_mark.column + 1

    def _value(self, event: Any, path: Path) -> Any:
        self._refuse_tricks(event, path)
        self.result.values[path] = self._place(event)
        if isinstance(event, MappingStartEvent):
            return self._mapping(path)
        if isinstance(event, SequenceStartEvent):
            return self._sequence(path)
        return self._scalar(event)

    def _scalar(self, event: Any) -> Any:
        if unseen := UNSEEN.search(event.value):  # written as an escape: the file itself was looked through before
            raise Unreadable(self._place(event), CONTROL.format(ord(unseen[0])))
        if len(event.value) > LONGEST:
            raise Unreadable(self._place(event), f"more than {LONGEST} letters for one setting; say it in the text below")
        return _scalar(event.value, plain=event.implicit[0])

    def _refuse_tricks(self, event: Any, path: Path) -> None:
        if isinstance(event, AliasEvent) or event.anchor:
            raise Unreadable(self._place(event), "anchors and aliases (& and *) are not used here; write it out")
        if event.tag:
            raise Unreadable(self._place(event), f"the tag {event.tag} is not used here; remove it")
        if len(path) > DEEPEST:
            raise Unreadable(self._place(event), "this is nested too deep; compare it with docs/writing-content.md")

    def _mapping(self, path: Path) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while not isinstance(event := next(self.events), MappingEndEvent):
            if not isinstance(event, ScalarEvent):
                raise Unreadable(self._place(event), "a setting's name is one word; write it as “name: value”")
            self._refuse_tricks(event, path)
            key = event.value
            if key in found:
                raise Unreadable(self._place(event), f"“{key}” is set twice; keep one of them")
            self.result.keys[*path, key] = self._place(event)
            found[key] = self._value(next(self.events), (*path, key))
        return found

    def _sequence(self, path: Path) -> list[Any]:
        found: list[Any] = []
        while not isinstance(event := next(self.events), SequenceEndEvent):
            found.append(self._value(event, (*path, len(found))))
        return found


def _scalar(text: str, *, plain: bool) -> Any:
    if not plain:
        return text
    if text.lower() in WORDS and text in {text.lower(), text.upper(), text.capitalize()}:
        return WORDS[text.lower()]
    if INTEGER.fullmatch(text):
        return int(text)
    if NUMBER.fullmatch(text):
        return float(text)
    if DAY.fullmatch(text):
        return _day(text)
    return text


def _day(text: str) -> date | str:
    try:
        return date.fromisoformat(text)
    except ValueError:  # the 31st of February: left as words, so that the form says a date was wanted
        return text
