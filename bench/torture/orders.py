"""Autosave in any order: packets late, twice, lost, mixed with the hand-in; held against a model of three lines."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from typing import Any

from flask import Flask
from sqlalchemy import select

from alongside.assessment import attempts
from alongside.assessment.marking import mark
from alongside.assessment.models import Attempt, Grade
from alongside.catalogue import shelf
from alongside.content.questions import registry
from alongside.foundation.database import session
from alongside.foundation.installation import Installation
from alongside.journey import read_lesson, take_quiz
from alongside.learning.models import Enrolment
from bench import people
from bench.asks import Ask
from bench.in_process import call
from bench.sessions import Session, sign_in

LESSONS = ("first", "second")
MODULE = "listening"


@dataclass(frozen=True)
class Packet:
    """One answer on its way. `right` False stands for no answer at all."""

    position: int
    sequence: int
    right: bool


HAND_IN = None  # among the packets: the answers are handed in here
Script = list[Packet | None]


def random_script(rng: random.Random, positions: int) -> Script:
    """What a bad network makes of somebody's answers."""
    sent: Script = [Packet(rng.randrange(positions), sequence, rng.random() < 0.7) for sequence in range(1, rng.randint(3, 25))]
    sent = [one for one in sent if rng.random() > 0.15]
    sent += rng.sample(sent, min(len(sent), rng.randint(0, 5)))
    rng.shuffle(sent)
    if rng.random() < 0.7:
        sent.insert(rng.randint(0, len(sent)), HAND_IN)
    return sent


@dataclass
class Sheet:
    """One open attempt of somebody who is signed in."""

    who: Session
    attempt_id: int
    public_id: str
    solutions: list[Any]


def new_sheet(app: Flask, enrolment_id: int, account_id: int) -> Sheet:
    installation: Installation = app.extensions["alongside"]
    who = sign_in(app, [account_id])[account_id]
    with installation.at_hand(), installation.database.writing():
        enrolment = session.get_one(Enrolment, enrolment_id)
        for lesson in LESSONS:
            read_lesson.finish_lesson(enrolment, MODULE, lesson)
        attempt = take_quiz.begin_attempt(enrolment, MODULE)
        return Sheet(who, attempt.id, attempt.public_id, [registry.solution(one) for one in take_quiz.shown_items(attempt)])


def play(app: Flask, sheet: Sheet, script: Script) -> list[str]:
    """Send it all, hand in at the end if the script did not, and say where the product differs from the model."""
    model: dict[int, Packet] = {}
    handed_in, wrong = False, []
    for one in [*script, HAND_IN]:
        if one is HAND_IN:
            wrong += _expect(call(app, _submit(sheet)).status_code, 303, "hand-in")
            handed_in = True
            continue
        response = call(app, _save(sheet, one))
        if handed_in:
            wrong += _expect(response.status_code, 409, f"{one} after the hand-in")
            continue
        wrong += _expect(response.status_code, 200, str(one))
        there = model.get(one.position)
        if there is None or one.sequence > there.sequence:
            model[one.position] = one
    return wrong + _differences(app, sheet, model)


def _differences(app: Flask, sheet: Sheet, model: dict[int, Packet]) -> list[str]:
    installation: Installation = app.extensions["alongside"]
    with installation.at_hand(), installation.database.reading():
        attempt = session.get_one(Attempt, sheet.attempt_id)
        stored = {place: (row.sequence, row.response) for place, row in attempts.answers(attempt.id).items()}
        items = take_quiz.shown_items(attempt)
        wanted = {
            place: (one.sequence, registry.clean(sheet.solutions[place], items[place]) if one.right else None) for place, one in model.items()
        }
        quiz = shelf.outline(attempt.release_id).quizzes[attempt.quiz]
        result = mark(quiz, items, {place: response for place, (_, response) in wanted.items()})
        grades = session.scalars(select(Grade).where(Grade.attempt_id == attempt.id)).all()
    wrong = [f"stored {stored}, not {wanted}"] if stored != wanted else []
    if [one.percent for one in grades] != [result.percent]:
        wrong.append(f"grades {[one.percent for one in grades]}, not [{result.percent}]")
    return wrong


def _expect(status: int, wanted: int, what: str) -> list[str]:
    return [] if status == wanted else [f"{what}: {status}, not {wanted}"]


def _save(sheet: Sheet, one: Packet) -> Ask:
    fields = people.fields(sheet.solutions[one.position]) if one.right else {"answer": []}
    body = json.dumps({"seq": one.sequence, "item": str(one.position + 1), "response": fields})
    headers = {"X-CSRFToken": sheet.who.token, "Accept": "application/json"}
    return Ask(f"/learn/attempts/{sheet.public_id}/answers", "POST", body, "application/json", sheet.who, headers)


def _submit(sheet: Sheet) -> Ask:
    return Ask(f"/learn/attempts/{sheet.public_id}/result", "POST", f"csrf_token={sheet.who.token}", "application/x-www-form-urlencoded", sheet.who)
