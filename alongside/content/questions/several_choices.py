"""Some of the options are right, and all of those are wanted."""

from __future__ import annotations

from typing import Any

from alongside.content.catalogue import Item
from alongside.content.places import Problems

from . import choices
from .marking import Mark
from .source import Source

NAME = "several_choices"
SHUFFLE = "if asked"

options = choices.option_ids
view = choices.view_options


def parse(source: Source, problems: Problems) -> dict[str, Any] | None:
    found = choices.parse_options(source, NAME, problems)
    return {"options": found} if found else None


def read(form: Any, prefix: str, item: Item) -> list[str] | None:
    chosen = set(form.getlist(prefix))
    return [name for name in options(item.body) if name in chosen] or None


def clean(value: Any, item: Item) -> list[str]:
    names = options(item.body)
    if not isinstance(value, list) or not value or any(name not in names for name in value):
        raise ValueError("these are not options of the question")
    return [name for name in names if name in value]


def mark(item: Item, response: list[str] | None) -> Mark:
    return choices.mark_options(item, set(response or ()))


def review(item: Item, order: list[str], response: list[str] | None) -> dict[str, Any]:
    return choices.review_options(item, order, mark(item, response))


def solution(item: Item) -> list[str]:
    return choices.right_ids(item)
