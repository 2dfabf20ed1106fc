"""Words to avoid and what to say instead: modules/style.yaml, and an organization's own modules/style-<name>.yaml."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from alongside.content.front_matter import ID, NOT_AN_ID, Form, Settings, Words, fit
from alongside.content.places import Problems
from alongside.content.yaml_values import Unreadable, Values, read_yaml

LETTERS = re.compile(r"[a-z0-9-]+")  # whose small and capital forms are one to one
Kind = Literal["lessons", "items", "scenarios", "pages"]
ALL: tuple[Kind, ...] = ("lessons", "items", "scenarios", "pages")


class RuleForm(Form):
    words: Annotated[list[Words], Field(min_length=1, max_length=100)]
    unless: Annotated[list[Words], Field(max_length=100)] = []
    says: Words
    where: list[Kind] = list(ALL)
    severity: Literal["error", "warning"] = "warning"
    in_speech: Literal["allowed", "told"] = "told"


@dataclass(frozen=True)
class Rule:
    id: str
    signs: tuple[tuple[str, ...], ...]  # the words of one of its phrases stand in any text that breaks it
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None  # what holds such words and is fine: a name, a fixed term
    says: str
    where: tuple[Kind, ...]
    severity: str
    in_speech: bool  # people in a story may talk like this

    def may_be_in(self, small: str) -> bool:
        """Whether to look closer at a text, given in small letters. Most pages break no rule: this is what saves the time."""
        return any(all(word in small for word in words) for words in self.signs)

    def finds(self, text: str) -> Iterator[re.Match[str]]:
        """Each place of the text that goes against this rule."""
        fine = [one.span() for one in self.unless.finditer(text)] if self.unless else []
        for found in self.pattern.finditer(text):
            if not any(start <= found.start() and found.end() <= end for start, end in fine):
                yield found


def read_rules(texts: Mapping[str, str], files: list[str], problems: Problems) -> dict[str, Rule]:
    """The rules of all files by id. A rule of a later file takes the place of one with the same id."""
    found: dict[str, Rule] = {}
    for file in files:
        try:
            values = read_yaml(texts.get(file, ""))
        except Unreadable as error:
            problems.error(file, error.place, error.message)
            continue
        if values.data is not None and not isinstance(values.data, dict):
            problems.error(
                file, (1, 1), "a rule is written “name:”, then its settings below it; see docs/writing-content.md"
            )
            continue
        for name in values.data or {}:
            if rule := _rule(file, name, values, problems):
                found[name] = rule
    return found


def _rule(file: str, name: str, values: Values, problems: Problems) -> Rule | None:
    place = values.keys[name,]
    if not ID.fullmatch(name):
        problems.error(file, place, NOT_AN_ID.format(value=name))
        return None
    settings: Settings[RuleForm] | None = fit(file, values, (name,), RuleForm, problems, place)
    if settings is None:
        return None
    form = settings.form
    for number, phrase in enumerate(form.words):
        if not phrase.split() or not all(re.search(r"\w", word) for word in phrase.split()):
            problems.error(
                file, settings.at(name, "words", number), f"“{phrase}” holds no word, or a star by itself; write what should not be said"
            )
            return None
    return Rule(
        name,
        tuple(tuple(LETTERS.findall(one.lower())) for one in form.words),
        _any_of(form.words),
        _any_of(form.unless) if form.unless else None,
        form.says,
        tuple(form.where),
        form.severity,
        form.in_speech == "allowed",
    )


def _any_of(phrases: list[str]) -> re.Pattern[str]:
    """Whole words, capitals or not, over line breaks; a star at the end of a word is any ending. Linear in the text's length."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(_phrase, phrases))})(?!\w)", re.IGNORECASE)


def _phrase(phrase: str) -> str:
    return r"[^\S\f]+".join(_word(word) for word in phrase.split())


def _word(word: str) -> str:
    stem, star = word.rstrip("*"), word.endswith("*")
    return re.escape(stem).replace("’", "'").replace("'", "[’']") + (r"\w*" if star else "")
