"""Take a quiz: begin, answer, hand in once. A passed quiz may be the last thing that was missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from alongside.assessment import attempts
from alongside.assessment.marking import mark
from alongside.assessment.models import Attempt, Grade
from alongside.assessment.rules import MayBegin, may_begin
from alongside.catalogue import shelf
from alongside.content.catalogue import Item, Module, Quiz
from alongside.content.questions import registry
from alongside.foundation import clock
from alongside.foundation.audit import record
from alongside.foundation.missing import Missing
from alongside.journey import tags
from alongside.journey.read_lesson import finish_module_if_complete, open_module
from alongside.learning import enrolments, pauses, progress
from alongside.learning.models import Enrolment
from alongside.reporting import counts


class MayNotBegin(Exception):
    """A new attempt is not open to this person now; `why` says the reason."""

    def __init__(self, why: MayBegin) -> None:
        self.why = why


class Paused(Exception):
    """The person paused: questions are hidden until they go on."""


class NoSuchQuestion(Exception):
    """There is no question at this place of the attempt."""


@dataclass(frozen=True)
class Standing:
    """How a person stands with a quiz: the attempt that is open, those handed in (oldest first), whether another may begin."""

    open: Attempt | None
    finished: Sequence[Attempt]
    may: MayBegin


def standing(enrolment: Enrolment, quiz: Quiz, *, paused: bool | None = None) -> Standing:
    """`paused`, where the caller knows it already, spares a question to the database."""
    there = attempts.of_quiz(enrolment.id, quiz.id)
    handed_in = [one for one in there if one.is_finished]
    finished = attempts.last_finished_at(handed_in)
    waits = bool(finished and quiz.wait_hours)
    may = may_begin(
        quiz,
        finished,
        now=clock.now(),
        paused=pauses.is_on(enrolment.id) if paused is None else paused,
        paused_for=pauses.paused_since(finished[-1], pauses.intervals(enrolment.id)) if waits else timedelta(),
    )
    return Standing(next((one for one in there if not one.is_finished), None), handed_in, may)


def may_begin_now(enrolment: Enrolment, quiz: Quiz) -> MayBegin:
    """Whether the person may begin another attempt, and why not."""
    return standing(enrolment, quiz).may


def begin_attempt(enrolment: Enrolment, module_id: str) -> Attempt:
    """The open attempt of the module's quiz, or a new one. Raises MayNotBegin, ModuleIsLocked, Missing."""
    module, row = open_module(enrolment, module_id)
    quiz = quiz_of(enrolment, module)
    there = attempts.open_one(enrolment.id, quiz.id)
    if there is not None:
        return there
    why = may_begin_now(enrolment, quiz)
    if not why.allowed:
        raise MayNotBegin(why)
    banks = {part.quiz: shelf.items(enrolment.release_id, part.quiz) for part in quiz.draw}
    earlier = attempts.finished(enrolment.id, quiz.id)
    attempt = attempts.begin(enrolment, module.id, quiz, banks, seen=attempts.seen_items(earlier))
    row.last_active_at = clock.now()
    enrolments.seen(enrolment)
    return attempt


def quiz_of(enrolment: Enrolment, module: Module) -> Quiz:
    """Raises Missing if the module has none."""
    if module.quiz is None:
        raise Missing(module.id)
    return shelf.outline(enrolment.release_id).quizzes[module.quiz]


def shown_items(attempt: Attempt) -> list[Item]:
    """The items of an attempt in the order shown, from the release it was drawn from."""
    return [shelf.items(attempt.release_id, one["bank"])[one["item"]] for one in attempt.shown]


def save_answer(
    attempt: Attempt, position: int, response: Any, *, sequence: int | None, while_paused: bool = False
) -> tuple[bool, int]:
    """Keep one answer. Raises AttemptAlreadyFinished, Paused, NoSuchQuestion, ValueError (not an answer to this item).

    `while_paused`: keep it also in a pause, for a page that cannot hold on to it.
    """
    if not 0 <= position < len(attempt.shown):
        raise NoSuchQuestion
    if attempt.is_finished:
        raise attempts.AttemptAlreadyFinished(attempt)
    if not while_paused and pauses.is_on(attempt.enrolment_id):
        raise Paused
    if response is not None:
        one = attempt.shown[position]
        response = registry.clean(response, shelf.items(attempt.release_id, one["bank"])[one["item"]])
    return attempts.save_answer(attempt, position, response, sequence=sequence)


def finish_attempt(attempt: Attempt) -> Grade:
    """Hand in what was saved. Raises AttemptAlreadyFinished, Paused."""
    enrolment = attempt.enrolment
    if pauses.is_on(enrolment.id):
        raise Paused
    attempts.finish(attempt)
    content = shelf.outline(attempt.release_id)
    result = mark(content.quizzes[attempt.quiz], shown_items(attempt), _responses(attempt))
    grade = attempts.add_grade(attempt, result)
    record(
        tags.ATTEMPT_FINISHED,
        organization_id=attempt.organization_id,
        actor=enrolment.membership.account.public_id,
        subject=attempt.public_id,
        module=attempt.module,
        percent=result.percent,
    )
    counts.count_up(
        attempt.organization_id, enrolment.cohort_id, "score", f"{attempt.quiz}/{counts.band(result.percent)}"
    )
    if grade.passed:
        counts.count_up(attempt.organization_id, enrolment.cohort_id, "passed", attempt.quiz)
    _credit(enrolment, content.modules[attempt.module], grade)
    return grade


def _responses(attempt: Attempt) -> Mapping[int, Any]:
    return {position: row.response for position, row in attempts.answers(attempt.id).items()}


def _credit(enrolment: Enrolment, module: Module, grade: Grade) -> None:
    """What the attempt means for the module: the best score counts, a pass stays a pass."""
    row, _ = progress.open_module(enrolment, module)
    row.attempts += 1
    row.best_percent = max(row.best_percent or 0, grade.percent)
    row.last_active_at = clock.now()
    enrolments.seen(enrolment)
    if grade.passed and row.quiz_passed_at is None:
        row.quiz_passed_at = clock.now()
    progress.sum_up(enrolment.id)
    finish_module_if_complete(enrolment, module, row)
