"""The pages beside a module's lessons: practice.md, role-play.md and trainer.md."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from .catalogue import Page, Rubric
from .front_matter import Form, Id, PageForm, Settings, Words, read_page
from .lessons import Minutes
from .links import Surroundings
from .places import Passage, Problems, listed
from .prose import LESSON, Prose, render
from .rubrics import RUBRICS, CriterionId
from .sections import sections_of
from .tables import first_cells

WHOLE = re.compile(r"[0-9]{1,3}")
PRACTICE = ("For you alone", "In real life")
ROLE_PLAY = ("For the supporter", "For the person", "For the observers", "Afterwards")


class PracticeForm(PageForm):
    title: Words
    minutes: Minutes


class RolePlayForm(PageForm):
    title: Words
    minutes: Minutes
    objectives: list[Id] = []
    rubric: Id
    critical: list[CriterionId] = []


class TrainerForm(PageForm):
    title: Words
    minutes: Minutes
    materials: list[Words] = []


F = TypeVar("F", bound=Form)


@dataclass(frozen=True)
class PageRead(Generic[F]):
    """A page, and where its settings stand."""

    page: Page
    file: str
    settings: Settings[F]


def read_practice(file: str, text: str, around: Surroundings, problems: Problems) -> PageRead[PracticeForm] | None:
    settings, passage, prose = _read(file, text, PracticeForm, around, problems)
    if settings is None:
        return None
    _check_sections(passage, PRACTICE, settings, problems)
    form = settings.form
    return PageRead(Page(form.title, form.minutes, prose.html, prose.terms), file, settings)


def read_role_play(
    file: str, text: str, rubrics: Mapping[str, Rubric | None], around: Surroundings, problems: Problems
) -> PageRead[RolePlayForm] | None:
    """`rubrics` has every rubric that stands there; None where it could not be read."""
    settings, passage, prose = _read(file, text, RolePlayForm, around, problems)
    if settings is None:
        return None
    _check_sections(passage, ROLE_PLAY, settings, problems)
    _check_criteria(passage, settings, rubrics, problems)
    form = settings.form
    page = Page(
        form.title,
        form.minutes,
        prose.html,
        prose.terms,
        tuple(form.objectives),
        rubric=form.rubric,
        critical=tuple(form.critical),
    )
    return PageRead(page, file, settings)


def read_trainer_plan(file: str, text: str, around: Surroundings, problems: Problems) -> PageRead[TrainerForm] | None:
    settings, passage, prose = _read(file, text, TrainerForm, around, problems)
    if settings is None:
        return None
    _check_minutes(passage, settings, problems)
    form = settings.form
    page = Page(form.title, form.minutes, prose.html, prose.terms, materials=tuple(form.materials))
    return PageRead(page, file, settings)


def _read(
    file: str, text: str, form: type[F], around: Surroundings, problems: Problems
) -> tuple[Settings[F] | None, Passage, Prose]:
    settings, passage = read_page(file, text, form, problems)
    return settings, passage, render(passage, around, problems, LESSON)


def _check_sections(passage: Passage, wanted: tuple[str, ...], settings: Settings[F], problems: Problems) -> None:
    there = {one.heading.text.strip().casefold() for one in sections_of(passage)[1]}
    for heading in wanted:
        if heading.casefold() not in there:
            problems.error(
                passage.file, settings.start, f"the part “{heading}” is missing; write it below ## {heading}"
            )


def _check_criteria(
    passage: Passage, settings: Settings[RolePlayForm], rubrics: Mapping[str, Rubric | None], problems: Problems
) -> None:
    """What observers look for, and what must not go wrong, is in the rubric."""
    form = settings.form
    if form.rubric not in rubrics:
        place = settings.at("rubric")
        problems.error(
            passage.file, place, f"there is no rubric “{form.rubric}”; add it to {RUBRICS}, or check the word"
        )
    if (rubric := rubrics.get(form.rubric)) is None:
        return
    names = [one.id for one in rubric.criteria]
    unknown = f"is no criterion of {rubric.id}; there are {listed(names)}"
    cells = first_cells(passage, "criterion")
    seen: dict[str, None] = {}
    for cell in cells:
        name = cell.text.strip(" *`")
        seen[name] = None
        if name not in names:
            problems.error(passage.file, (cell.number, cell.column), f"“{name}” {unknown}")
    if not cells:
        problems.error(
            passage.file,
            settings.start,
            "observers have no criteria; write a table whose first column is called Criterion",
        )
    for number, name in enumerate(form.critical):
        place = settings.at("critical", number)
        if name not in names:
            problems.error(passage.file, place, f"“{name}” {unknown}")
        elif cells and name not in seen:
            problems.error(passage.file, place, f"observers do not look for “{name}”; add a row for it to their table")


def _check_minutes(passage: Passage, settings: Settings[TrainerForm], problems: Problems) -> None:
    """The rows of the plan make the minutes of the page."""
    cells = first_cells(passage, "minutes")
    if not cells:
        problems.error(
            passage.file, settings.start, "there is no plan; write a table whose first column is called Minutes"
        )
        return
    wrong = [cell for cell in cells if not WHOLE.fullmatch(cell.text)]
    for cell in wrong:
        problems.error(
            passage.file,
            (cell.number, cell.column),
            f"“{cell.text}” is no number of minutes; write how long this takes, such as 15",
        )
    total = sum(int(cell.text) for cell in cells if cell not in wrong)
    if not wrong and total != settings.form.minutes:
        problems.error(
            passage.file,
            settings.at("minutes"),
            f"the rows of the plan make {total} minutes, the page says {settings.form.minutes}; change one of them",
        )
