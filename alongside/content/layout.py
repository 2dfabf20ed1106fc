"""Which file is what: the names of files and folders are the ids of what they hold."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from .links import FACTS, GLOSSARY
from .pictures import is_picture
from .places import CONTROL, UNSEEN, Place, Problems
from .rubrics import RUBRICS

SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"
COURSE = re.compile(rf"courses/({SLUG})\.md")
QUIZ = re.compile(rf"quizzes/({SLUG})\.md")
MODULE = re.compile(rf"modules/({SLUG})/module\.md")
LESSON = re.compile(rf"modules/({SLUG})/([0-9]{{1,3}})-({SLUG})(\.way-round)?(?:\.([a-z]{{2,3}}))?\.md")
PICTURE = re.compile(rf"modules/({SLUG})/images/[^/]+")
AGREEMENT = re.compile(rf"courses/agreements/({SLUG})\.md")
PACK = re.compile(rf"courses/packs/({SLUG})\.yaml")
SCENARIO = re.compile(rf"modules/({SLUG})/scenarios/({SLUG})\.md")
SIDE_PAGE = re.compile(rf"modules/({SLUG})/(practice|role-play|trainer)\.md")
STYLE = re.compile(rf"modules/style(-{SLUG})?\.yaml")
PAGES = re.compile(r"(courses|modules|quizzes)/.*\.(md|yaml|yml)")


@dataclass(frozen=True)
class LessonPage:
    module: str
    number: int
    id: str
    file: str
    is_way_round: bool
    language: str | None


@dataclass(frozen=True)
class ScenarioPage:
    module: str
    id: str
    file: str


@dataclass(frozen=True)
class SidePage:
    module: str
    name: str  # "practice", "role-play" or "trainer"
    file: str


@dataclass
class Layout:
    """The files of a pack, sorted by what they are."""

    courses: dict[str, str] = field(default_factory=dict)  # id -> file
    modules: dict[str, str] = field(default_factory=dict)
    quizzes: dict[str, str] = field(default_factory=dict)
    lessons: list[LessonPage] = field(default_factory=list)
    scenarios: list[ScenarioPage] = field(default_factory=list)
    side_pages: list[SidePage] = field(default_factory=list)
    agreements: dict[str, str] = field(default_factory=dict)
    packs: dict[str, str] = field(default_factory=dict)
    styles: list[str] = field(default_factory=list)  # rules about words; later ones take the place of earlier ones
    pictures: list[str] = field(default_factory=list)

    def lessons_of(self, module: str) -> list[LessonPage]:
        return [page for page in self.lessons if page.module == module]

    def scenarios_of(self, module: str) -> list[ScenarioPage]:
        return [page for page in self.scenarios if page.module == module]

    def side_page(self, module: str, name: str) -> str | None:
        """The file of a module's practice page, role play or trainer's plan."""
        return next((page.file for page in self.side_pages if (page.module, page.name) == (module, name)), None)


def lay_out(paths: list[str], problems: Problems) -> Layout:
    layout = Layout()
    for path in sorted(paths, key=_by_name):
        _sort_in(path, layout, problems)
    pages: list[LessonPage | ScenarioPage | SidePage] = [*layout.lessons, *layout.scenarios, *layout.side_pages]
    for page in pages:
        if page.module not in layout.modules:
            problems.error(page.file, (1, 1), f"the module has no module.md; write modules/{page.module}/module.md")
    return layout


def _by_name(path: str) -> str:
    """style.yaml comes before style-ours.yaml."""
    return path.removesuffix(".yaml")


def _sort_in(path: str, layout: Layout, problems: Problems) -> None:
    if found := COURSE.fullmatch(path):
        layout.courses[found[1]] = path
    elif found := QUIZ.fullmatch(path):
        layout.quizzes[found[1]] = path
    elif found := MODULE.fullmatch(path):
        layout.modules[found[1]] = path
    elif found := LESSON.fullmatch(path):
        layout.lessons.append(LessonPage(found[1], int(found[2]), found[3], path, bool(found[4]), found[5]))
    elif found := SCENARIO.fullmatch(path):
        layout.scenarios.append(ScenarioPage(found[1], found[2], path))
    elif found := SIDE_PAGE.fullmatch(path):
        layout.side_pages.append(SidePage(found[1], found[2], path))
    elif found := AGREEMENT.fullmatch(path):
        layout.agreements[found[1]] = path
    elif found := PACK.fullmatch(path):
        layout.packs[found[1]] = path
    elif PICTURE.fullmatch(path) and is_picture(path):
        layout.pictures.append(path)
    elif STYLE.fullmatch(path):
        layout.styles.append(path)
    elif path not in {FACTS, GLOSSARY, RUBRICS}:
        _unknown(path, problems)


def _unknown(path: str, problems: Problems) -> None:
    if path.startswith("modules/") and path.count("/") == 1 and path.endswith(".md"):
        problems.error(path, (1, 1), "a page of a module lies in the module's folder; move it there")
    elif PAGES.fullmatch(path) and path.lower() != path:
        problems.error(path, (1, 1), "names are written small, with hyphens; rename it")
    elif PAGES.fullmatch(path) and re.search(r"[\s_]", path):
        problems.error(path, (1, 1), "names hold no spaces and no underscores; join the words by hyphens")
    elif "/scenarios/" in path and path.endswith(".md"):
        problems.error(path, (1, 1), "this is no conversation's name; call it scenarios/<name>.md")
    elif path.startswith("modules/") and path.endswith(".md"):
        problems.error(path, (1, 1), "this is neither module.md nor a lesson; call it <number>-<name>.md")
    else:
        problems.warning(
            path, (1, 1), "nothing reads this file; remove it, or see docs/writing-content.md for its name"
        )


def texts_of(files: Mapping[str, bytes], problems: Problems) -> dict[str, str]:
    """The pages as text, without those that are not UTF-8."""
    texts = {}
    for path, data in files.items():
        if is_picture(path) or not PAGES.fullmatch(path):
            continue
        try:
            text = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n")
        except UnicodeDecodeError as error:
            problems.error(
                path,
                _place(data[: error.start].decode("utf-8", "replace")),
                "a character that is not UTF-8; save the file as UTF-8",
            )
            continue
        if unseen := UNSEEN.search(text):
            problems.error(path, _place(text[: unseen.start()]), CONTROL.format(ord(unseen[0])))
            continue
        texts[path] = text
    return texts


def _place(before: str) -> Place:
    return before.count("\n") + 1, len(before) - before.rfind("\n")
