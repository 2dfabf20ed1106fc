"""What trainees do while Rae is looking elsewhere: read, answer rightly or not, go away. Through the journey, as in life."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from alongside.assessment.models import Attempt
from alongside.catalogue import shelf
from alongside.content.catalogue import Item
from alongside.content.questions import registry
from alongside.foundation import clock
from alongside.foundation.audit import AuditRow
from alongside.foundation.database import session
from alongside.foundation.installation import Installation
from alongside.journey import read_lesson, take_quiz
from alongside.journey.enrol import enrol
from alongside.learning.models import Enrolment
from alongside.organizations import cohorts, members
from alongside.organizations.models import Cohort, Membership, Organization
from alongside.people import accounts
from alongside.people.models import Account
from tests.cast import COURSE


class Story:
    """Writes what happened, by names."""

    def __init__(self, installation: Installation) -> None:
        self.database = installation.database

    # ---- who is there -----------------------------------------------------------------------------------------------

    def cohort(self, name: str = "Autumn 2026") -> Cohort:
        with self.database.reading():
            return session.scalars(select(Cohort).where(Cohort.name == name)).one()

    def enrolment(self, name: str = "Tess Lindqvist") -> Enrolment:
        with self.database.reading():
            return self._enrolment(name)

    def _enrolment(self, name: str) -> Enrolment:
        return session.scalars(select(Enrolment).join(Membership).join(Account).where(Account.name == name)).one()

    def join(self, *names: str, cohort: str = "Autumn 2026", course: str = COURSE) -> None:
        """More people in a cohort."""
        with self.database.writing():
            there = session.scalars(select(Cohort).where(Cohort.name == cohort)).one()
            for name in names:
                member = members.add(there.organization, accounts.create(name=name), "trainee")
                enrol(member, course=course, cohort=there, by=None)

    def another_cohort(self, name: str, *, trainers: tuple[str, ...] = (), organization: str = "Harbor Street Center", course: str = COURSE) -> Cohort:
        with self.database.writing():
            place = session.scalars(select(Organization).where(Organization.name == organization)).one()
            made = cohorts.create(place, name=name, course=course)
            team = session.scalars(
                select(Membership).join(Account).where(Account.name.in_(trainers), Membership.organization == place)
            ).all()
            cohorts.set_trainers(made, team)
            return made

    # ---- what they did ----------------------------------------------------------------------------------------------

    def reads(self, module: str, *lessons: str, name: str = "Tess Lindqvist", ago: float = 0) -> None:
        """Finishes these lessons of a module, or all of them."""
        with self._back(ago), self.database.writing():
            enrolment = self._enrolment(name)
            every = [one.id for one in shelf.outline(enrolment.release_id).modules[module].lessons]
            for lesson in lessons or every:
                read_lesson.finish_lesson(enrolment, module, lesson)

    def begins(self, module: str, *, name: str = "Tess Lindqvist", ago: float = 0, answers: int = 0) -> str:
        """Begins the quiz and answers some of it, rightly. Returns the attempt's public id."""
        with self._back(ago), self.database.writing():
            attempt = take_quiz.begin_attempt(self._enrolment(name), module)
            for position, item in enumerate(take_quiz.shown_items(attempt)[:answers]):
                take_quiz.save_answer(attempt, position, answer(item, right=True), sequence=1)
            return attempt.public_id

    def hands_in(self, module: str, *, right: bool, name: str = "Tess Lindqvist", ago: float = 0) -> str:
        """Takes the quiz from the first question to the last. Returns the attempt's public id."""
        with self._back(ago), self.database.writing():
            attempt = take_quiz.begin_attempt(self._enrolment(name), module)
            for position, item in enumerate(take_quiz.shown_items(attempt)):
                take_quiz.save_answer(attempt, position, answer(item, right=right), sequence=1)
            take_quiz.finish_attempt(attempt)
            return attempt.public_id

    def does_everything(self, name: str = "Tess Lindqvist") -> None:
        """From the first lesson to the certificate."""
        for module in ("listening", "crisis"):
            self.reads(module, name=name)
            self.hands_in(module, right=True, name=name)

    def _back(self, days: float) -> ExitStack:
        stack = ExitStack()
        if days:
            stack.enter_context(clock.at(clock.now() - timedelta(days=days)))
        return stack

    # ---- what was written down --------------------------------------------------------------------------------------

    def written(self, action: str) -> list[tuple[str | None, str | None]]:
        """(who, about what) of the audit rows of this kind."""
        with self.database.reading():
            rows = session.scalars(select(AuditRow).where(AuditRow.action == action).order_by(AuditRow.id))
            return [(row.actor_id, row.subject_id) for row in rows]

    def attempts(self) -> int:
        with self.database.reading():
            return len(session.scalars(select(Attempt)).all())


def answer(item: Item, *, right: bool) -> Any:
    """A right answer to an item, or one that earns nothing."""
    solution = registry.solution(item)
    if right:
        return solution
    if "prompts" in item.body:
        partners = [one["id"] for one in item.body["partners"]]
        return {prompt: next(one for one in partners if one != partner) for prompt, partner in solution.items()}
    if "options" in item.body:
        wrong = [one["id"] for one in item.body["options"] if not one["right"]]
        return wrong if item.kind == "several_choices" else wrong[0]
    return "something else entirely"
