"""Publish: files become a release, or are refused with every problem named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from alongside.catalogue import releases, shelf
from alongside.catalogue.models import Release
from alongside.content.catalogue import Catalogue, Problem
from alongside.content.reading import read_catalogue
from alongside.foundation.audit import record
from alongside.journey import tags


class ContentHasErrors(Exception):
    """The release is refused; the live one goes on serving."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems


@dataclass(frozen=True)
class Published:
    release: Release
    is_new: bool
    warnings: tuple[Problem, ...] = ()
    vanished: tuple[str, ...] = field(default=())  # ids that were in the release before, and are not any more


def publish(files: Mapping[str, bytes], *, by: str | None = None, note: str = "", today: date | None = None) -> Published:
    """Make a release of these files. The same files again change nothing. Raises ContentHasErrors."""
    live = releases.live()
    if live is not None and live.tree_digest == releases.tree_digest(files):
        return Published(live, is_new=False)
    catalogue = read_catalogue(files, today=today)
    if catalogue.errors:
        raise ContentHasErrors(catalogue.problems)
    before = shelf.outline(live.id) if live else None
    release = releases.add(files, catalogue, parent=live, by=by, note=note)
    record(tags.RELEASE_PUBLISHED, organization_id=None, actor=by, subject=release.public_id)
    return Published(
        release, is_new=True, warnings=catalogue.problems, vanished=_vanished(before, catalogue, live) if before and live else ()
    )


def _vanished(before: Catalogue, now: Catalogue, live: Release) -> tuple[str, ...]:
    """Ids that hung on: courses, modules, lessons, quizzes and items of the release before that are gone."""
    gone = [f"course {one}" for one in before.courses.keys() - now.courses.keys()]
    gone += [f"module {one}" for one in before.modules.keys() - now.modules.keys()]
    gone += [f"quiz {one}" for one in before.quizzes.keys() - now.quizzes.keys()]
    for module in before.modules.values():
        there = {one.id for one in now.modules[module.id].lessons} if module.id in now.modules else set()
        gone += [f"lesson {module.id}/{one.id}" for one in module.lessons if one.id not in there]
    for quiz in before.quizzes.keys() & now.quizzes.keys():
        there = {one.id for one in now.quizzes[quiz].items}
        gone += [f"item {quiz}/{one}" for one in shelf.items(live.id, quiz) if one not in there]
    return tuple(sorted(gone))
