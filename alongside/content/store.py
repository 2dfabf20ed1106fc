"""A catalogue as plain JSON and back, for releases to keep.

The outline is small and read on every page: courses, modules with the names of their lessons and conversations, quizzes'
settings, facts, words, rubrics. What is large is kept apart: the HTML of lessons and of the pages beside them, the
scenes of a conversation, a bank's items.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import replace
from functools import cache
from typing import Any, TypeVar, cast

from pydantic import TypeAdapter

from .catalogue import (
    Agreement,
    Catalogue,
    Course,
    Fact,
    Item,
    Lesson,
    Module,
    Page,
    Quiz,
    Rubric,
    Scenario,
    Term,
)

FORMAT = 2  # grows when the form of what is kept changes; older ones are then read through UPGRADERS

T = TypeVar("T")
Kept = tuple[dict[str, Any], str]  # data and HTML of one part
# Format -> what makes a part of the next format of it: upgrader(part, data, html). A release is also made anew from its
# files when the product starts; until then, and where today's reader finds fault with old files, pages read through these.
UPGRADERS: dict[int, Callable[[str, dict[str, Any], str], Kept]] = {}


class UnknownFormat(Exception):
    """What was kept has a form that this version does not know."""


@cache
def _adapter(kind: Hashable) -> TypeAdapter[Any]:
    return TypeAdapter(cast(Any, kind))


def _plain(value: Any) -> Any:
    return _adapter(cast(Hashable, type(value))).dump_python(value, mode="json")


def _revived(kind: type[T], value: Any) -> T:
    revived: T = _adapter(cast(Hashable, kind)).validate_python(value)
    return revived


def outline_to_json(catalogue: Catalogue) -> dict[str, Any]:
    """Everything but long HTML and text, scenes, items, pictures and problems."""
    return {
        "format": FORMAT,
        "courses": [_plain(course) for course in catalogue.courses.values()],
        "modules": [_plain(_outlined(one)) for one in catalogue.modules.values()],
        "quizzes": [_plain(replace(quiz, items=())) for quiz in catalogue.quizzes.values()],
        "facts": [_plain(fact) for fact in catalogue.facts.values()],
        "glossary": [_plain(term) for term in catalogue.glossary.values()],
        "rubrics": [_plain(rubric) for rubric in catalogue.rubrics.values()],
        "agreements": [_plain(replace(one, html="")) for one in catalogue.agreements.values()],
    }


def _outlined(module: Module) -> Module:
    """The module without what is kept apart."""

    def bare(page: Page | None) -> Page | None:
        return page and replace(page, html="")

    return replace(
        module,
        lessons=tuple(map(_emptied, module.lessons)),
        scenarios=tuple(replace(one, html="", scenes=()) for one in module.scenarios),
        practice=bare(module.practice),
        role_play=bare(module.role_play),
        trainer_plan=bare(module.trainer_plan),
    )


def _emptied(lesson: Lesson) -> Lesson:
    way_round = _emptied(lesson.way_round) if lesson.way_round else None
    return replace(lesson, html="", text="", way_round=way_round)


def outline_from_json(value: dict[str, Any]) -> Catalogue:
    """The catalogue without what is kept apart: pages have no HTML and no text, conversations no scenes, quizzes no items."""
    _check_format(value)
    return Catalogue(
        courses=_by_id(Course, value["courses"]),
        modules=_by_id(Module, value["modules"]),
        quizzes=_by_id(Quiz, value["quizzes"]),
        facts=_by_id(Fact, value["facts"]),
        glossary=_by_id(Term, value["glossary"]),
        rubrics=_by_id(Rubric, value["rubrics"]),
        agreements=_by_id(Agreement, value["agreements"]),
    )


def _by_id(kind: Any, values: list[Any]) -> dict[str, Any]:
    return {value["id"]: _revived(kind, value) for value in values}


def item_to_json(item: Item) -> dict[str, Any]:
    return {"format": FORMAT, **_plain(item)}


def item_from_json(value: dict[str, Any]) -> Item:
    _check_format(value)
    return _revived(Item, {key: one for key, one in value.items() if key != "format"})


def scenario_to_json(scenario: Scenario) -> dict[str, Any]:
    return {"format": FORMAT, **_plain(scenario)}


def scenario_from_json(value: dict[str, Any]) -> Scenario:
    _check_format(value)
    return _revived(Scenario, {key: one for key, one in value.items() if key != "format"})


def upgraded(kept_in: int, part: str, data: dict[str, Any], html: str) -> Kept:
    """What was kept in an older format, in ours. Raises UnknownFormat where a step is missing."""
    for step in range(kept_in, FORMAT):
        if step not in UPGRADERS:
            raise UnknownFormat(kept_in)
        data, html = UPGRADERS[step](part, data, html)
    return data, html


def _from_1(part: str, data: dict[str, Any], html: str) -> Kept:
    """Format 2 has conversations, pages beside the lessons, rubrics and agreements; an older release has none."""
    if part == "outline":
        data = {**data, "format": 2, "rubrics": [], "agreements": []}
    elif part == "items":
        data = {**data, "items": [{**one, "format": 2} for one in data["items"]]}
    return data, html


UPGRADERS[1] = _from_1


def _check_format(value: dict[str, Any]) -> None:
    if value.get("format") != FORMAT:
        raise UnknownFormat(value.get("format"))
