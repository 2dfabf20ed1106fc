"""What a person is asked: a draw from pools, shuffled by a seed that stays on the server."""

from __future__ import annotations

import random
from collections.abc import Collection, Mapping
from typing import Any

from alongside.content.catalogue import Item, Quiz
from alongside.content.questions import registry


def draw(quiz: Quiz, banks: Mapping[str, Mapping[str, Item]], *, seed: str, seen: Collection[str] = ()) -> list[dict[str, Any]]:
    """The items of one attempt, as they will be shown: [{"bank", "item", "revision", "order"}].

    The same seed gives the same draw. Items `seen` in earlier attempts ("bank/item") come only when the rest of a pool
    is used up.
    """
    rng = random.Random(seed)  # noqa: S311 - the seed itself comes from `secrets`
    shown: list[tuple[str, Item]] = []
    taken: set[tuple[str, str]] = set()
    for part in quiz.draw:
        bank = banks[part.quiz].values()
        pool = sorted((one for one in bank if one.pool == part.pool and (part.quiz, one.id) not in taken), key=lambda one: one.id)
        rng.shuffle(pool)
        pool.sort(key=lambda one: f"{part.quiz}/{one.id}" in seen)  # stable: fresh ones first, order kept
        shown += [(part.quiz, one) for one in pool[: part.count]]
        taken |= {(part.quiz, one.id) for one in pool[: part.count]}
    if quiz.shuffle_items:
        rng.shuffle(shown)
    return [
        {
            "bank": bank,
            "item": item.id,
            "revision": item.revision,
            "order": registry.order(item, rng, quiz.shuffle_options),
        }
        for bank, item in shown
    ]
