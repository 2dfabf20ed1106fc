"""Modules, read from modules/<module>/module.md and the lessons beside it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Literal

from pydantic import Field

from .beside import read_beside
from .catalogue import Hours, Lesson, Module, Objective, Review, Rubric
from .front_matter import Competency, Domain, Form, Id, PageForm, Settings, Words, read_page
from .glossary import with_their_own
from .layout import Layout, LessonPage
from .lessons import LessonRead, check_numbers, read_lesson, read_way_round
from .links import Surroundings
from .places import Place, Problems
from .prose import PAGE, Prose, render

Amount = Annotated[float, Field(ge=0, le=1000)]


class HoursForm(Form):
    self_paced: Amount = 0
    live: Amount = 0


class ObjectiveForm(Form):
    id: Id
    text: Words
    competencies: list[Competency] = []


class ReviewForm(Form):
    check_by: list[Words] = []
    reviewed_by: list[Words] = []
    not_yet_verified: list[Words] = []
    date: dt.date | None = None


class ModuleForm(PageForm):
    title: Words
    purpose: Words
    status: Literal["complete", "coming"]
    hours: HoursForm = HoursForm()
    domains: dict[Domain, Amount] = {}
    competencies: list[Competency] = []
    prerequisites: list[Id] = []
    quiz: Id | None = None
    objectives: list[ObjectiveForm] = []
    review: ReviewForm = ReviewForm()
    sources: list[Words] = []
    further_reading: list[Words] = []


@dataclass(frozen=True)
class ModuleRead:
    """A module, where its settings stand, and its lessons with theirs."""

    module: Module
    file: str
    settings: Settings[ModuleForm]
    lessons: tuple[LessonRead, ...]
    lesson_names: frozenset[str]  # those that could not be read, too


class ModuleReader:
    """Reads one module: its page, its lessons, the ways round and the translations, and what stands beside them."""

    def __init__(
        self,
        name: str,
        layout: Layout,
        texts: Mapping[str, str],
        around: Surroundings,
        uses: Mapping[str, tuple[str, ...]],
        rubrics: Mapping[str, Rubric | None],
        problems: Problems,
    ) -> None:
        self.name = name
        self.file = layout.modules[name]
        self.pages = layout.lessons_of(name)
        self.texts = texts
        self.around = around
        self.uses = uses
        self.beside = read_beside(name, layout, texts, around, rubrics, problems)
        self.problems = problems

    def read(self) -> ModuleRead | None:
        lessons = self._lessons()
        self._translations()
        if self.file not in self.texts:
            return None
        settings, passage = read_page(self.file, self.texts[self.file], ModuleForm, self.problems)
        prose = render(passage, self.around, self.problems, PAGE)
        if settings is None:
            return None
        self._check(settings, lessons)
        module = _module(self.name, settings.form, prose, tuple(read.lesson for read in lessons))
        self.beside.check(module, self.problems)
        module = self.beside.add_to(module, self.uses)
        return ModuleRead(module, self.file, settings, lessons, frozenset(page.id for page in self.pages))

    def _lessons(self) -> tuple[LessonRead, ...]:
        pages = [page for page in self.pages if not page.is_way_round and page.language is None]
        check_numbers(pages, self.problems)
        self._ways_to_nowhere(pages)
        read = [
            read_lesson(page, self.texts[page.file], self.around, self.problems)
            for page in sorted(pages, key=lambda page: (page.number, page.file))
            if page.file in self.texts
        ]
        return tuple(replace(one, lesson=self._with_way_round(one)) for one in read if one)

    def _with_way_round(self, read: LessonRead) -> Lesson:
        lesson = replace(read.lesson, terms=with_their_own(read.lesson.terms, self.uses))
        way = next(
            (
                page
                for page in self.pages
                if page.is_way_round
                and page.language is None
                and (page.number, page.id) == (read.page.number, read.page.id)
            ),
            None,
        )
        if way is None:
            if lesson.content_note:
                beside = read.page.file.rpartition("/")[2].replace(".md", ".way-round.md")
                self.problems.error(
                    read.page.file,
                    read.settings.key("content_note"),
                    f"a content note without a way round; write {beside} beside it",
                )
            return lesson
        if not lesson.content_note:
            self.problems.error(
                way.file, (1, 1), "the lesson has no content_note; say there what this is a way round of"
            )
        return replace(lesson, way_round=self._way_round(way))

    def _way_round(self, page: LessonPage) -> Lesson | None:
        if page.file not in self.texts:
            return None
        lesson = read_way_round(page, self.texts[page.file], self.around, self.problems)
        return lesson and replace(lesson, terms=with_their_own(lesson.terms, self.uses))

    def _ways_to_nowhere(self, pages: list[LessonPage]) -> None:
        lessons = {(page.number, page.id) for page in pages}
        for page in self.pages:
            if (page.is_way_round or page.language) and (page.number, page.id) not in lessons:
                self.problems.error(page.file, (1, 1), "there is no lesson of this name beside it; rename it")

    def _translations(self) -> None:
        """Translations are checked like any page; nothing shows them yet."""
        for page in self.pages:
            if page.language and page.file in self.texts:
                if page.is_way_round:
                    read_way_round(page, self.texts[page.file], self.around, self.problems)
                else:
                    read_lesson(page, self.texts[page.file], self.around, self.problems)

    def _check(self, settings: Settings[ModuleForm], lessons: tuple[LessonRead, ...]) -> None:
        form = settings.form
        seen: set[str] = set()
        for number, objective in enumerate(form.objectives):
            if objective.id in seen:
                self._error(
                    settings.at("objectives", number, "id"), f"two objectives are called “{objective.id}”; rename one"
                )
            seen.add(objective.id)
        if form.status == "complete" and not self.pages:
            self._error(settings.at("status"), "a complete module has lessons; write 1-<name>.md, or make it coming")
        if form.status == "complete" and not form.objectives:
            self._error(settings.start, "“objectives” is missing; say what people can do afterwards")
        for read in lessons:
            self._check_lesson(read, seen)

    def _check_lesson(self, read: LessonRead, objectives: set[str]) -> None:
        for number, objective in enumerate(read.settings.form.objectives):
            if objective not in objectives:
                self.problems.error(
                    read.page.file,
                    read.settings.at("objectives", number),
                    f"the module has no objective “{objective}”; add it to module.md, or check the word",
                )

    def _error(self, place: Place, message: str) -> None:
        self.problems.error(self.file, place, message)


def _module(name: str, form: ModuleForm, prose: Prose, lessons: tuple[Lesson, ...]) -> Module:
    review = form.review
    return Module(
        id=name,
        title=form.title,
        purpose=form.purpose,
        status=form.status,
        hours=Hours(form.hours.self_paced, form.hours.live),
        html=prose.html,
        lessons=lessons,
        domains=form.domains,
        competencies=tuple(form.competencies),
        prerequisites=tuple(form.prerequisites),
        quiz=form.quiz,
        objectives=tuple(Objective(one.id, one.text, tuple(one.competencies)) for one in form.objectives),
        review=Review(tuple(review.check_by), tuple(review.reviewed_by), tuple(review.not_yet_verified), review.date),
        sources=tuple(form.sources),
        further_reading=tuple(form.further_reading),
    )
