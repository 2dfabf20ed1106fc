"""What a reader would meet twice: a question asked again in other words, a lesson told again, the same sentence.

Comparing everything with everything would take minutes; only what shares uncommon words is compared.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator
from itertools import combinations

from rapidfuzz import fuzz, utils

from alongside.content.catalogue import Item
from alongside.content.places import Problems

from .measures import plain
from .pages import PageOf, Pages, at
from .said import WORD, Said, Sentence

ALIKE = 88  # of 100: two questions are nearly the same
COMMON = 40  # a word in more questions than this says nothing about what is asked
SHARED = 0.5  # of the uncommon words of the shorter question
RUN = 6  # words; the runs of a lesson are compared with those of the others
RUNS_SHARED = 0.15
LONG = 8  # words; shorter sentences may occur twice
HELP = re.compile(r"facts\.yaml#")  # a line that tells where help is may stand in many places, word for word


def check(pages: Pages, problems: Problems) -> None:
    _check_items(pages, problems)
    _check_lessons(pages, problems)
    _check_sentences(pages, problems)


# Questions


def asked(item: Item) -> str:
    """What a question asks and what is right: two that share both are one."""
    right = " ".join(one["text"] for one in item.body.get("options", ()) if one.get("right"))
    return utils.default_process(
        f"{item.stem_text} {plain(item.situation)} {right if item.kind != 'true_false' else ''}"
    )


def alike(texts: list[str]) -> Iterator[tuple[int, int]]:
    """Pairs of texts that say nearly the same, whatever the order of their words."""
    bags = [set(text.split()) for text in texts]
    where = defaultdict(list)
    for number, bag in enumerate(bags):
        for word in bag:
            where[word].append(number)
    telling = {word for word, found in where.items() if len(found) <= COMMON}
    for number, bag in enumerate(bags):
        words = bag & telling
        shared = Counter(other for word in words for other in where[word] if other > number)
        for other, count in sorted(shared.items()):
            least = min(len(words), len(bags[other] & telling))
            if count >= SHARED * least and fuzz.token_sort_ratio(texts[number], texts[other]) >= ALIKE:
                yield number, other
    yield from _same_without_telling(texts, bags, telling)


def _same_without_telling(texts: list[str], bags: list[set[str]], telling: set[str]) -> Iterator[tuple[int, int]]:
    """Texts of common words only: they are compared by being equal."""
    plain_ones = defaultdict(list)
    for number, bag in enumerate(bags):
        if bag and not bag & telling:
            plain_ones[texts[number]].append(number)
    for same in plain_ones.values():
        yield from combinations(same, 2)


def _check_items(pages: Pages, problems: Problems) -> None:
    items = [(bank.file, one) for bank in pages.banks.values() for one in bank.items]
    for first, second in alike([asked(one.item) for _, one in items]):
        (file, one), (other_file, other) = items[first], items[second]
        problems.warning(
            other_file,
            other.place,
            f"this asks nearly the same as “{one.item.id}” at {at(one.place, file)}; ask something else, or remove one",
        )


# Lessons


def _check_lessons(pages: Pages, problems: Problems) -> None:
    lessons = [page for page in pages.english if page.is_lesson]
    runs = [_runs(page.said) for page in lessons]
    for first, second in _sharing(runs):
        problems.warning(
            lessons[second].file,
            (1, 1),
            f"much of this lesson stands in {lessons[first].file} too, nearly word for word; tell one of them anew",
        )


def _runs(said: Said) -> set[Hashable]:
    words = [one[0].lower() for one in WORD.finditer(said.plain)]
    return {tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1)}


def _sharing(runs: list[set[Hashable]]) -> Iterator[tuple[int, int]]:
    where = defaultdict(list)
    for number, own in enumerate(runs):
        for run in own:
            where[run].append(number)
    pairs = Counter(pair for found in where.values() if len(found) > 1 for pair in combinations(found, 2))
    for (first, second), count in sorted(pairs.items()):
        if count > RUNS_SHARED * min(len(runs[first]), len(runs[second])):
            yield first, second


# Sentences


def _check_sentences(pages: Pages, problems: Problems) -> None:
    seen: dict[tuple[str, ...], tuple[PageOf, int]] = {}
    for page, sentence in _sentences(pages.english):
        first, start = seen.setdefault(sentence.words, (page, sentence.start))
        is_itself = first is page and start == sentence.start
        is_way_round = first is not page and _lesson_of(first.file) == _lesson_of(page.file)  # one reads this or that
        if not is_itself and not is_way_round:
            problems.warning(
                page.file,
                page.said.place(sentence.start),
                f"this sentence stands already at {at(first.said.place(start), first.file)}; "
                "say it in other words, or leave it out",
            )


def _lesson_of(file: str) -> str:
    return file.replace(".way-round.md", ".md")


def _sentences(pages: Iterable[PageOf]) -> Iterator[tuple[PageOf, Sentence]]:
    for page in pages:
        if page.kind in {"lessons", "scenarios"}:
            for sentence in page.said.sentences():
                if len(sentence.words) >= LONG and not HELP.search(page.said.text, sentence.start, sentence.end):
                    yield page, sentence
