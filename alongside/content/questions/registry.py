"""Every kind of question by its name. Nobody keeps a list: a file with a NAME is a kind."""

from __future__ import annotations

import importlib
import pkgutil
import random
from collections.abc import Iterable, Mapping
from functools import cache
from types import ModuleType
from typing import Any, Protocol, cast

from alongside.content import questions
from alongside.content.catalogue import Item
from alongside.content.places import Problems

from .marking import Mark
from .source import Source


class Kind(Protocol):
    """What a kind's file offers; see the package's own words."""

    NAME: str
    SHUFFLE: str

    def parse(self, source: Source, problems: Problems) -> dict[str, Any] | None: ...
    def options(self, body: Mapping[str, Any]) -> list[str]: ...
    def view(self, item: Item, order: list[str]) -> dict[str, Any]: ...
    def read(self, form: Any, prefix: str, item: Item) -> Any: ...
    def clean(self, value: Any, item: Item) -> Any: ...
    def mark(self, item: Item, response: Any) -> Mark: ...
    def review(self, item: Item, order: list[str], response: Any) -> dict[str, Any]: ...
    def solution(self, item: Item) -> Any: ...


class TwoKindsOfOneName(Exception):
    """Two files announce the same kind of question."""


class NoSuchKind(Exception):
    """An item is of a kind that no file announces."""


@cache
def kinds() -> Mapping[str, Kind]:
    names = sorted(found.name for found in pkgutil.iter_modules(questions.__path__))
    return by_name(importlib.import_module(f"{questions.__name__}.{name}") for name in names)


def by_name(files: Iterable[ModuleType]) -> Mapping[str, Kind]:
    found: dict[str, Kind] = {}
    for file in files:
        if not hasattr(file, "NAME"):
            continue
        if file.NAME in found:
            raise TwoKindsOfOneName(file.NAME)
        found[file.NAME] = cast(Kind, file)
    return found


def kind_of(item: Item) -> Kind:
    try:
        return kinds()[item.kind]
    except KeyError:
        raise NoSuchKind(item.kind) from None


def order(item: Item, rng: random.Random, shuffle: bool) -> list[str]:
    """The order of the options to show and to keep with the attempt."""
    kind = kind_of(item)
    ids = kind.options(item.body)
    if kind.SHUFFLE == "always" or (kind.SHUFFLE == "if asked" and shuffle):
        rng.shuffle(ids)
    return ids


# The kind's answer, for whoever has an item and does not care of which kind it is


def view(item: Item, order: list[str]) -> dict[str, Any]:
    return kind_of(item).view(item, order)


def read(form: Any, prefix: str, item: Item) -> Any:
    return kind_of(item).read(form, prefix, item)


def clean(value: Any, item: Item) -> Any:
    return kind_of(item).clean(value, item)


def mark(item: Item, response: Any) -> Mark:
    return kind_of(item).mark(item, response)


def review(item: Item, order: list[str], response: Any) -> dict[str, Any]:
    return kind_of(item).review(item, order, response)


def solution(item: Item) -> Any:
    """A response that earns full marks: for demonstrations, printed keys and tests. Never for a page before its time."""
    return kind_of(item).solution(item)
