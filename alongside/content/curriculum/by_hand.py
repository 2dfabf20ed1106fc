"""A fact that changes, written by hand: its number stands in a lesson that does not link to facts.yaml."""

from __future__ import annotations

import re

from alongside.content.catalogue import Fact
from alongside.content.links import dialed
from alongside.content.places import Problems

from .pages import PageOf, Pages

NUMBER = re.compile(r"(?<![\w.,-])\+?[0-9][0-9-]*[0-9](?![\w-]|[.,][0-9])")


def check(pages: Pages, problems: Problems) -> None:
    numbers = _numbers(pages)
    for page in pages.all:
        if page.kind == "lessons":
            _check(page, numbers, problems)


def _numbers(pages: Pages) -> dict[str, list[Fact]]:
    """What is dialed, and the facts that say so."""
    found: dict[str, list[Fact]] = {}
    for fact in pages.pack.catalogue.facts.values():
        if dialed(fact):
            found.setdefault(fact.value, []).append(fact)
    return found


def _check(page: PageOf, numbers: dict[str, list[Fact]], problems: Problems) -> None:
    told: set[str] = set()
    for found in NUMBER.finditer(page.said.plain):
        number = found[0]
        if number not in numbers or number in told:
            continue
        told.add(number)
        facts = [one.id for one in numbers[number]]
        if not any(f"facts.yaml#{name})" in page.said.text for name in facts):
            problems.warning(
                page.file,
                page.said.place(found.start()),
                f"“{number}” may change and is written by hand; link it: [{number}](../facts.yaml#{facts[0]})",
            )
