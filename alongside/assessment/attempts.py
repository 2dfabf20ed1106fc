"""Attempts: begin once, save in order, hand in once."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence, Set
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import contains_eager, joinedload

from alongside.assessment.drawing import draw
from alongside.assessment.marking import Result
from alongside.assessment.models import Answer, Attempt, Grade
from alongside.content.catalogue import Item, Quiz
from alongside.foundation import clock
from alongside.foundation.database import insert, rows_met, session
from alongside.learning.models import Enrolment
from alongside.organizations.models import Membership


class AttemptAlreadyFinished(Exception):
    """Answers came in after the answer sheet was handed in."""

    def __init__(self, attempt: Attempt) -> None:
        self.attempt = attempt


# Asked with every question and every saved answer: built once, which halves what they cost.
_of_person = (
    select(Attempt)
    .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
    .join(Membership, Membership.id == Enrolment.membership_id)
    .where(
        Attempt.public_id == bindparam("public_id"),
        Membership.account_id == bindparam("account_id"),
        Membership.ended_at.is_(None),
    )
    .options(contains_eager(Attempt.enrolment))
)
_of_person_to_write = _of_person.with_for_update(of=Attempt)
_answers = select(Answer).where(Answer.attempt_id == bindparam("attempt_id"))


def of_person(account_id: int, public_id: str, *, to_write: bool = False) -> Attempt | None:
    """An attempt of this person, in an organization they belong to now.

    `to_write` holds it still until the work is done: nobody hands it in meanwhile.
    """
    query = _of_person_to_write if to_write else _of_person
    return session.scalar(query, {"account_id": account_id, "public_id": public_id})


def organization_of(account_id: int, public_id: str) -> int | None:
    """Which of this person's organizations an attempt of theirs belongs to."""
    there = (
        select(Attempt.organization_id)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .join(Membership, Membership.id == Enrolment.membership_id)
    )
    return session.scalar(there.where(Attempt.public_id == public_id, Membership.account_id == account_id))


def open_one(enrolment_id: int, quiz: str) -> Attempt | None:
    return session.scalar(
        select(Attempt).where(Attempt.enrolment_id == enrolment_id, Attempt.quiz == quiz, Attempt.state == "open")
    )


def begun(enrolment_ids: Sequence[int]) -> list[tuple[Attempt, int]]:
    """The open attempts of these enrolments, with how many questions have an answer. One statement."""
    rows = session.execute(
        select(Attempt, Answer.response)
        .outerjoin(Answer, Answer.attempt_id == Attempt.id)
        .where(Attempt.enrolment_id.in_(enrolment_ids), Attempt.state == "open")
        .order_by(Attempt.id)
    )
    found: dict[Attempt, int] = {}
    for attempt, response in rows:
        found[attempt] = found.get(attempt, 0) + (response is not None)
    return list(found.items())


def of_quiz(enrolment_id: int, quiz: str) -> Sequence[Attempt]:
    """All attempts of a person at one quiz with their grades, oldest first; the open one, if there is one, is the last."""
    return session.scalars(
        select(Attempt)
        .options(joinedload(Attempt.current_grade))
        .where(Attempt.enrolment_id == enrolment_id, Attempt.quiz == quiz)
        .order_by(Attempt.number)
    ).all()


def finished(enrolment_id: int, quiz: str) -> Sequence[Attempt]:
    """Attempts handed in, oldest first."""
    return session.scalars(
        select(Attempt)
        .where(Attempt.enrolment_id == enrolment_id, Attempt.quiz == quiz, Attempt.state == "finished")
        .order_by(Attempt.number)
    ).all()


def of_enrolment(enrolment_id: int) -> Sequence[Attempt]:
    """All attempts of a person in a course with their grades, newest first. One statement."""
    return session.scalars(
        select(Attempt)
        .where(Attempt.enrolment_id == enrolment_id)
        .options(joinedload(Attempt.current_grade))
        .order_by(Attempt.id.desc())
    ).all()


def missed_safety(enrolment_ids: Sequence[int]) -> dict[tuple[int, str], Attempt]:
    """The newest attempt of each person at each quiz in which a safety question was not right: (enrolment id, module) -> it.

    One statement, however many people.
    """
    rows = session.scalars(
        select(Attempt)
        .join(Grade, Grade.id == Attempt.current_grade_id)
        .where(Attempt.enrolment_id.in_(enrolment_ids), Grade.critical_missed > 0)
        .order_by(Attempt.number)
    )
    return {(row.enrolment_id, row.module): row for row in rows}


def find(enrolment_id: int, public_id: str) -> Attempt | None:
    return session.scalar(
        select(Attempt).where(Attempt.enrolment_id == enrolment_id, Attempt.public_id == public_id)
    )


def begin(
    enrolment: Enrolment, module: str, quiz: Quiz, banks: Mapping[str, Mapping[str, Item]], *, seen: set[str]
) -> Attempt:
    """A new attempt, or the open one if somebody (another tab) began it just now."""
    seed = secrets.token_hex(16)
    number = session.scalar(
        select(func.count()).where(Attempt.enrolment_id == enrolment.id, Attempt.quiz == quiz.id)
    )
    attempt = Attempt(
        organization_id=enrolment.organization_id,
        enrolment=enrolment,
        release_id=enrolment.release_id,
        module=module,
        quiz=quiz.id,
        number=(number or 0) + 1,
        seed=seed,
        shown=draw(quiz, banks, seed=seed, seen=seen),
    )
    try:
        with session.begin_nested():
            session.add(attempt)
    except IntegrityError:
        there = open_one(enrolment.id, quiz.id)
        if there is None:
            raise
        return there
    return attempt


def answers(attempt_id: int) -> dict[int, Answer]:
    """What was answered so far, by position."""
    return {row.position: row for row in session.scalars(_answers, {"attempt_id": attempt_id})}


def save_answer(attempt: Attempt, position: int, response: Any, *, sequence: int | None = None) -> tuple[bool, int]:
    """Keep an answer. (Whether it is the one that counts, the sequence number that counts.)

    The highest `sequence` wins. None stands for a plain form sent on purpose: it follows whatever is there.
    Raises AttemptAlreadyFinished. The attempt was found with `to_write`.
    """
    if attempt.is_finished:
        raise AttemptAlreadyFinished(attempt)
    row = insert(Answer).values(
        organization_id=attempt.organization_id,
        attempt_id=attempt.id,
        position=position,
        sequence=sequence or 1,
        response=response,
        saved_at=clock.now(),
    )
    new = {"response": row.excluded.response, "saved_at": row.excluded.saved_at}
    if sequence is None:
        row = row.on_conflict_do_update(
            index_elements=["attempt_id", "position"], set_={**new, "sequence": Answer.sequence + 1}
        )
    else:
        row = row.on_conflict_do_update(
            index_elements=["attempt_id", "position"],
            set_={**new, "sequence": row.excluded.sequence},
            where=Answer.sequence < row.excluded.sequence,
        )
    kept = session.execute(row.returning(Answer.sequence)).scalar()
    if kept is not None:
        return True, kept
    there = session.scalar(
        select(Answer.sequence).where(Answer.attempt_id == attempt.id, Answer.position == position)
    )
    return there == sequence, there or 0


def finish(attempt: Attempt) -> None:
    """Hand it in: exactly one of those who try does. Raises AttemptAlreadyFinished for the others."""
    won = rows_met(
        update(Attempt)
        .where(Attempt.id == attempt.id, Attempt.state == "open")
        .values(state="finished", finished_at=clock.now())
    )
    session.refresh(attempt)
    if not won:
        raise AttemptAlreadyFinished(attempt)


def add_grade(attempt: Attempt, result: Result, *, reason: str = "submitted") -> Grade:
    """Grades are only ever added; the newest is the one that counts."""
    grade = Grade(
        organization_id=attempt.organization_id,
        attempt_id=attempt.id,
        percent=result.percent,
        passed=result.passed,
        critical_missed=result.critical_missed,
        fractions=list(result.fractions),
        reason=reason,
    )
    session.add(grade)
    session.flush()
    attempt.current_grade_id = grade.id
    session.flush()
    return grade


def last_finished_at(attempts: Sequence[Attempt]) -> list[datetime]:
    return [one.finished_at for one in attempts if one.finished_at]


def seen_items(attempts: Sequence[Attempt]) -> set[str]:
    return {f"{one['bank']}/{one['item']}" for attempt in attempts for one in attempt.shown}


def count_of_quiz(quiz: str) -> int:
    return session.scalar(select(func.count()).where(Attempt.quiz == quiz)) or 0


def count_with_items(items: Set[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """How many attempts have shown each of these (bank, item). Reads all attempts, once: for publishing, not for pages."""
    found = dict.fromkeys(items, 0)
    if found:
        for shown in session.scalars(select(Attempt.shown).execution_options(yield_per=500)):
            for one in {(one["bank"], one["item"]) for one in shown} & found.keys():
                found[one] += 1
    return found
