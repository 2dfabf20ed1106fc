"""What is mine: enrolments, attempts, certificates. Somebody else's is missing, in the same way as what never was."""

from __future__ import annotations

from alongside.assessment import attempts
from alongside.assessment.attempts import AttemptAlreadyFinished
from alongside.assessment.models import Attempt
from alongside.catalogue import shelf
from alongside.certification import certificates
from alongside.certification.models import Certificate
from alongside.content.catalogue import Item
from alongside.foundation.missing import Missing
from alongside.journey.take_quiz import Paused
from alongside.learning import enrolments, pauses
from alongside.learning.models import Enrolment
from alongside.practice import runs
from alongside.practice.models import ScenarioRun
from alongside.web.identity import person


def my_enrolment(public_id: str) -> Enrolment:
    """Raises Missing."""
    found = enrolments.of_person(person().account_id, public_id)
    if found is None:
        raise Missing(public_id)
    return found


def my_attempt(public_id: str, *, to_write: bool = False) -> Attempt:
    """Raises Missing."""
    found = attempts.of_person(person().account_id, public_id, to_write=to_write)
    if found is None:
        raise Missing(public_id)
    return found


def my_open_attempt(public_id: str, *, to_write: bool = False) -> Attempt:
    """An attempt that still takes answers. Raises Missing, AttemptAlreadyFinished."""
    attempt = my_attempt(public_id, to_write=to_write)
    if attempt.is_finished:
        raise AttemptAlreadyFinished(attempt)
    return attempt


def my_questions(public_id: str) -> Attempt:
    """An open attempt whose questions may be shown now. Raises Missing, AttemptAlreadyFinished, Paused."""
    attempt = my_open_attempt(public_id)
    if pauses.is_on(attempt.enrolment_id):
        raise Paused
    return attempt


def item_at(attempt: Attempt, position: int) -> Item:
    """The question at a place counted from 1. Raises Missing."""
    if not 1 <= position <= len(attempt.shown):
        raise Missing(position)
    one = attempt.shown[position - 1]
    return shelf.items(attempt.release_id, one["bank"])[one["item"]]


def my_run(public_id: str) -> ScenarioRun:
    """Raises Missing."""
    found = runs.of_person(person().account_id, public_id)
    if found is None:
        raise Missing(public_id)
    return found


def my_certificate(public_id: str) -> Certificate:
    """Also one from an organization that the person has left. Raises Missing."""
    found = certificates.of_person(person().account_id, public_id)
    if found is None:
        raise Missing(public_id)
    return found
