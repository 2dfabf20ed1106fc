"""Each prompt has its partner. The partners are shuffled always: side by side they would be the key."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from alongside.content.catalogue import Item
from alongside.content.places import Line, Problems

from .choices import in_order, stem_view
from .marking import Mark, OptionMark
from .source import Source

NAME = "matching"
SHUFFLE = "always"


def parse(source: Source, problems: Problems) -> dict[str, Any] | None:
    if not source.rows or source.options:
        problems.error(source.file, source.place, "a matching question is a table with two columns; write one")
        return None
    before = len(problems.found)
    for row in source.rows:
        if len(row) != 2:
            problems.error(source.file, (row[0].number, 1), f"the row has {len(row)} cells; write two")
    if len(problems.found) > before:
        return None
    headings = [source.inline(source.cell(cell), "the heading of the column", problems) for cell in source.rows[0]]
    pairs = _pairs(source, problems)
    if len(pairs["prompts"]) < 2 or len(pairs["partners"]) < 2:
        problems.error(source.file, source.place, "there are fewer than two pairs; write at least two")
    if len(problems.found) > before:
        return None
    return {"headings": [heading.inline for heading in headings if heading], **pairs}


def _pairs(source: Source, problems: Problems) -> dict[str, list[dict[str, Any]]]:
    prompts: dict[str, dict[str, Any]] = {}
    partners: dict[str, dict[str, Any]] = {}
    for left, right in source.rows[1:]:
        partner = _side(source, right, "partner", problems)
        if partner is None:
            continue
        partners.setdefault(partner["id"], partner)
        if left.is_blank:  # a wrong partner
            continue
        prompt = _side(source, left, "prompt", problems)
        if prompt and prompt["id"] in prompts:
            problems.error(source.file, (left.number, left.column), "two rows begin with the same; change one of them")
        elif prompt:
            prompts[prompt["id"]] = {**prompt, "partner": partner["id"]}
    return {"prompts": list(prompts.values()), "partners": list(partners.values())}


def _side(source: Source, cell: Line, role: str, problems: Problems) -> dict[str, Any] | None:
    words = source.inline(source.cell(cell), "the cell", problems)
    if words is None:
        return None
    return {"id": source.digest(role, words.text), "html": words.inline, "text": words.text}


def options(body: Mapping[str, Any]) -> list[str]:
    return [partner["id"] for partner in body["partners"]]


def view(item: Item, order: list[str]) -> dict[str, Any]:
    """A field for each prompt is called `<prefix>-<prompt's id>`; its value is a partner's id."""
    return {
        **stem_view(item),
        "headings": list(item.body["headings"]),
        "prompts": _shown(item.body["prompts"]),
        "partners": _shown(in_order(item.body["partners"], order)),
    }


def _shown(sides: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"id": side["id"], "html": side["html"], "text": side["text"]} for side in sides]


def read(form: Any, prefix: str, item: Item) -> dict[str, str] | None:
    partners = options(item.body)
    sent = {prompt["id"]: form.get(f"{prefix}-{prompt['id']}") for prompt in item.body["prompts"]}
    return {prompt: partner for prompt, partner in sent.items() if partner in partners} or None


def clean(value: Any, item: Item) -> dict[str, str]:
    prompts = [prompt["id"] for prompt in item.body["prompts"]]
    partners = options(item.body)
    if not isinstance(value, dict) or not value:
        raise ValueError("an answer to a matching question is a set of pairs")
    if any(prompt not in prompts or partner not in partners for prompt, partner in value.items()):
        raise ValueError("these are not the question's prompts and partners")
    return {prompt: value[prompt] for prompt in prompts if prompt in value}


def mark(item: Item, response: dict[str, str] | None) -> Mark:
    """The share of right pairs."""
    given = response or {}
    marks = tuple(
        OptionMark(prompt["id"], prompt["id"] in given, given.get(prompt["id"]) == prompt["partner"])
        for prompt in item.body["prompts"]
    )
    return Mark(sum(one.right for one in marks) / len(marks), marks)


def review(item: Item, order: list[str], response: dict[str, str] | None) -> dict[str, Any]:
    partners = {partner["id"]: partner["html"] for partner in item.body["partners"]}
    given = response or {}
    marked = mark(item, response)
    pairs = [
        {
            "id": prompt["id"],
            "html": prompt["html"],
            "given": partners.get(given.get(prompt["id"], "")),
            "wanted": partners[prompt["partner"]],
            "right": one.right,
        }
        for prompt, one in zip(item.body["prompts"], marked.options, strict=True)
    ]
    return {**view(item, order), "pairs": pairs, "fraction": marked.fraction, "explanation": item.explanation}


def solution(item: Item) -> dict[str, str]:
    return {prompt["id"]: prompt["partner"] for prompt in item.body["prompts"]}
