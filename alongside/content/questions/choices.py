"""What the questions with a list of options have in common: one_choice, several_choices, true_false."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from alongside.content.catalogue import Item
from alongside.content.places import Problems

from .marking import Mark, OptionMark
from .source import OptionSource, Source


def parse_options(source: Source, kind: str, problems: Problems) -> list[dict[str, Any]] | None:
    """The options with their feedback, or None where something is missing."""
    if not source.wants_options(kind, problems):
        return None
    before = len(problems.found)
    if len(source.options) < 2:
        problems.error(source.file, source.place, "there is only one option; write at least two")
    if not any(option.is_marked for option in source.options):
        problems.error(source.file, source.place, "the question has no right answer; mark it with [x]")
    found = [_option(source, option, problems) for option in source.options]
    _check_doubles(source, found, problems)
    return [one for one in found if one] if len(problems.found) == before else None


def _option(source: Source, option: OptionSource, problems: Problems) -> dict[str, Any] | None:
    words = source.inline(option.words, "the option", problems)
    feedback = source.write(option.feedback) if option.feedback else None
    if feedback is None or not feedback.text:
        problems.error(
            source.file, option.place, "the option has no feedback; write a quotation below it, two spaces in"
        )
    if words is None or feedback is None:
        return None
    return {
        "id": source.digest("option", words.text),
        "html": words.inline,
        "text": words.text,
        "right": option.is_marked,
        "feedback": feedback.html,
    }


def _check_doubles(source: Source, found: list[dict[str, Any] | None], problems: Problems) -> None:
    seen: set[str] = set()
    for option, one in zip(source.options, found, strict=True):
        if one and one["id"] in seen:
            problems.error(source.file, option.place, "two options say the same; change one of them")
        if one:
            seen.add(one["id"])


def only_one_right(source: Source, problems: Problems) -> bool:
    for option in [option for option in source.options if option.is_marked][1:]:
        problems.error(
            source.file, option.place, "a second right answer; leave one [x], or make it kind=several_choices"
        )
    return sum(option.is_marked for option in source.options) == 1


def option_ids(body: Mapping[str, Any]) -> list[str]:
    return [option["id"] for option in body["options"]]


def in_order(options: list[dict[str, Any]], order: list[str]) -> list[dict[str, Any]]:
    """The options in the order that was kept; one that the order does not know comes last."""
    places = {name: number for number, name in enumerate(order)}
    return sorted(options, key=lambda option: places.get(option["id"], len(places)))


def stem_view(item: Item) -> dict[str, Any]:
    return {"id": item.id, "kind": item.kind, "stem": item.stem, "situation": item.situation}


def view_options(item: Item, order: list[str]) -> dict[str, Any]:
    shown = [{"id": option["id"], "html": option["html"]} for option in in_order(item.body["options"], order)]
    return {**stem_view(item), "options": shown}


def clean_one(value: Any, item: Item) -> str:
    if not isinstance(value, str) or value not in option_ids(item.body):
        raise ValueError("this is not an option of the question")
    return value


def read_one(form: Any, prefix: str, item: Item) -> str | None:
    value = form.get(prefix)
    return value if value in option_ids(item.body) else None


def mark_options(item: Item, chosen: set[str]) -> Mark:
    """All of the right ones and no other: 1, else 0."""
    options = item.body["options"]
    marks = tuple(OptionMark(one["id"], one["id"] in chosen, one["right"], one["feedback"]) for one in options)
    return Mark(float(all(one.chosen == one.right for one in marks)), marks)


def review_options(item: Item, order: list[str], mark: Mark) -> dict[str, Any]:
    marks = {one.option: one for one in mark.options}
    shown = [
        {
            "id": option["id"],
            "html": option["html"],
            "chosen": marks[option["id"]].chosen,
            "right": option["right"],
            "feedback": option["feedback"],
        }
        for option in in_order(item.body["options"], order)
    ]
    return {**stem_view(item), "options": shown, "fraction": mark.fraction, "explanation": item.explanation}


def right_ids(item: Item) -> list[str]:
    return [option["id"] for option in item.body["options"] if option["right"]]
