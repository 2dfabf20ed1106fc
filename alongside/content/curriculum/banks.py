"""Banks of questions that give their key away: by the length of an answer, by its place, by its words."""

from __future__ import annotations

import re
from collections import Counter

from alongside.content.catalogue import Item
from alongside.content.items import OPTION
from alongside.content.places import Problems
from alongside.content.quizzes import QuizRead

from .pages import Pages, share

LONGEST_SHARE = 0.40
PLACE_SHARE = 0.45
ENOUGH_FOR_LENGTHS, ENOUGH_FOR_PLACES = 5, 12  # questions; fewer say nothing
ALL_OR_NONE = re.compile(
    r"\b(?:all|none|both|neither) of the (?:above|answers|options|choices)\b|\b(?:all|none) of (?:these|those)\.?\s*$"
    r"|\bthe above\b",
    re.IGNORECASE,
)


def check(pages: Pages, problems: Problems) -> None:
    for name, bank in pages.banks.items():
        items = [one for one in bank.quiz.items if one.kind == "one_choice"]
        _check_lengths(bank, items, problems)
        _check_places(bank, items, problems)
        file = pages.pack.layout.quizzes[name]
        _check_words(file, pages.pack.texts[file], problems)


def gives_itself_away(item: Item) -> bool:
    """Whether the right answer is longer than every other."""
    right = max(len(one["text"]) for one in item.body["options"] if one["right"])
    return all(len(one["text"]) < right for one in item.body["options"] if not one["right"])


def place_of_key(item: Item) -> int:
    return next(number for number, one in enumerate(item.body["options"], 1) if one["right"])


def _check_lengths(bank: QuizRead, items: list[Item], problems: Problems) -> None:
    longest = sum(map(gives_itself_away, items))
    if len(items) >= ENOUGH_FOR_LENGTHS and longest > LONGEST_SHARE * len(items):
        problems.warning(
            bank.file,
            bank.settings.start,
            f"the right answer is the longest in {share(longest, len(items))} of the one_choice questions; "
            "shorten some, or lengthen wrong ones, until it is 40 % or less",
        )


def _check_places(bank: QuizRead, items: list[Item], problems: Problems) -> None:
    places = Counter(map(place_of_key, items))
    for place, count in sorted(places.items()):
        if len(items) >= ENOUGH_FOR_PLACES and count > PLACE_SHARE * len(items):
            problems.warning(
                bank.file,
                bank.settings.start,
                f"the right answer stands in place {place} in {share(count, len(items))} of the one_choice questions; "
                "move some of them",
            )


def _check_words(file: str, text: str, problems: Problems) -> None:
    for number, line in enumerate(text.split("\n"), 1):
        if OPTION.match(line) and (found := ALL_OR_NONE.search(line)):
            problems.error(
                file,
                (number, found.start() + 1),
                f"“{' '.join(found[0].split())}” as an answer tests cleverness; write one that stands by itself",
            )
