"""A word or two, typed. Compared in a normal form, so that spelling habits do not decide."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from alongside.content.catalogue import Item
from alongside.content.places import Problems

from .choices import stem_view
from .marking import Mark, OptionMark
from .source import OptionSource, Source

NAME = "short_text"
SHUFFLE = "never"

LONGEST = 300  # characters
ACCENTS = re.compile("[\u0300-\u036f]")  # of Latin, Greek and Cyrillic; in other scripts such marks are vowels
STRAIGHT = str.maketrans("‘’‛′“”„‟″‐‑‒–—−", '\'\'\'\'"""""------')  # telephones bend quotation marks by themselves


def normal(text: str) -> str:
    """The form in which answers are compared.

    Compatibility forms (NFKC), small letters, no accents, straight quotation marks and hyphens, single spaces,
    no full stop at the end. No patterns: what an author accepts is a list of answers that can be read.
    """
    while True:
        folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
        folded = unicodedata.normalize("NFKC", ACCENTS.sub("", folded)).translate(STRAIGHT)
        folded = " ".join(folded.split()).rstrip(" .")
        if folded == text:
            return folded
        text = folded


def parse(source: Source, problems: Problems) -> dict[str, Any] | None:
    if not source.wants_options(NAME, problems):
        return None
    before = len(problems.found)
    if not any(option.is_marked for option in source.options):
        problems.error(source.file, source.place, "no answer is accepted; mark one with [x]")
    answers: dict[str, dict[str, Any]] = {}
    for option in source.options:
        _add(source, option, answers, problems)
    return {"answers": list(answers.values())} if len(problems.found) == before else None


def _add(source: Source, option: OptionSource, answers: dict[str, dict[str, Any]], problems: Problems) -> None:
    words = source.inline(option.words, "the answer", problems)
    if words is None:
        return
    form = normal(words.text)
    feedback = source.write(option.feedback).html if option.feedback else ""
    if not form:
        problems.error(source.file, option.place, "nothing of the answer is left to compare; write a word")
    elif form in answers:
        problems.error(
            source.file,
            option.place,
            "this answer is there already (capitals, accents, spaces and the full stop do not count); remove one",
        )
    elif not option.is_marked and not feedback:
        problems.error(
            source.file, option.place, "the wrong answer has no feedback; write a quotation below it, two spaces in"
        )
    else:
        answers[form] = {
            "id": source.digest("answer", form),
            "normal": form,
            "html": words.inline,
            "right": option.is_marked,
            "feedback": feedback,
        }


def options(_: Mapping[str, Any]) -> list[str]:
    return []


def view(item: Item, _: list[str]) -> dict[str, Any]:
    return {**stem_view(item), "longest": LONGEST}


def read(form: Any, prefix: str, _: Item) -> str | None:
    return (form.get(prefix) or "").strip()[:LONGEST] or None


def clean(value: Any, _: Item) -> str:
    if not isinstance(value, str) or not value.strip() or len(value) > LONGEST:
        raise ValueError(f"an answer is up to {LONGEST} characters")
    if any("\ud800" <= sign <= "\udfff" for sign in value):
        raise ValueError("an answer is made of whole characters")
    return value.strip()


def mark(item: Item, response: str | None) -> Mark:
    form = normal(response or "")
    known = next((answer for answer in item.body["answers"] if answer["normal"] == form), None)
    if known is None:
        return Mark(0.0)
    return Mark(float(known["right"]), (OptionMark(known["id"], True, known["right"], known["feedback"]),))


def review(item: Item, order: list[str], response: str | None) -> dict[str, Any]:
    marked = mark(item, response)
    return {
        **view(item, order),
        "given": response,
        "right": marked.is_right,
        "feedback": "".join(one.feedback for one in marked.options),
        "accepted": [answer["html"] for answer in item.body["answers"] if answer["right"]],
        "fraction": marked.fraction,
        "explanation": item.explanation,
    }


def solution(item: Item) -> str:
    return next(str(answer["normal"]) for answer in item.body["answers"] if answer["right"])
