"""Lessons and the ways round them, read from modules/<module>/<n>-<lesson>.md."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from .catalogue import Lesson
from .front_matter import Id, PageForm, Settings, Words, read_page
from .layout import LessonPage
from .links import Surroundings
from .places import Problems
from .prose import LESSON, render

Minutes = Annotated[int, Field(ge=1, le=240)]


class LessonForm(PageForm):
    title: Words
    minutes: Minutes
    objectives: list[Id] = []
    content_note: Words | None = None
    of: Words | None = None  # a translation: the digest of the original it was made from


class WayRoundForm(PageForm):
    title: Words
    minutes: Minutes
    of: Words | None = None  # as above


@dataclass(frozen=True)
class LessonRead:
    """A lesson and where its settings stand."""

    lesson: Lesson
    page: LessonPage
    settings: Settings[LessonForm]


def read_lesson(page: LessonPage, text: str, around: Surroundings, problems: Problems) -> LessonRead | None:
    settings, passage = read_page(page.file, text, LessonForm, problems)
    prose = render(passage, around, problems, LESSON)
    if settings is None:
        return None
    if not prose.text:
        problems.error(page.file, settings.start, "the lesson has no text; write it below the settings")
    form = settings.form
    lesson = Lesson(
        page.id,
        page.number,
        form.title,
        form.minutes,
        prose.html,
        prose.text,
        objectives=tuple(form.objectives),
        terms=prose.terms,
        content_note=form.content_note,
    )
    return LessonRead(lesson, page, settings)


def read_way_round(page: LessonPage, text: str, around: Surroundings, problems: Problems) -> Lesson | None:
    settings, passage = read_page(page.file, text, WayRoundForm, problems)
    prose = render(passage, around, problems, LESSON)
    if settings is None:
        return None
    if not prose.text:
        problems.error(page.file, settings.start, "the way round has no text; write it below the settings")
    form = settings.form
    return Lesson(page.id, page.number, form.title, form.minutes, prose.html, prose.text, terms=prose.terms)


def check_numbers(pages: list[LessonPage], problems: Problems) -> None:
    """Lessons are counted 1, 2, 3 … without a gap, and no two share a number or a name."""
    expected = 1
    names: set[str] = set()
    for page in sorted(pages, key=lambda page: (page.number, page.file)):
        if page.number < expected:
            problems.error(page.file, (1, 1), f"another lesson has the number {page.number}; rename one of them")
        elif page.number > expected:
            problems.error(page.file, (1, 1), f"there is no lesson {expected}; number the lessons without a gap")
        if page.id in names:
            problems.error(page.file, (1, 1), f"another lesson is called “{page.id}”; rename one of them")
        names.add(page.id)
        expected = max(expected, page.number + 1)
