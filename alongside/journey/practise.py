"""Practise a conversation: begin it, say something, take it back. Nothing here counts toward or against anything."""

from __future__ import annotations

from alongside.catalogue import shelf
from alongside.content.catalogue import Scenario, Scene
from alongside.foundation.missing import Missing
from alongside.journey.read_lesson import module_for
from alongside.learning import enrolments
from alongside.learning.models import Enrolment
from alongside.practice import runs
from alongside.practice.models import ScenarioRun


def scenario_for(enrolment: Enrolment, module_id: str, scenario_id: str) -> Scenario:
    """A conversation of a module that is open to this person. Raises ModuleIsLocked, Missing."""
    module = module_for(enrolment, module_id)
    if module.scenario(scenario_id) is None:
        raise Missing(scenario_id)
    return shelf.scenario(enrolment.release_id, module_id, scenario_id)


def begin_run(enrolment: Enrolment, module_id: str, scenario_id: str) -> ScenarioRun:
    """The run that is open, or a new one. Raises ModuleIsLocked, Missing."""
    scenario = scenario_for(enrolment, module_id, scenario_id)
    enrolments.seen(enrolment)  # and no more: a module is not begun by practicing
    return runs.begin(enrolment, module_id, scenario)


def scenario_of(run: ScenarioRun) -> Scenario:
    """As it was in the release the run was begun on."""
    return shelf.scenario(run.release_id, run.module, run.scenario)


def scene_of(run: ScenarioRun) -> Scene:
    """Where the person is. Raises Missing."""
    scene = scenario_of(run).scene(run.scene)
    if scene is None:
        raise Missing(run.scene)
    return scene


def choose(run: ScenarioRun, reply_id: str, *, step: int) -> None:
    """Raises MovedOn (somebody, perhaps a second click, has chosen here already), Missing (no such reply here)."""
    if run.steps != step:
        raise runs.MovedOn
    scene = scene_of(run)
    reply = scene.reply(reply_id)
    leads_to = scenario_of(run).scene(reply.leads_to) if reply else None
    if reply is None or leads_to is None:
        raise Missing(reply_id)
    runs.choose(run, scene, reply, leads_to, step=step)


def step_back(run: ScenarioRun, *, step: int) -> None:
    """Raises MovedOn."""
    if run.steps != step:
        raise runs.MovedOn
    runs.step_back(run, step=step)
