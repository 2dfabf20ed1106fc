"""What the people of a cohort learn. Each is on the release they began with, so after a new one a cohort may learn from several.

A cohort has every module that one of its people takes, as the newest release of theirs has it; a person is measured by
their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from alongside.catalogue import releases, shelf
from alongside.content.catalogue import Catalogue, Module, Quiz
from alongside.learning import enrolments, progress
from alongside.learning.models import ModuleProgress
from alongside.organizations.models import Cohort


@dataclass(frozen=True)
class Subject:
    """One module of a cohort, with its quiz."""

    module: Module
    quiz: Quiz | None


def of_cohort(cohort: Cohort) -> list[Subject]:
    return of_cohorts([cohort])[cohort.id]


def of_cohorts(cohorts: Sequence[Cohort]) -> dict[int, list[Subject]]:
    """The modules of several cohorts, by cohort: in the order of the newest release, then what only older ones have. One statement."""
    pinned = enrolments.releases_of([one.id for one in cohorts]) if cohorts else {}
    newest_first = {one.id: pinned[one.id] or _live() for one in cohorts}
    read = contents(release for several in newest_first.values() for release in several)
    return {one.id: _subjects(one.course, [read[release] for release in newest_first[one.id]]) for one in cohorts}


def contents(release_ids: Iterable[int]) -> dict[int, Catalogue]:
    """What is in these releases, each read once, however many people are on it."""
    return {one: shelf.outline(one) for one in set(release_ids)}


def _live() -> list[int]:
    """Who comes to a cohort that has nobody yet begins with this."""
    live = releases.live_id()
    return [live] if live else []


def _subjects(course: str, newest_first: Sequence[Catalogue]) -> list[Subject]:
    found: dict[str, Subject] = {}
    for content in newest_first:
        for module in modules(course, content):
            found.setdefault(module.id, Subject(module, content.quizzes[module.quiz] if module.quiz else None))
    return list(found.values())


def modules(course: str, content: Catalogue) -> list[Module]:
    """The modules of a course that can be taken, in the author's order."""
    found = content.courses.get(course)
    every = [content.modules[one] for one in found.modules] if found else []
    return [one for one in every if one.status != "coming"]


@dataclass(frozen=True)
class Far:
    """How many modules somebody has done, of how many."""

    done: int
    modules: int


def far(course: str, content: Catalogue, rows: Mapping[str, ModuleProgress]) -> Far:
    """`content`: of the release they are on."""
    theirs = modules(course, content)
    return Far(progress.done(theirs, rows), len(theirs))
