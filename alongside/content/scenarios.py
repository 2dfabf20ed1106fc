"""Branching conversations, read from modules/<module>/scenarios/<name>.md."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain

from . import ways
from .catalogue import Scenario
from .front_matter import Competency, Id, PageForm, Settings, Words, read_page
from .lessons import Minutes
from .links import Surroundings
from .places import Problems
from .prose import MEANING, render
from .replies import SKILLS
from .scenes import read_scene
from .sections import sections_of

__all__ = ["SKILLS", "ScenarioForm", "ScenarioRead", "read_scenario"]


class ScenarioForm(PageForm):
    title: Words
    minutes: Minutes
    summary: Words
    objectives: list[Id] = []
    competencies: list[Competency] = []
    content_note: Words | None = None


@dataclass(frozen=True)
class ScenarioRead:
    """A conversation, and where its settings stand."""

    scenario: Scenario
    file: str
    settings: Settings[ScenarioForm]


def read_scenario(name: str, file: str, text: str, around: Surroundings, problems: Problems) -> ScenarioRead | None:
    settings, passage = read_page(file, text, ScenarioForm, problems)
    before, sections = sections_of(passage)
    prose = render(before, around, problems, MEANING)
    scenes = tuple(read_scene(section, around, problems) for section in sections)
    ways.check(file, scenes, problems)
    if settings is None:
        return None
    if not scenes:
        problems.error(file, settings.start, "the conversation has no scenes; begin the first one with ##")
    elif not prose.text:
        problems.error(
            file,
            settings.start,
            "nobody knows who is speaking; say before the first scene who you are and who they are",
        )
    form = settings.form
    scenario = Scenario(
        name,
        form.title,
        form.minutes,
        form.summary,
        prose.html,
        tuple(one.scene for one in scenes),
        tuple(form.objectives),
        tuple(form.competencies),
        tuple(dict.fromkeys(chain(prose.terms, *(one.terms for one in scenes)))),
        form.content_note,
    )
    return ScenarioRead(scenario, file, settings)
