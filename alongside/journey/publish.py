"""Publish: files become a release, or are refused with every problem named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from alongside.assessment import attempts
from alongside.catalogue import releases, shelf
from alongside.catalogue.models import Release
from alongside.content.catalogue import Catalogue, Problem
from alongside.content.reading import read_catalogue
from alongside.foundation import clock
from alongside.foundation.audit import record
from alongside.journey import tags
from alongside.learning import enrolments, progress


class ContentHasErrors(Exception):
    """The release is refused; the live one goes on serving."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems


class CannotRead(Exception):
    """The reader itself failed on these files, a defect of ours; what it was is the cause. The live release goes on serving."""


@dataclass(frozen=True)
class Vanished:
    """An id that was in the release before and is gone, and how much hangs on it. Nothing of that is lost."""

    kind: str  # course, module, lesson, quiz or item
    id: str
    hangs: int  # enrolments, progress rows or attempts

    def __str__(self) -> str:
        things = {"course": "enrolments", "module": "people’s progress", "lesson": "people’s progress"}
        return f"{self.kind} {self.id} is gone; {self.hangs} {things.get(self.kind, 'attempts')} hang on it and are kept"


@dataclass(frozen=True)
class Published:
    release: Release
    is_new: bool
    warnings: tuple[Problem, ...] = ()
    vanished: tuple[Vanished, ...] = field(default=())


def read(files: Mapping[str, bytes], today: date) -> Catalogue:
    """What the files say, with every problem. Raises CannotRead: whatever stands in content, the product must start."""
    try:
        return read_catalogue(files, today)
    except Exception as error:
        raise CannotRead from error


def publish(files: Mapping[str, bytes], *, by: str | None = None, note: str = "", today: date | None = None) -> Published:
    """Make a release of these files. The same files again change nothing. Raises ContentHasErrors, CannotRead.

    Of several who publish at once, one is next; the others get that release, or follow it if their files differ.
    """
    live = releases.live()
    if live is not None and live.tree_digest == releases.tree_digest(files):
        return Published(live, is_new=False)
    catalogue = read(files, today or clock.now().date())
    if catalogue.errors:
        raise ContentHasErrors(catalogue.problems)
    before = shelf.outline(live.id) if live else None
    try:
        release = releases.add(files, catalogue, parent=live, by=by, note=note)
    except releases.AnotherWasFaster:
        return publish(files, by=by, note=note, today=today)
    record(tags.RELEASE_PUBLISHED, organization_id=None, actor=by, subject=release.public_id)
    return Published(
        release, is_new=True, warnings=catalogue.problems, vanished=_vanished(before, catalogue, live) if before and live else ()
    )


def _vanished(before: Catalogue, now: Catalogue, live: Release) -> tuple[Vanished, ...]:
    """What hung on ids that are gone: courses, modules, lessons, quizzes and items."""
    gone = [("course", one) for one in before.courses.keys() - now.courses.keys()]
    gone += [("module", one) for one in before.modules.keys() - now.modules.keys()]
    gone += [("quiz", one) for one in before.quizzes.keys() - now.quizzes.keys()]
    for module in before.modules.values():
        there = {one.id for one in now.modules[module.id].lessons} if module.id in now.modules else set()
        gone += [("lesson", f"{module.id}/{one.id}") for one in module.lessons if one.id not in there]
    for quiz in before.quizzes.keys() & now.quizzes.keys():
        items = {one.id for one in now.quizzes[quiz].items}
        gone += [("item", f"{quiz}/{one}") for one in shelf.items(live.id, quiz) if one not in items]
    shown = attempts.count_with_items({_two(one) for kind, one in gone if kind == "item"})
    return tuple(
        Vanished(kind, one, shown[_two(one)] if kind == "item" else _hangs_on(kind, one)) for kind, one in sorted(gone)
    )


def _two(name: str) -> tuple[str, str]:
    """ "listening/asking" -> ("listening", "asking") """
    first, _, second = name.partition("/")
    return first, second


def _hangs_on(kind: str, name: str) -> int:
    first, second = _two(name)
    return {
        "course": lambda: enrolments.count_in_course(first),
        "module": lambda: progress.count_in_module(first),
        "lesson": lambda: progress.count_in_lesson(first, second),
        "quiz": lambda: attempts.count_of_quiz(first),
    }[kind]()
