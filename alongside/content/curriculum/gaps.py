"""What a course gives of what boards ask, computed from the files; and what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from textwrap import fill

from alongside.content.catalogue import Course
from alongside.content.packs import Requirement, RulePack

from .coverage import CATEGORIES
from .pages import Pages
from .plain_table import WIDEST, table

ELSEWHERE = "shown elsewhere"
HEADER = ("Asked", "Needs", "Course", "Missing")
NOTES = (
    "(?) not verified: recalled, second-hand, or sources differ. Ask the body itself.\n"
    "Hours count complete modules only. A certificate of this course is evidence of training;\n"
    "who certifies is the state or the board."
)


@dataclass(frozen=True)
class Gap:
    """One requirement beside what the course gives. None: a course cannot give it."""

    requirement: Requirement
    gives: float | None

    @property
    def missing(self) -> float:
        return max(0, (self.requirement.amount or 1) - self.gives) if self.gives is not None else 0


@dataclass(frozen=True)
class Given:
    """What the complete modules of a course make."""

    hours: float
    live: float
    domains: dict[str, float]
    categories: int
    agreements: int
    examinations: int


def given(pages: Pages, course: Course) -> Given:
    modules = [pages.modules[name].module for name in course.modules if name in pages.modules]
    domains: dict[str, float] = {}
    for module in modules:
        for name, hours in module.domains.items():
            domains[name] = domains.get(name, 0) + hours
    codes = {code.partition(".")[0] for module in modules for one in module.objectives for code in one.competencies}
    return Given(
        round(sum(module.hours.total for module in modules), 2),
        round(sum(module.hours.live for module in modules), 2),
        domains,
        len(codes & set(CATEGORIES)),
        len(course.certificate.agreements),
        sum(module.quiz is not None for module in modules),
    )


def gaps(gives: Given, pack: RulePack) -> tuple[Gap, ...]:
    return tuple(Gap(one, _gives(gives, one)) for one in pack.requirements)


def _gives(gives: Given, requirement: Requirement) -> float | None:
    return {
        "training_hours": gives.hours,
        "domain_hours": gives.domains.get(requirement.domain or "", 0),
        "live_percent": round(100 * gives.live / gives.hours) if gives.hours else 0,
        "competencies": gives.categories,
        "agreement": min(gives.agreements, 1),
        "examination": min(gives.examinations, 1),
        "blood_borne_hours": 0,  # no module says that it teaches this
        "elsewhere": None,
    }[requirement.measure]


def printed(pages: Pages, course: Course) -> str:
    """The table of all packs, as plain text."""
    gives = given(pages, course)
    live = f"{round(100 * gives.live / gives.hours)} % live" if gives.hours else "none of them live"
    parts = [f"{course.title}: {gives.hours:g} hours in complete modules, {live}"]
    coming = [name for name in course.modules if name not in pages.modules]
    if coming:
        parts.append(fill(f"Still coming, not counted: {', '.join(coming)}", WIDEST))
    for pack in pages.pack.rule_packs.values():
        parts += [f"{pack.title}\n{fill(pack.says, WIDEST)}", table(HEADER, list(_rows(gaps(gives, pack))))]
    return "\n\n".join([*parts, NOTES]) + "\n"


def _rows(found: tuple[Gap, ...]) -> Iterator[tuple[str, ...]]:
    for gap in found:
        asked = gap.requirement.asks + ("" if gap.requirement.verified else " (?)")
        if gap.gives is None:
            yield asked, _amount(gap.requirement.amount, gap.requirement), ELSEWHERE, ""
        elif gap.requirement.amount is None:
            yield asked, "", "yes" if gap.gives else "no", "missing" if gap.missing else "-"
        else:
            needs, gives = (_amount(one, gap.requirement) for one in (gap.requirement.amount, gap.gives))
            yield asked, needs, gives, _amount(gap.missing, gap.requirement) if gap.missing else "-"


def _amount(amount: float | None, requirement: Requirement) -> str:
    if amount is None:
        return ""
    return f"{amount:g} h" if requirement.unit == "hours" else f"{amount:g} {requirement.unit}"
