"""What authors write, once it has been read: courses, modules, lessons, quizzes and their items.

All of it is frozen. HTML in here is safe: it was rendered and sanitised when it was read.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Problem:
    """One thing wrong in one place of one file, and what to do about it."""

    file: str
    line: int
    column: int
    severity: str  # "error" refuses a release, "warning" does not
    message: str  # "what is wrong; what to do"

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.severity}: {self.message}"


@dataclass(frozen=True)
class Hours:
    self_paced: float = 0
    live: float = 0

    @property
    def total(self) -> float:
        return self.self_paced + self.live


@dataclass(frozen=True)
class Objective:
    id: str
    text: str
    competencies: tuple[str, ...] = ()


@dataclass(frozen=True)
class Review:
    """Who should look at a module, and who has. Nobody outside has until a name stands in reviewed_by."""

    check_by: tuple[str, ...] = ()
    reviewed_by: tuple[str, ...] = ()
    not_yet_verified: tuple[str, ...] = ()
    date: dt.date | None = None


@dataclass(frozen=True)
class Lesson:
    id: str  # "what-listening-is": the file's name without number and ending
    number: int
    title: str
    minutes: int
    html: str
    text: str  # the same in plain words, for the search
    objectives: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()  # ids of glossary entries used, in order of appearance
    content_note: str | None = None
    way_round: Lesson | None = None  # counts the same


@dataclass(frozen=True)
class Reply:
    """One thing to say or do in a scene, and what comes of it."""

    id: str  # of its own in the scene; runs keep it
    words: str  # safe inline HTML
    leads_to: str  # a scene's id
    skills: tuple[str, ...]  # of scenarios.SKILLS
    worth_saying: bool  # the author's [x]; every scene with replies has at least one
    reaction: str  # safe HTML: what the other person does or says
    reason: str  # safe HTML: why


@dataclass(frozen=True)
class Scene:
    """Without replies it is an ending, "good" or "open"."""

    id: str
    title: str
    html: str
    ask: str = ""  # "What do you say?"
    replies: tuple[Reply, ...] = ()
    ending: str | None = None
    harm: bool = False  # a harmful way stops here, repairs and tries again
    crisis: bool = False  # life may be in danger: the help line is shown

    def reply(self, reply_id: str) -> Reply | None:
        return next((one for one in self.replies if one.id == reply_id), None)


@dataclass(frozen=True)
class Scenario:
    """A branching conversation for practice. The first scene is where it begins."""

    id: str
    title: str
    minutes: int
    summary: str
    html: str  # who you are, who they are
    scenes: tuple[Scene, ...]
    objectives: tuple[str, ...] = ()
    competencies: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    content_note: str | None = None

    def scene(self, scene_id: str) -> Scene | None:
        return next((one for one in self.scenes if one.id == scene_id), None)


@dataclass(frozen=True)
class Criterion:
    """One thing that observers of a role play look for."""

    id: str
    title: str
    says: str
    anchors: tuple[str, ...]  # what it looks like at level 1, 2, 3, 4
    critical: bool = False


@dataclass(frozen=True)
class Rubric:
    """How a role play is looked at, and from when on it is passed."""

    id: str
    title: str
    levels: tuple[str, ...]  # the names of level 1, 2, 3, 4
    criteria: tuple[Criterion, ...]
    lowest: int  # no criterion below this level
    critical: int  # no critical criterion below this one
    mean: float  # and on average at least this

    def criterion(self, criterion_id: str) -> Criterion | None:
        return next((one for one in self.criteria if one.id == criterion_id), None)


@dataclass(frozen=True)
class Page:
    """A page beside the lessons: a module's practice page, its role play, the trainer's plan."""

    title: str
    minutes: int
    html: str
    terms: tuple[str, ...] = ()
    objectives: tuple[str, ...] = ()
    materials: tuple[str, ...] = ()  # the trainer's plan: what to bring
    rubric: str | None = None  # the role play: an id in modules/rubrics.yaml
    critical: tuple[str, ...] = ()  # the role play: criteria that must not fall below the rubric's bar


@dataclass(frozen=True)
class Module:
    id: str
    title: str
    purpose: str
    status: str  # "complete" or "coming"
    hours: Hours
    html: str
    lessons: tuple[Lesson, ...] = ()
    domains: Mapping[str, float] = field(default_factory=dict)  # IC&RC domain -> hours
    competencies: tuple[str, ...] = ()
    prerequisites: tuple[str, ...] = ()
    quiz: str | None = None
    objectives: tuple[Objective, ...] = ()
    review: Review = Review()
    sources: tuple[str, ...] = ()
    further_reading: tuple[str, ...] = ()
    scenarios: tuple[Scenario, ...] = ()
    practice: Page | None = None
    role_play: Page | None = None
    trainer_plan: Page | None = None  # for trainers only

    def scenario(self, scenario_id: str) -> Scenario | None:
        return next((one for one in self.scenarios if one.id == scenario_id), None)

    def lesson(self, lesson_id: str) -> Lesson | None:
        return next((one for one in self.lessons if one.id == lesson_id), None)


@dataclass(frozen=True)
class CertificateRules:
    """What earns the certificate of a course, as data; `certification.decide` reads it."""

    title: str
    statement: str
    issue: str = "automatic"  # or "confirmed"
    valid_for_months: int | None = None
    modules: tuple[str, ...] = ()  # ids, already spelled out where the author wrote "all"
    agreements: tuple[str, ...] = ()  # ids of what has to be signed


@dataclass(frozen=True)
class Course:
    id: str
    title: str
    summary: str
    html: str
    modules: tuple[str, ...]  # in the author's order, coming ones included
    certificate: CertificateRules
    hours: Hours | None = None  # where the page states them
    domains: Mapping[str, float] | None = None


@dataclass(frozen=True)
class Item:
    """One question. `body` is of the kind: what questions/<kind>.py reads, shows and marks."""

    id: str
    revision: str  # digest of all that a person may see or that decides the mark
    kind: str
    pool: str
    stem: str  # safe inline HTML
    stem_text: str
    situation: str  # safe HTML, may be empty
    explanation: str  # safe HTML, shown with the result
    body: Mapping[str, Any]  # plain JSON values
    competencies: tuple[str, ...] = ()
    objective: str | None = None
    lesson: str | None = None
    difficulty: float | None = None  # 0 hard … 1 easy; an estimate of the author's
    critical: bool = False


@dataclass(frozen=True)
class Draw:
    """Take `count` items from `pool` of the bank `quiz`."""

    quiz: str
    pool: str
    count: int


@dataclass(frozen=True)
class Quiz:
    id: str
    title: str
    draw: tuple[Draw, ...]
    pass_mark: int = 80  # percent
    attempts: int = 0  # 0: as many as one likes
    wait_hours: float = 0
    shuffle_options: bool = True
    shuffle_items: bool = True
    items: tuple[Item, ...] = ()


@dataclass(frozen=True)
class Fact:
    id: str
    value: str
    says: str
    jurisdiction: str
    last_verified: dt.date
    source: str


@dataclass(frozen=True)
class Term:
    id: str
    title: str
    html: str
    text: str


@dataclass(frozen=True)
class Agreement:
    """Something to read and to agree to, such as a code of ethics. Who signs, signs this version."""

    id: str
    title: str
    version: str
    date: dt.date
    html: str


@dataclass(frozen=True)
class Catalogue:
    """Everything the three folders hold, or every problem that stands in the way."""

    courses: Mapping[str, Course] = field(default_factory=dict)
    modules: Mapping[str, Module] = field(default_factory=dict)
    quizzes: Mapping[str, Quiz] = field(default_factory=dict)
    facts: Mapping[str, Fact] = field(default_factory=dict)
    glossary: Mapping[str, Term] = field(default_factory=dict)
    rubrics: Mapping[str, Rubric] = field(default_factory=dict)
    agreements: Mapping[str, Agreement] = field(default_factory=dict)
    pictures: Mapping[str, bytes] = field(default_factory=dict)  # path in the pack -> bytes
    problems: tuple[Problem, ...] = ()

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(one for one in self.problems if one.severity == "error")
