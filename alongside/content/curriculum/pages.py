"""The pages that the checks of the curriculum read. Modules that are still coming are left in peace."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from alongside.content.front_matter import split
from alongside.content.links import GLOSSARY
from alongside.content.modules import ModuleRead
from alongside.content.places import Place, Problems
from alongside.content.quizzes import QuizRead
from alongside.content.reading import Pack
from alongside.content.yaml_values import Unreadable, Values, read_yaml

from .rules import Kind
from .said import Said


@dataclass(frozen=True)
class PageOf:
    file: str
    kind: Kind
    said: Said
    is_lesson: bool = False  # a lesson itself, not a way round one
    language: str | None = None

    @cached_property
    def header(self) -> Values:
        """Its settings, with their places. What is wrong in them was told when the page was read."""
        block, _ = split(self.file, self.said.text, Problems())
        try:
            return read_yaml(block or "", first_line=2)
        except Unreadable:
            return Values()

    @cached_property
    def exceptions(self) -> dict[str, Place]:
        """The rules that this page breaks in order to teach about them, and where it says so."""
        if "style_exceptions:" not in self.said.text:
            return {}
        values = self.header
        listed = values.data.get("style_exceptions") if isinstance(values.data, dict) else None
        names = listed if isinstance(listed, list) else []
        return {str(name): values.values["style_exceptions", number] for number, name in enumerate(names)}


@dataclass(frozen=True)
class Pages:
    """A pack, and its pages sorted by what they are."""

    pack: Pack

    @cached_property
    def modules(self) -> dict[str, ModuleRead]:
        """The complete ones."""
        return {name: one for name, one in self.pack.modules.items() if one.module.status == "complete"}

    @cached_property
    def banks(self) -> dict[str, QuizRead]:
        """All but those of modules that are coming."""
        coming = {one.module.quiz for one in self.pack.modules.values() if one.module.status == "coming"}
        used = {one.module.quiz for one in self.modules.values()}
        return {name: one for name, one in self.pack.quizzes.items() if name in used or name not in coming}

    @cached_property
    def all(self) -> list[PageOf]:
        return [page for page in self._all() if page.file in self.pack.texts]

    def _all(self) -> Iterator[PageOf]:
        layout = self.pack.layout
        for one in layout.lessons:
            if one.module in self.modules:
                is_lesson = not one.is_way_round and one.language is None
                yield self._page(one.file, "lessons", is_lesson=is_lesson, language=one.language)
        for scenario in layout.scenarios:
            if scenario.module in self.modules:
                yield self._page(scenario.file, "scenarios")
        for bank in self.banks:
            yield self._page(layout.quizzes[bank], "items")
        for side in layout.side_pages:
            if side.module in self.modules:
                yield self._page(side.file, "pages")
        for file in (
            *(layout.modules[name] for name in self.modules),
            *layout.courses.values(),
            *layout.agreements.values(),
        ):
            yield self._page(file, "pages")
        yield self._page(GLOSSARY, "pages")

    def _page(self, file: str, kind: Kind, *, is_lesson: bool = False, language: str | None = None) -> PageOf:
        return PageOf(file, kind, Said(file, self.pack.texts.get(file, "")), is_lesson, language)

    @cached_property
    def english(self) -> list[PageOf]:
        """All but the translations: rules about words are rules of a language."""
        return [page for page in self.all if page.language is None]

    def banks_of(self, module: ModuleRead) -> list[QuizRead]:
        """The bank that a module's quiz is, and the others it draws from."""
        quiz = self.pack.quizzes.get(module.module.quiz or "")
        names = dict.fromkeys([quiz.quiz.id, *(draw.quiz for draw in quiz.quiz.draw)]) if quiz else {}
        return [self.pack.quizzes[name] for name in names if name in self.pack.quizzes]


def at(place: Place, file: str) -> str:
    """ "modules/a/1-b.md:12:3", for messages that speak of two places."""
    return f"{file}:{place[0]}:{place[1]}"


def share(part: int, whole: int) -> str:
    return f"{part} of {whole} ({round(100 * part / whole)} %)"
