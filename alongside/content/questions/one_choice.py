"""One of several options is right."""

from __future__ import annotations

from typing import Any

from alongside.content.catalogue import Item
from alongside.content.places import Problems

from . import choices
from .marking import Mark
from .source import Source

NAME = "one_choice"
SHUFFLE = "if asked"

options = choices.option_ids
view = choices.view_options
read = choices.read_one
clean = choices.clean_one


def parse(source: Source, problems: Problems) -> dict[str, Any] | None:
    found = choices.parse_options(source, NAME, problems)
    return {"options": found} if choices.only_one_right(source, problems) and found else None


def mark(item: Item, response: str | None) -> Mark:
    return choices.mark_options(item, {response} if response else set())


def review(item: Item, order: list[str], response: str | None) -> dict[str, Any]:
    return choices.review_options(item, order, mark(item, response))


def solution(item: Item) -> str:
    return choices.right_ids(item)[0]
