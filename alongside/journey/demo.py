"""Demonstration people: an organization in the middle of its autumn, and a neighbour who must see nothing of it.

Everything happens by the journey's own verbs, at times in the past, so that what the pages show could have happened.
"""

from __future__ import annotations

import heapq
import random
import secrets
from collections.abc import Generator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias

from alongside.catalogue import shelf
from alongside.content.questions import registry
from alongside.foundation import clock, passwords
from alongside.journey import take_quiz
from alongside.journey.enrol import enrol
from alongside.journey.read_lesson import finish_lesson
from alongside.journey.take_quiz import MayNotBegin
from alongside.learning.models import Enrolment
from alongside.organizations import cohorts, members
from alongside.organizations.models import Cohort, Membership
from alongside.people import accounts

COURSE = "peer-supporter-foundations"
WORDS = (*accounts.WORDS, "ember", "heron", "moss", "wren")
NAMES = (
    "Ana Reyes", "Bo Tran", "Carmen Vega", "Devon Hale", "Elif Kaya", "Frank Doyle", "Grace Obi", "Hugo Marsh",
    "Imani Cole", "Jo Merrill", "Kofi Mensah", "Lena Brandt", "Marcus Webb", "Noor Haddad", "Omari Bell", "Pia Sandoval",
    "Quinn Avery", "Rosa Delgado", "Sam Whitehorse", "Thu Nguyen", "Uma Patel", "Victor Stone", "Wanda Kowalski", "Yusuf Demir",
)  # fmt: skip


# What somebody does, step by step: each time they say when it will be, and do it when they are asked again.
Way: TypeAlias = Generator[datetime, None, None]


@dataclass(frozen=True)
class Plan:
    """How far somebody has come: lessons done, whether quizzes follow, how sure their answers are, when they began."""

    lessons: int
    skill: float
    began_days_ago: int
    pace_days: float


def people() -> dict[str, dict[str, str]]:
    """Make everybody. Returns the sign-ins: who -> {"email", "password"}."""
    today = clock.now()
    with clock.at(today - timedelta(days=60)):  # the organizations are older than what happened in them
        return _people(today)


def _people(today: datetime) -> dict[str, dict[str, str]]:
    rng = random.Random(20261123)  # noqa: S311 - a story, not a secret
    harbor = members.create_organization(
        "Harbor Street Center",
        contact="office@harborstreet.example",
        signatory_name="Olivia Haddad",
        signatory_role="Director",
    )
    hilltop = members.create_organization("Hilltop House", contact="hello@hilltop.example")
    sign_ins: dict[str, dict[str, str]] = {}

    def person(who: str, name: str, email: str, *roles: str) -> Membership:
        password = " ".join(secrets.choice(WORDS) for _ in range(5))
        account = accounts.create(name=name, email=email)
        account.password_hash = passwords.hash_password(password)
        sign_ins[who] = {"email": email, "password": password}
        return members.add(hilltop if who == "neighbour" else harbor, account, *roles)

    tess = person("trainee", "Tess Lindqvist", "tess@harborstreet.example", "trainee")
    rae = person("trainer", "Rae Castellano", "rae@harborstreet.example", "trainer")
    omar = person("administrator", "Omar Farouk", "omar@harborstreet.example", "administrator")
    person("owner", "Olivia Haddad", "olivia@harborstreet.example", "owner", "administrator")
    nora = person("neighbour", "Nora Quist", "nora@hilltop.example", "owner", "administrator", "trainer", "trainee")

    autumn = _cohort(harbor, "Autumn 2026", rae, today)
    evening = _cohort(hilltop, "Evening group", nora, today)
    enrol(nora, course=COURSE, cohort=evening, by=nora.account.public_id)
    with clock.at(today - timedelta(days=30)):
        enrolment = enrol(tess, course=COURSE, cohort=autumn, by=omar.account.public_id)
    ways = [_walk(enrolment, Plan(lessons=8, skill=0.97, began_days_ago=29, pace_days=3), _own(rng), today)]
    ways += [_classmate(name, number, harbor, autumn, omar, _own(rng), today) for number, name in enumerate(NAMES)]
    _all_together(ways)
    return sign_ins


def _own(rng: random.Random) -> random.Random:
    """Chance of one's own: whose turn it is changes nothing for the others."""
    return random.Random(rng.random())  # noqa: S311 - a story, not a secret


def _all_together(ways: list[Way]) -> None:
    """Everybody's steps in the order of time, so that the log of it is in order, too."""
    turns = [(at, number, way) for number, way in enumerate(ways) if (at := next(way, None))]
    heapq.heapify(turns)
    while turns:
        _at, number, way = heapq.heappop(turns)
        if at := next(way, None):
            heapq.heappush(turns, (at, number, way))


def _cohort(organization, name: str, trainer: Membership, today: datetime) -> Cohort:  # type: ignore[no-untyped-def]
    cohort = cohorts.create(
        organization,
        name=name,
        course=COURSE,
        starts_on=(today - timedelta(days=45)).date(),
        ends_on=(today + timedelta(days=45)).date(),
    )
    cohorts.set_trainers(cohort, [trainer])
    return cohort


def _classmate(name: str, number: int, organization, cohort: Cohort, omar: Membership, rng: random.Random, today: datetime) -> Way:  # type: ignore[no-untyped-def]
    """One of the 24: accounts without a mailbox and without a password, so that nobody can sign in as them."""
    pace = rng.uniform(0.8, 1.6)
    finishes, struggles, vanished = number % 8 == 0, number % 7 == 3, number % 5 == 1
    lessons = 99 if finishes else 8 if struggles else min(18, max(0, round(rng.gauss(9, 5))))
    skill = 1.0 if finishes else 0.6 if struggles else rng.choice((0.8, 0.86, 0.9, 0.94, 0.97))
    began = 44 if finishes else min(44, round(lessons * pace) + (rng.randint(14, 20) if vanished else rng.randint(3, 6)))
    yield today - timedelta(days=began)
    with clock.at(today - timedelta(days=began)):
        account = accounts.create(name=name)
        membership = members.add(organization, account, "trainee")
        enrolment = enrol(membership, course=COURSE, cohort=cohort, by=omar.account.public_id)
    yield from _walk(enrolment, Plan(lessons, skill, began - 1, pace), rng, today)


def _walk(enrolment: Enrolment, plan: Plan, rng: random.Random, today: datetime) -> Way:
    """Lessons and quizzes in order, a few days apart, until the plan or the calendar ends. Before each, says when it is."""
    content = shelf.outline(enrolment.release_id)
    at = today - timedelta(days=plan.began_days_ago, hours=rng.uniform(0, 12))
    left = plan.lessons
    for module in (content.modules[one] for one in content.courses[enrolment.course].modules):
        for lesson in module.lessons:
            if left == 0 or at > today - timedelta(hours=3):
                return
            yield at
            with clock.at(at):
                finish_lesson(enrolment, module.id, lesson.id)
            left -= 1
            at += timedelta(days=plan.pace_days * rng.uniform(0.4, 1.6))
        passed = yield from _pass_quiz(enrolment, module.id, plan.skill, rng, at, today)
        if not passed:
            return
        at += timedelta(days=1)


def _pass_quiz(enrolment: Enrolment, module: str, skill: float, rng: random.Random, at: datetime, today: datetime) -> Generator[datetime, None, bool]:
    """Up to three tries, each a day after the last and a little surer. False if it is not passed yet."""
    for turn in range(3):
        at += timedelta(days=turn)
        if at > today - timedelta(hours=2):
            return False
        yield at
        with clock.at(at):
            try:
                attempt = take_quiz.begin_attempt(enrolment, module)
            except MayNotBegin:
                return False
            for position, item in enumerate(take_quiz.shown_items(attempt)):
                knows = rng.random() < skill + 0.05 * turn
                response = registry.solution(item) if knows else _wrong(item, rng)
                if response is not None:
                    take_quiz.save_answer(attempt, position, response, sequence=1)
            if take_quiz.finish_attempt(attempt).passed:
                return True
    return False


def _wrong(item, rng: random.Random):  # type: ignore[no-untyped-def]
    """An answer that is not the right one, where the kind has options; else none."""
    options = [one["id"] for one in item.body.get("options", ()) if not one["right"]]
    if not options:
        return None
    return [rng.choice(options)] if item.kind == "several_choices" else rng.choice(options)
