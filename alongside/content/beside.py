"""What stands beside a module's lessons: its conversations, its practice page, its role play, the trainer's plan."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from .catalogue import Module, Page, Rubric, Scenario
from .front_matter import Settings
from .glossary import with_their_own
from .layout import Layout
from .links import Surroundings
from .places import Problems
from .scenarios import ScenarioRead, read_scenario
from .side_pages import PageRead, RolePlayForm, TrainerForm, read_practice, read_role_play, read_trainer_plan

T = TypeVar("T")


@dataclass(frozen=True)
class Beside:
    """All of it, and where its settings stand."""

    scenarios: tuple[ScenarioRead, ...] = ()
    practice: PageRead[Any] | None = None
    role_play: PageRead[RolePlayForm] | None = None
    trainer_plan: PageRead[TrainerForm] | None = None

    def add_to(self, module: Module, uses: Mapping[str, tuple[str, ...]]) -> Module:
        """The module with all of this; `uses` are the words that words use."""

        def page(read: PageRead[Any] | None) -> Page | None:
            return None if read is None else replace(read.page, terms=with_their_own(read.page.terms, uses))

        def scenario(read: ScenarioRead) -> Scenario:
            return replace(read.scenario, terms=with_their_own(read.scenario.terms, uses))

        return replace(
            module,
            scenarios=tuple(map(scenario, self.scenarios)),
            practice=page(self.practice),
            role_play=page(self.role_play),
            trainer_plan=page(self.trainer_plan),
        )

    def check(self, module: Module, problems: Problems) -> None:
        """Whether it fits the module it stands beside."""
        known = [*module.competencies, *(code for one in module.objectives for code in one.competencies)]
        for read in self.scenarios:
            _check_objectives(read.file, read.settings, read.scenario.objectives, module, problems)
            for number, code in enumerate(read.scenario.competencies):
                if not any(_is_of(code, one) for one in known):
                    problems.error(
                        read.file,
                        read.settings.at("competencies", number),
                        f"“{code}” is no competency of the module; add it to module.md, or check the code",
                    )
        if self.role_play:
            page = self.role_play
            _check_objectives(page.file, page.settings, page.page.objectives, module, problems)
        if self.trainer_plan:
            _check_live_hours(self.trainer_plan, module, problems)


def _is_of(code: str, known: str) -> bool:
    """CC9.2 belongs to a module that covers CC9.2 or CC9; CC9 to one that covers any part of it."""
    return code == known or code.startswith(f"{known}.") or known.startswith(f"{code}.")


def _check_objectives(
    file: str, settings: Settings[Any], names: Sequence[str], module: Module, problems: Problems
) -> None:
    there = {one.id for one in module.objectives}
    for number, name in enumerate(names):
        if name not in there:
            problems.error(
                file,
                settings.at("objectives", number),
                f"the module has no objective “{name}”; add it to module.md, or check the word",
            )


def _check_live_hours(plan: PageRead[TrainerForm], module: Module, problems: Problems) -> None:
    minutes = round(module.hours.live * 60)
    if plan.page.minutes != minutes:
        problems.error(
            plan.file,
            plan.settings.at("minutes"),
            f"the module has {module.hours.live:g} live hours, so the plan has {minutes} minutes; "
            "change minutes here, or hours in module.md",
        )


def read_beside(
    name: str,
    layout: Layout,
    texts: Mapping[str, str],
    around: Surroundings,
    rubrics: Mapping[str, Rubric | None],
    problems: Problems,
) -> Beside:
    """All that stands beside the lessons of the module `name`."""

    def page(which: str, read: Callable[[str, str], T | None]) -> T | None:
        file = layout.side_page(name, which)
        return read(file, texts[file]) if file and file in texts else None

    read = [
        read_scenario(one.id, one.file, texts[one.file], around, problems)
        for one in layout.scenarios_of(name)
        if one.file in texts
    ]
    return Beside(
        tuple(one for one in read if one),
        page("practice", lambda file, text: read_practice(file, text, around, problems)),
        page("role-play", lambda file, text: read_role_play(file, text, rubrics, around, problems)),
        page("trainer", lambda file, text: read_trainer_plan(file, text, around, problems)),
    )
