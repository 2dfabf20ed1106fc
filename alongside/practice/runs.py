"""Runs of a conversation: begin, choose, step back. A second click and a second tab change nothing twice."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.orm import contains_eager

from alongside.content.catalogue import Reply, Scenario, Scene
from alongside.foundation import clock
from alongside.foundation.database import insert, session
from alongside.learning.models import Enrolment
from alongside.organizations.models import Membership
from alongside.practice.models import ScenarioChoice, ScenarioRun


class MovedOn(Exception):
    """The conversation is at another step than the page it was sent from: a second click, or another tab."""


_of_person = (
    select(ScenarioRun)
    .join(Enrolment, Enrolment.id == ScenarioRun.enrolment_id)
    .join(Membership, Membership.id == Enrolment.membership_id)
    .where(
        ScenarioRun.public_id == bindparam("public_id"),
        Membership.account_id == bindparam("account_id"),
        Membership.ended_at.is_(None),
    )
    .options(contains_eager(ScenarioRun.enrolment))
)


def of_person(account_id: int, public_id: str) -> ScenarioRun | None:
    """A run of this person, in an organization they belong to now."""
    return session.scalar(_of_person, {"account_id": account_id, "public_id": public_id})


def organization_of(account_id: int, public_id: str) -> int | None:
    """Which of this person's organizations a run of theirs belongs to."""
    there = (
        select(ScenarioRun.organization_id)
        .join(Enrolment, Enrolment.id == ScenarioRun.enrolment_id)
        .join(Membership, Membership.id == Enrolment.membership_id)
    )
    return session.scalar(there.where(ScenarioRun.public_id == public_id, Membership.account_id == account_id))


def of_module(enrolment_id: int, module: str) -> Sequence[ScenarioRun]:
    """All runs of a person in a module, newest first."""
    return session.scalars(
        select(ScenarioRun)
        .where(ScenarioRun.enrolment_id == enrolment_id, ScenarioRun.module == module)
        .order_by(ScenarioRun.id.desc())
    ).all()


def begin(enrolment: Enrolment, module: str, scenario: Scenario) -> ScenarioRun:
    """The run that is open, or a new one at the first scene."""
    found = _open_one(enrolment.id, module, scenario.id)
    if found is not None:
        return found
    session.execute(
        insert(ScenarioRun)
        .values(
            organization_id=enrolment.organization_id,
            enrolment_id=enrolment.id,
            release_id=enrolment.release_id,
            module=module,
            scenario=scenario.id,
            scene=scenario.scenes[0].id,
        )
        .on_conflict_do_nothing()
    )
    return begin(enrolment, module, scenario)  # ours, or that of somebody faster


def _open_one(enrolment_id: int, module: str, scenario: str) -> ScenarioRun | None:
    return session.scalar(
        select(ScenarioRun).where(
            ScenarioRun.enrolment_id == enrolment_id,
            ScenarioRun.module == module,
            ScenarioRun.scenario == scenario,
            ScenarioRun.ended_at.is_(None),
        )
    )


def choices(run_id: int) -> Sequence[ScenarioChoice]:
    """Every choice of a run in order, those taken back included."""
    return session.scalars(
        select(ScenarioChoice).where(ScenarioChoice.run_id == run_id).order_by(ScenarioChoice.number)
    ).all()


def choose(run: ScenarioRun, scene: Scene, reply: Reply, leads_to: Scene, *, step: int) -> None:
    """Say `reply` as step number `step`. Raises MovedOn."""
    ended_at = clock.now() if leads_to.ending else None
    _move(run, step, scene=leads_to.id, ending=leads_to.ending, ended_at=ended_at)
    session.add(
        ScenarioChoice(
            organization_id=run.organization_id, run_id=run.id, number=step, scene=scene.id, reply=reply.id
        )
    )
    session.flush()


def step_back(run: ScenarioRun, *, step: int) -> None:
    """Take the last choice back. Raises MovedOn, also where there is none or the conversation has ended."""
    last = session.scalar(
        select(ScenarioChoice)
        .where(ScenarioChoice.run_id == run.id, ScenarioChoice.taken_back_at.is_(None))
        .order_by(ScenarioChoice.number.desc())
        .limit(1)
    )
    if last is None:
        raise MovedOn
    _move(run, step, scene=last.scene, ending=None, ended_at=None)
    last.taken_back_at = clock.now()
    session.flush()


def _move(run: ScenarioRun, step: int, **where: object) -> None:
    """One UPDATE decides who takes step number `step`."""
    moved = session.execute(
        update(ScenarioRun)
        .where(ScenarioRun.id == run.id, ScenarioRun.steps == step, ScenarioRun.ended_at.is_(None))
        .values(steps=step + 1, **where)
        .returning(ScenarioRun.id)
        .execution_options(synchronize_session=False)
    ).first()
    if moved is None:
        raise MovedOn
    session.refresh(run)


def endings_seen(enrolment_id: int, module: str) -> dict[str, int]:
    """Scenario -> how many different endings this person has reached."""
    rows = session.execute(
        select(ScenarioRun.scenario, func.count(ScenarioRun.scene.distinct()))
        .where(ScenarioRun.enrolment_id == enrolment_id, ScenarioRun.module == module, ScenarioRun.ended_at.is_not(None))
        .group_by(ScenarioRun.scenario)
    )
    return {scenario: count for scenario, count in rows}
