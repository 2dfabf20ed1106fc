"""What one learner did, from the first lesson to the certificate: a plain list of steps.

Two readers: `seed.rows_of` turns a story into rows at once, `replay` lets the journey's own verbs live it. A test holds
both against each other, so that ten thousand seeded learners are what the product itself would have written.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from alongside.assessment.drawing import draw
from alongside.content.catalogue import Catalogue, Item, Module, Quiz
from alongside.content.questions import registry
from alongside.foundation import clock

FIRST = ["Ana", "Bo", "Carmen", "Devon", "Elif", "Frank", "Grace", "Hugo", "Imani", "Jo", "Kofi", "Lena", "Marcus", "Noor", "Omari", "Pia", "Quinn", "Rosa", "Sam", "Thu", "Uma", "Victor", "Wanda", "Yusuf"]
LAST = ["Reyes", "Tran", "Vega", "Hale", "Kaya", "Doyle", "Obi", "Marsh", "Cole", "Merrill", "Mensah", "Brandt", "Webb", "Haddad", "Bell", "Sandoval", "Avery", "Delgado", "Nguyen", "Patel", "Stone", "Kowalski", "Demir", "Quist"]
SITTING = timedelta(minutes=25)  # from the first question to the answers handed in
MOST_TRIES = 4


@dataclass(frozen=True)
class Reads:
    """A lesson, done."""

    at: datetime
    module: str
    lesson: str


@dataclass(frozen=True)
class Sits:
    """A quiz: begun, answered (position -> response), handed in or left open."""

    at: datetime
    module: str
    quiz: str
    seed: str
    shown: list[dict[str, Any]]
    responses: Mapping[int, Any]
    hands_in: bool = True

    @property
    def ends(self) -> datetime:
        return self.at + SITTING


@dataclass(frozen=True)
class Story:
    """One learner."""

    name: str
    email: str
    enrolled_at: datetime
    steps: tuple[Reads | Sits, ...]


@dataclass(frozen=True)
class World:
    """What all stories share: the course as published, its questions, and today."""

    course: str
    content: Catalogue
    banks: Mapping[str, Mapping[str, Item]]
    today: datetime


@dataclass
class _Teller:
    """Tells one story; `at` moves on with every step."""

    world: World
    rng: random.Random
    at: datetime
    steps: list[Reads | Sits] = field(default_factory=list)

    def reads(self, module: Module, most: int) -> int:
        """Up to `most` lessons of the module. Returns how many."""
        lessons = module.lessons[:most]
        for lesson in lessons:
            self.steps.append(Reads(self.at, module.id, lesson.id))
            self.at += timedelta(hours=self.rng.uniform(4, 30))
        return len(lessons)

    def passes(self, module: Module, skill: float) -> None:
        """As many tries as it takes, each a day later and surer; the last one is right throughout."""
        assert module.quiz is not None
        seen: set[str] = set()
        for turn in range(MOST_TRIES):
            knows = 1.0 if turn == MOST_TRIES - 1 else skill + 0.05 * turn
            seen |= self.sits(module, knows, seen)
            self.at += timedelta(days=1)
            if is_passed(self.world, self.steps[-1]):
                return

    def sits(self, module: Module, knows: float, seen: set[str], hands_in: bool = True) -> set[str]:
        quiz = self.world.content.quizzes[module.quiz or ""]
        seed = f"{self.rng.getrandbits(128):032x}"
        shown = draw(quiz, self.world.banks, seed=seed, seen=seen)
        responses = {}
        for position, one in enumerate(shown if hands_in else shown[:-1]):
            item = self.world.banks[one["bank"]][one["item"]]
            response = registry.solution(item) if self.rng.random() < knows else _wrong(item, self.rng)
            if response is not None:
                responses[position] = registry.clean(response, item)
        self.steps.append(Sits(self.at, module.id, quiz.id, seed, shown, responses, hands_in))
        return {f"{one['bank']}/{one['item']}" for one in shown}


def _wrong(item: Item, rng: random.Random) -> Any:
    options = [one["id"] for one in item.body.get("options", ()) if not one["right"]]
    if not options:
        return None
    return [rng.choice(options)] if item.kind == "several_choices" else rng.choice(options)


def tell(world: World, number: int, how: str) -> Story:
    """The story of learner `number`: "sitting" (a quiz is open), "certified", or "learning" (somewhere on the way)."""
    rng = random.Random(number)
    name = f"{rng.choice(FIRST)} {rng.choice(LAST)}"
    enrolled_at = world.today - timedelta(days=rng.uniform(70, 90))
    teller = _Teller(world, rng, enrolled_at + timedelta(hours=rng.uniform(1, 48)))
    modules = [world.content.modules[one] for one in world.content.courses[world.course].modules]
    lessons = sum(len(one.lessons) for one in modules)
    if how == "sitting":
        teller.reads(modules[0], 99)
        teller.sits(modules[0], 0.9, set(), hands_in=False)
    else:
        left = lessons if how == "certified" else rng.randint(0, lessons - 1)
        skill = rng.choice((0.7, 0.86, 0.94, 0.97))
        for module in modules:
            read = teller.reads(module, left)
            left -= read
            if read < len(module.lessons):
                break
            teller.passes(module, skill)
    return Story(name, f"learner{number}@bench.example", enrolled_at, tuple(teller.steps))


def is_passed(world: World, step: Reads | Sits) -> bool:
    return isinstance(step, Sits) and step.hands_in and result_of(world, step).passed


def result_of(world: World, step: Sits) -> Any:
    from alongside.assessment.marking import mark

    quiz: Quiz = world.content.quizzes[step.quiz]
    return mark(quiz, [world.banks[one["bank"]][one["item"]] for one in step.shown], step.responses)


def replay(story: Story, membership: Any, cohort: Any, by: str) -> Any:
    """Live the story by the journey's own verbs, inside a unit of work that writes. Returns the enrolment."""
    from unittest.mock import patch

    from alongside.journey import enrol, read_lesson, take_quiz

    with clock.at(story.enrolled_at):
        enrolment = enrol.enrol(membership, course=cohort.course, cohort=cohort, by=by)
    for step in story.steps:
        if isinstance(step, Reads):
            with clock.at(step.at):
                read_lesson.finish_lesson(enrolment, step.module, step.lesson)
            continue
        with clock.at(step.at), patch("secrets.token_hex", lambda _n, seed=step.seed: seed):
            attempt = take_quiz.begin_attempt(enrolment, step.module)
        with clock.at(step.ends):
            for position, response in step.responses.items():
                take_quiz.save_answer(attempt, position, response, sequence=1)
            if step.hands_in:
                take_quiz.finish_attempt(attempt)
    return enrolment
