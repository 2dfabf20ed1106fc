"""Who has earned a certificate: a decision from a record, and nothing else.

What a course asks is a tuple of requirements, each a code with values. A new kind of requirement is one checker here,
what it looks at in the Record, and its evidence (evidence.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

Values = Mapping[str, Any]


@dataclass(frozen=True)
class ModuleRecord:
    """What a person has done in one module."""

    lessons: int = 0
    lessons_done: int = 0
    has_quiz: bool = False
    best_percent: int | None = None
    quiz_passed: bool = False


@dataclass(frozen=True)
class Record:
    """What a person has done. `modules`: by id; a module not begun may be left out. `signed`: ids of agreements."""

    modules: Mapping[str, ModuleRecord] = field(default_factory=dict)
    signed: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Requirement:
    """One thing a course asks: "module" with its id and the pass mark of its quiz (0: none), or "agreement" with its id."""

    code: str
    values: Values = field(default_factory=dict)


Requirements = tuple[Requirement, ...]


@dataclass(frozen=True)
class Unmet:
    """One thing that is missing: a code with values. Pages, mail and commands make sentences of it."""

    code: str  # "module" (not begun), "lessons", "quiz" or "agreement"
    values: Values = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return {"code": self.code, **self.values}


@dataclass(frozen=True)
class Decision:
    """Earned when nothing is missing, and something was asked."""

    missing: tuple[Unmet, ...] = ()
    met: Requirements = ()

    @property
    def earned(self) -> bool:
        return not self.missing and bool(self.met)


def decide(requirements: Requirements, record: Record) -> Decision:
    """What is met and what is missing, in the order it was asked."""
    found = [(one, tuple(CHECKERS[one.code](one.values, record))) for one in requirements]
    return Decision(
        missing=tuple(unmet for _, missing in found for unmet in missing),
        met=tuple(one for one, missing in found if not missing),
    )


def _module(values: Values, record: Record) -> Iterator[Unmet]:
    """Every lesson read, and the quiz passed if there is one."""
    module, pass_mark = values["module"], values["pass_mark"]
    done = record.modules.get(module)
    if done is None:
        yield Unmet("module", {"module": module, "pass_mark": pass_mark})
        return
    if done.lessons_done < done.lessons:
        yield Unmet("lessons", {"module": module, "left": done.lessons - done.lessons_done})
    if done.has_quiz and not done.quiz_passed:
        yield Unmet("quiz", {"module": module, "best": done.best_percent, "pass_mark": pass_mark})


def _agreement(values: Values, record: Record) -> Iterator[Unmet]:
    """Signed, in the words that stand there now."""
    if values["agreement"] not in record.signed:
        yield Unmet("agreement", values)


CHECKERS: dict[str, Callable[[Values, Record], Iterator[Unmet]]] = {"module": _module, "agreement": _agreement}
