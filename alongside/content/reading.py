"""Three folders of Markdown into a catalogue, with every problem at once.

`read_catalogue` is pure: it takes files as bytes by their path. A folder, a ZIP or a draft are adapters before it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from .agreements import read_agreement
from .catalogue import Agreement, Catalogue, Course, Module, Quiz, Term
from .courses import CourseRead, read_course
from .facts import read_facts
from .glossary import read_term, terms_in
from .layout import Layout, lay_out, texts_of
from .links import FACTS, GLOSSARY, Surroundings
from .modules import ModuleRead, ModuleReader
from .packs import RulePack, read_rule_pack
from .pictures import Picture, Refused, look_into
from .places import Problems
from .quizzes import QuizRead, read_quiz
from .rubrics import RUBRICS, read_rubrics
from .together import Together

FOLDERS = ("courses", "modules", "quizzes")
BACKUPS = ("~", ".bak", ".orig", ".swp", ".swo", ".tmp")


def files_of(folder: Path) -> dict[str, bytes]:
    """The files below the three folders, by their path with slashes; without what editors and systems leave behind."""
    found = {}
    for name in FOLDERS:
        for path in sorted((folder / name).rglob("*")):
            parts = path.relative_to(folder).parts
            if path.is_file() and not path.is_symlink() and not any(_is_left_behind(part) for part in parts):
                found["/".join(parts)] = path.read_bytes()
    return found


def _is_left_behind(name: str) -> bool:
    return name.startswith((".", "#")) or name.endswith(BACKUPS) or name in {"__pycache__", "Thumbs.db"}


def read_catalogue(files: Mapping[str, bytes], today: date | None = None) -> Catalogue:
    """Everything the files hold, and every problem in them. `today` decides which facts are stale."""
    return read_pack(files, today).catalogue


@dataclass(frozen=True)
class Pack:
    """A catalogue and the pages it was read from, with the places of their settings: what the curriculum is judged by."""

    catalogue: Catalogue
    layout: Layout
    texts: Mapping[str, str]
    courses: Mapping[str, CourseRead]
    modules: Mapping[str, ModuleRead]
    quizzes: Mapping[str, QuizRead]
    rule_packs: Mapping[str, RulePack]
    today: date


def read_pack(files: Mapping[str, bytes], today: date | None = None) -> Pack:
    return _Reader(files, today or datetime.now(UTC).date()).pack()


class _Reader:
    """Reads in the order in which things need each other: facts and words, modules, quizzes, courses."""

    def __init__(self, files: Mapping[str, bytes], today: date) -> None:
        self.problems = Problems()
        self.files = files
        self.today = today
        self.layout: Layout = lay_out(list(files), self.problems)
        self.texts = texts_of(files, self.problems)

    def pack(self) -> Pack:
        self.facts, fact_names = read_facts(self.texts.get(FACTS), self.today, self.problems)
        sections = terms_in(self.texts.get(GLOSSARY), self.problems)
        self.around = Surroundings(frozenset(self.files), self.facts, fact_names, frozenset(sections), self._pictures())
        terms = {name: read_term(name, section, self.around, self.problems) for name, section in sections.items()}
        self.rubrics = read_rubrics(self.texts.get(RUBRICS), self.problems)
        modules = self._modules({name: uses for name, (_, uses) in terms.items()})
        quizzes = self._quizzes()
        self._check_pictures_shown()
        Together(modules, quizzes, self.problems).check()
        return self._bound(modules, quizzes, {name: term for name, (term, _) in terms.items()})

    def _bound(
        self, modules: Mapping[str, ModuleRead | None], quizzes: Mapping[str, QuizRead | None], terms: dict[str, Term]
    ) -> Pack:
        read: dict[str, Module] = {name: one.module for name, one in modules.items() if one}
        asked: dict[str, Quiz] = {name: one.quiz for name, one in quizzes.items() if one}
        courses = self._courses(modules)
        offered: dict[str, Course] = {name: one.course for name, one in courses.items()}
        agreements = self._agreements()
        rule_packs = self._rule_packs()
        pictures = {path: self.files[path] for path, picture in self.around.pictures.items() if picture}
        rubrics = {name: one for name, one in self.rubrics.items() if one}
        catalogue = Catalogue(
            offered, read, asked, self.facts, terms, rubrics, agreements, pictures, self.problems.in_order()
        )
        return Pack(
            catalogue,
            self.layout,
            self.texts,
            courses,
            {name: one for name, one in modules.items() if one},
            {name: one for name, one in quizzes.items() if one},
            rule_packs,
            self.today,
        )

    def _pictures(self) -> dict[str, Picture | None]:
        found: dict[str, Picture | None] = {}
        for path in self.layout.pictures:
            try:
                found[path] = look_into(path, self.files[path])
            except Refused as refused:
                found[path] = None
                self.problems.error(path, refused.place, refused.message)
        return found

    def _modules(self, uses: Mapping[str, tuple[str, ...]]) -> dict[str, ModuleRead | None]:
        return {
            name: ModuleReader(name, self.layout, self.texts, self.around, uses, self.rubrics, self.problems).read()
            for name in self.layout.modules
        }

    def _quizzes(self) -> dict[str, QuizRead | None]:
        return {
            name: read_quiz(name, file, self.texts[file], self.around, self.problems) if file in self.texts else None
            for name, file in self.layout.quizzes.items()
        }

    def _courses(self, modules: Mapping[str, ModuleRead | None]) -> dict[str, CourseRead]:
        known = {name: one.module if one else None for name, one in modules.items()}
        read = {
            name: read_course(name, file, self.texts[file], known, self.layout.agreements, self.around, self.problems)
            for name, file in self.layout.courses.items()
            if file in self.texts
        }
        return {name: course for name, course in read.items() if course}

    def _agreements(self) -> dict[str, Agreement]:
        read = {
            name: read_agreement(name, file, self.texts[file], self.around, self.problems)
            for name, file in self.layout.agreements.items()
            if file in self.texts
        }
        return {name: agreement for name, agreement in read.items() if agreement}

    def _rule_packs(self) -> dict[str, RulePack]:
        read = {
            name: read_rule_pack(name, file, self.texts[file], self.problems)
            for name, file in self.layout.packs.items()
            if file in self.texts
        }
        return {name: pack for name, pack in read.items() if pack}

    def _check_pictures_shown(self) -> None:
        for path in self.layout.pictures:
            module, _, name = path.partition("/images/")
            pages = (text for file, text in self.texts.items() if file.startswith(f"{module}/"))
            if not any(f"images/{name}" in text for text in pages):
                self.problems.warning(path, (1, 1), "no lesson shows this picture; show it or remove it")
