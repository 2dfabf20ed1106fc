"""Who has earned a certificate: a decision from a record, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class ModuleRecord:
    """What a person has done in one module."""

    lessons: int = 0
    lessons_done: int = 0
    has_quiz: bool = False
    best_percent: int | None = None
    quiz_passed: bool = False

    @property
    def done(self) -> bool:
        return self.lessons_done >= self.lessons and (self.quiz_passed or not self.has_quiz)


@dataclass(frozen=True)
class Requirements:
    """A course's rules. `modules`: ids in order, each with the pass mark of its quiz (0: none)."""

    modules: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Unmet:
    """One thing that is missing: a code with values. Pages, mail and commands make sentences of it."""

    code: str  # "module" (not begun), "lessons" or "quiz"
    values: Mapping[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return {"code": self.code, **self.values}


@dataclass(frozen=True)
class Decision:
    """Earned when nothing is missing, and something was asked."""

    missing: tuple[Unmet, ...] = ()
    met: tuple[str, ...] = ()  # ids of the modules that are done

    @property
    def earned(self) -> bool:
        return not self.missing and bool(self.met)


def decide(requirements: Requirements, record: Mapping[str, ModuleRecord]) -> Decision:
    """`record`: module id -> what the person has done there; a module not begun may be left out."""
    return Decision(
        missing=tuple(_missing(requirements, record)),
        met=tuple(one for one, _ in requirements.modules if one in record and record[one].done),
    )


def _missing(requirements: Requirements, record: Mapping[str, ModuleRecord]) -> Iterator[Unmet]:
    for module, pass_mark in requirements.modules:
        done = record.get(module)
        if done is None:
            yield Unmet("module", {"module": module, "pass_mark": pass_mark})
            continue
        if done.lessons_done < done.lessons:
            yield Unmet("lessons", {"module": module, "left": done.lessons - done.lessons_done})
        if done.has_quiz and not done.quiz_passed:
            yield Unmet("quiz", {"module": module, "best": done.best_percent, "pass_mark": pass_mark})
