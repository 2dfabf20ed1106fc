"""What is measured: each scenario is what one person does again and again, and what it may cost beside the floor."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from flask import Flask

from bench.asks import ADDRESS, NUMBER, Ask
from bench.people import People, Sitter, forget_tries, open_again

SUBMITS = 128  # an attempt can be handed in once


@dataclass(frozen=True)
class Scenario:
    name: str
    asks: Callable[[People], list[Ask]]
    floor: Literal["page", "save"] = "page"
    expect: int = 200
    count: int = 0  # requests a slice; 0: as many as fit in its time
    before: Callable[[Flask, People], None] | None = None  # what must be put right before each slice
    most_ratio: float | None = None  # processor time beside the floor's
    most_statements: int | None = None
    most_p99: float | None = None  # milliseconds
    most_kb: float | None = None
    most_growth: float | None = None  # of processor time from the smaller to the larger number of learners


def save(one: Sitter, position: int) -> Ask:
    """One autosaved answer; its number only grows."""
    body = {"seq": NUMBER, "item": str(position + 1), "response": one.responses[position]}
    text = json.dumps(body).replace(f'"{NUMBER}"', NUMBER)
    return Ask(f"/learn/attempts/{one.attempt}/answers", "POST", text, "application/json", one.who, {"X-CSRFToken": one.who.token, "Accept": "application/json"})


def submit(one: Sitter) -> Ask:
    return Ask(f"/learn/attempts/{one.attempt}/result", "POST", f"csrf_token={one.who.token}", "application/x-www-form-urlencoded", one.who)


def _home(people: People) -> list[Ask]:
    return [Ask("/learn", who=one.who) for one in people.readers]


def _course(people: People) -> list[Ask]:
    return [Ask(f"/learn/courses/{one.enrolment}", who=one.who) for one in people.readers]


def _lesson(people: People) -> list[Ask]:
    return [Ask(f"/learn/courses/{one.enrolment}/{one.module}/{one.lesson}", who=one.who) for one in people.readers]


def _question(people: People) -> list[Ask]:
    return [Ask(f"/learn/attempts/{one.attempt}/{1 + number % len(one.responses)}", who=one.who) for number, one in enumerate(people.savers)]


def _saves(people: People) -> list[Ask]:
    most = min(len(one.responses) for one in people.savers)
    return [save(one, position) for position in range(most) for one in people.savers]


SCENARIOS = (
    Scenario("sign-in page", lambda _: [Ask("/sign-in")], most_ratio=1.2),
    Scenario("trainee’s home", _home, most_ratio=1.5, most_statements=5, most_growth=1.1),
    Scenario("course page", _course, most_ratio=1.5, most_statements=3, most_growth=1.1),
    Scenario("lesson page", _lesson, most_ratio=1.2, most_statements=3, most_growth=1.1),
    Scenario("question page", _question, most_ratio=1.5, most_statements=4, most_growth=1.1),
    Scenario("saving an answer", _saves, floor="save", most_ratio=1.5, most_statements=4, most_p99=20, most_growth=1.3),
    Scenario("submitting an attempt", lambda people: [submit(one) for one in people.submitters[:SUBMITS]], floor="save", expect=303, count=SUBMITS, before=lambda app, people: open_again(app, people.submitters), most_ratio=3, most_growth=1.3),
    Scenario("trainer’s cohort page", lambda people: [Ask(f"/review/cohorts/{people.cohort}", who=people.trainer)], most_ratio=2, most_statements=5, most_kb=25, most_growth=1.3),
    Scenario("verification page", lambda people: [Ask(f"/verify/{one.code}", headers={"X-Forwarded-For": ADDRESS}) for one in people.holders], count=600, before=lambda app, _: forget_tries(app), most_ratio=1.2, most_growth=1.1),
    Scenario("certificate PDF, download", lambda people: [Ask(f"/learn/certificates/{one.certificate}/certificate.pdf", who=one.who) for one in people.holders], most_growth=1.1),
)  # fmt: skip
