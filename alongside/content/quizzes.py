"""Banks of questions and how a quiz draws from them, read from quizzes/<quiz>.md."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from .catalogue import Draw, Quiz
from .front_matter import ID, NOT_AN_ID, PageForm, Settings, Words, read_page
from .items import ItemRead, read_item
from .links import Surroundings
from .places import Line, Place, Problems
from .sections import sections_of


def _a_pool(value: str) -> str:
    if not all(ID.fullmatch(part) for part in value.split("/", 1)):
        raise PydanticCustomError("not_an_id", NOT_AN_ID, {"value": value})
    return value


Pool = Annotated[str, AfterValidator(_a_pool)]


class QuizForm(PageForm):
    title: Words
    draw: Annotated[dict[Pool, Annotated[int, Field(ge=1, le=500)]], Field(min_length=1)]
    pass_mark: Annotated[int, Field(ge=1, le=100)] = 80
    attempts: Annotated[int, Field(ge=0, le=1000)] = 0
    wait_hours: Annotated[float, Field(ge=0, le=10_000)] = 0
    shuffle_options: bool = True
    shuffle_items: bool = True


@dataclass(frozen=True)
class QuizRead:
    """A quiz, and where its settings and items stand."""

    quiz: Quiz
    file: str
    settings: Settings[QuizForm]
    items: tuple[ItemRead, ...]
    is_whole: bool  # every section of the page became an item

    def place_of(self, draw: Draw) -> Place:
        """Where the author wrote this draw; a pool of the same bank may be written with or without the bank."""
        keys = self.settings.values.keys
        short = keys.get(("draw", draw.pool)) if draw.quiz == self.quiz.id else None
        return keys.get(("draw", f"{draw.quiz}/{draw.pool}")) or short or self.settings.start


def read_quiz(name: str, file: str, text: str, around: Surroundings, problems: Problems) -> QuizRead | None:
    settings, passage = read_page(file, text, QuizForm, problems)
    before, sections = sections_of(passage)
    for line in before.lines:
        if not line.is_blank:
            problems.error(
                file,
                (line.number, line.column),
                "nobody sees text before the first question; remove it, or begin the question with ##",
            )
            break
    items = []
    seen: set[str] = set()
    for section in sections:
        read = read_item(section, around, problems)
        _check_id(file, section.attributes or (), seen, problems)
        if read:
            items.append(read)
    if settings is None:
        return None
    form = settings.form
    draw = tuple(_draw(name, pool, count) for pool, count in form.draw.items())
    if not sections and any(one.quiz == name for one in draw):
        problems.error(file, settings.start, "the bank has no questions; write the first one below the settings")
    quiz = Quiz(
        name,
        form.title,
        draw,
        form.pass_mark,
        form.attempts,
        form.wait_hours,
        form.shuffle_options,
        form.shuffle_items,
        tuple(read.item for read in items),
    )
    return QuizRead(quiz, file, settings, tuple(items), len(items) == len(sections))


def _check_id(file: str, words: tuple[Line, ...], seen: set[str], problems: Problems) -> None:
    for word in words:
        if word.text.startswith("#"):
            if word.text in seen:
                problems.error(
                    file, (word.number, word.column), f"two questions are called “{word.text[1:]}”; rename one"
                )
            seen.add(word.text)


def _draw(name: str, pool: str, count: int) -> Draw:
    quiz, slash, other = pool.partition("/")
    return Draw(quiz, other, count) if slash else Draw(name, pool, count)
