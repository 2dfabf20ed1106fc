"""Who takes part in a run, found among the seeded people: readers, sitters, holders, the trainer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask import Flask
from sqlalchemy import delete, select, update

from alongside.assessment.models import Answer, Attempt, Grade
from alongside.catalogue import shelf
from alongside.certification.models import Certificate, Edition
from alongside.content.catalogue import Item
from alongside.foundation.database import session
from alongside.foundation.throttle import ThrottleRow
from alongside.learning.models import Enrolment, ModuleProgress
from alongside.organizations.models import Cohort, CohortTrainer, Membership
from bench.seed import SESSIONS
from bench.sessions import Session, sign_in


@dataclass(frozen=True)
class Reader:
    who: Session
    enrolment: str
    module: str
    lesson: str


@dataclass(frozen=True)
class Sitter:
    who: Session
    attempt_id: int
    attempt: str
    responses: tuple[dict[str, list[str]], ...]  # the fields of an answer to each question, in order


@dataclass(frozen=True)
class Holder:
    who: Session
    certificate: str
    code: str
    edition_id: int


@dataclass(frozen=True)
class People:
    readers: list[Reader]
    savers: list[Sitter]
    submitters: list[Sitter]
    holders: list[Holder]
    trainer: Session
    cohort: str


def find(app: Flask) -> People:
    """Everybody a run needs, signed in."""
    with app.extensions["alongside"].database.reading():
        readers, sitters, holders = _readers(), _sitters(), _holders()
        trainer, cohort = session.execute(
            select(Membership.account_id, Cohort.public_id)
            .join(CohortTrainer, CohortTrainer.membership_id == Membership.id)
            .join(Cohort, Cohort.id == CohortTrainer.cohort_id)
            .limit(1)
        ).one()
    accounts = {account for account, *_ in (*readers, *sitters, *holders)} | {trainer}
    found = sign_in(app, sorted(accounts))
    made = [Sitter(found[account], *rest) for account, *rest in sitters]
    few = min(SESSIONS, len(made) // 2)
    return People(
        [Reader(found[account], *rest) for account, *rest in readers],
        made[:few],
        made[few:],
        [Holder(found[account], *rest) for account, *rest in holders],
        found[trainer],
        cohort,
    )


def _readers() -> list[Any]:
    """In the middle of a module, no quiz open."""
    sitting = select(Attempt.enrolment_id).where(Attempt.state == "open")
    rows = session.execute(
        select(Membership.account_id, Enrolment, ModuleProgress)
        .join(Enrolment, Enrolment.membership_id == Membership.id)
        .join(ModuleProgress, ModuleProgress.enrolment_id == Enrolment.id)
        .where(ModuleProgress.done_at.is_(None), ModuleProgress.lessons_done > 0, Enrolment.id.not_in(sitting))
        .order_by(Enrolment.id)
        .limit(SESSIONS)
    )
    found = []
    for account, enrolment, row in rows:
        lessons = shelf.outline(enrolment.release_id).modules[row.module].lessons
        found.append((account, enrolment.public_id, row.module, lessons[min(row.lessons_done, len(lessons) - 1)].id))
    return found


def _sitters() -> list[Any]:
    rows = session.execute(
        select(Membership.account_id, Attempt)
        .join(Enrolment, Enrolment.membership_id == Membership.id)
        .join(Attempt, Attempt.enrolment_id == Enrolment.id)
        .where(Attempt.state == "open")
        .order_by(Attempt.id)
    )
    return [(account, one.id, one.public_id, _fields_of(one)) for account, one in rows]


def _fields_of(attempt: Attempt) -> tuple[dict[str, list[str]], ...]:
    from alongside.content.questions import registry

    items: list[Item] = [shelf.items(attempt.release_id, one["bank"])[one["item"]] for one in attempt.shown]
    return tuple(fields(registry.solution(item)) for item in items)


def fields(response: Any) -> dict[str, list[str]]:
    """A response as a form's fields."""
    if isinstance(response, dict):
        return {f"answer-{name}": [value] for name, value in response.items()}
    return {"answer": response if isinstance(response, list) else [response]}


def _holders() -> list[Any]:
    return list(
        session.execute(
            select(Membership.account_id, Certificate.public_id, Edition.code, Edition.id)
            .join(Certificate, Certificate.membership_id == Membership.id)
            .join(Edition, Edition.certificate_id == Certificate.id)
            .order_by(Certificate.id)
            .limit(SESSIONS)
        )
    )


def open_again(app: Flask, sitters: Iterable[Sitter]) -> None:
    """As if these attempts had not been handed in: the next round hands them in again."""
    mine = [one.attempt_id for one in sitters]
    with app.extensions["alongside"].database.writing():
        session.execute(update(Attempt).where(Attempt.id.in_(mine)).values(state="open", finished_at=None, current_grade_id=None))
        session.execute(delete(Grade).where(Grade.attempt_id.in_(mine)))
        enrolments = select(Attempt.enrolment_id).where(Attempt.id.in_(mine))
        session.execute(
            update(ModuleProgress)
            .where(ModuleProgress.enrolment_id.in_(enrolments))
            .values(attempts=0, best_percent=None, quiz_passed_at=None, done_at=None)
            .execution_options(synchronize_session=False)
        )


def given(attempt_id: int) -> dict[int, Any]:
    """The answers stored for an attempt."""
    return dict(session.execute(select(Answer.position, Answer.response).where(Answer.attempt_id == attempt_id)).tuples().all())


def forget_tries(app: Flask) -> None:
    """As if nobody had checked a certificate in the last minute: measured is the page, not its limit."""
    with app.extensions["alongside"].database.writing():
        session.execute(delete(ThrottleRow))
