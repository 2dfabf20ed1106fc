"""Lessons: how hard, how long, how many; and whether the minutes of a module make its hours."""

from __future__ import annotations

from alongside.content.modules import ModuleRead
from alongside.content.places import Problems

from .measures import grade, ways_through, words_in
from .pages import Pages

EASY, TOO_HARD = 8, 10  # reading grades
FEWEST_WORDS, MOST_WORDS = 900, 1800
FEWEST_LESSONS, MOST_LESSONS = 5, 8
QUIZ_MINUTES = 15
LEEWAY = 0.15


def check(pages: Pages, problems: Problems) -> None:
    for read in pages.modules.values():
        counts = read.module.hours.total > 0  # a welcome or an examination has no hours, and the shape it needs
        count = len(read.module.lessons)
        if counts and count and not FEWEST_LESSONS <= count <= MOST_LESSONS:
            problems.warning(
                read.file,
                (1, 1),
                f"the module has {count} lessons; {FEWEST_LESSONS} to {MOST_LESSONS} are a good measure",
            )
        for lesson in read.lessons:
            if counts:
                _check_length(lesson.page.file, words_in(lesson.lesson.html), problems)
            for name, way in ways_through(lesson.lesson):
                file = lesson.page.file if way is lesson.lesson else lesson.page.file.replace(".md", ".way-round.md")
                _check_grade(file, name, grade(way.html), problems)
        _check_minutes(read, problems)


def _check_length(file: str, words: int, problems: Problems) -> None:
    if not FEWEST_WORDS <= words <= MOST_WORDS:
        problems.warning(
            file, (1, 1), f"the lesson has {words} words; {FEWEST_WORDS} to {MOST_WORDS} can be read in one sitting"
        )


def _check_grade(file: str, name: str, found: float, problems: Problems) -> None:
    if found > EASY:
        tell = problems.error if found > TOO_HARD else problems.warning
        tell(
            file,
            (1, 1),
            f"{name} reads at grade {found:g}; write shorter sentences and plainer words, until it is {EASY} or lower",
        )


def minutes_of(read: ModuleRead) -> int:
    """What a person spends on a module alone, as its pages say."""
    module = read.module
    minutes = sum(one.minutes for one in module.lessons) + sum(one.minutes for one in module.scenarios)
    return minutes + (module.practice.minutes if module.practice else 0) + (QUIZ_MINUTES if module.quiz else 0)


def _check_minutes(read: ModuleRead, problems: Problems) -> None:
    hours = read.module.hours.self_paced
    minutes = minutes_of(read)
    if hours and abs(minutes - hours * 60) > LEEWAY * hours * 60:
        problems.warning(
            read.file,
            read.settings.at("hours"),
            f"lessons, conversations, practice and {QUIZ_MINUTES} minutes for the quiz make {minutes} minutes, "
            f"the module says {hours:g} hours ({hours * 60:g} minutes); change one of them",
        )
