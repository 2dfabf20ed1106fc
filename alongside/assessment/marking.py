"""From answers to a grade: pure, so that a regrade of old answers gives the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from alongside.content.catalogue import Item, Quiz
from alongside.content.questions import registry


@dataclass(frozen=True)
class Result:
    """Percent is rounded down, so that "80" is never 79.6; passing needs the mark and every safety question."""

    percent: int
    passed: bool
    critical_missed: int
    fractions: tuple[float, ...]


def mark(quiz: Quiz, items: Sequence[Item], responses: Mapping[int, Any]) -> Result:
    """`responses`: position (from 0) -> response. A missing one earns nothing."""
    fractions = tuple(
        registry.mark(item, responses[position]).fraction if responses.get(position) is not None else 0.0
        for position, item in enumerate(items)
    )
    percent = int(100 * sum(fractions) / len(fractions) + 1e-9) if fractions else 0
    missed = sum(item.critical and fraction < 1 for item, fraction in zip(items, fractions, strict=True))
    return Result(percent, percent >= quiz.pass_mark and not missed, missed, fractions)
