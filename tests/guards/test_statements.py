"""A page asks the database the same number of questions whether there is one person or forty more (no page grows with rows)."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select

from alongside.certification.models import Edition
from alongside.foundation.database import session
from alongside.journey import practise
from alongside.learning.models import Enrolment
from alongside.organizations.models import Cohort, Membership
from alongside.people.models import Account
from alongside.reporting.recount import recount
from bench import people, seed, story
from bench.asks import NUMBER, Ask
from bench.in_process import call
from bench.sessions import sign_in
from bench.torture import orders
from tests.cast import COURSE

FEW, MANY = 1, 40
KINDS = ("sitting", "learning", "certified")
# What each page may ask at most; the hot ones are what a room full of people opens all day.
MOST = {
    "home": 5, "course": 3, "module": 7, "lesson": 3, "question": 4, "save": 4, "check": 4, "certificate progress": 6,
    "cohorts": 6, "cohort page": 5, "stuck": 5, "quiz": 6, "organization": 12, "people": 6, "certificates": 6, "cohort": 10,
    "verification": 3, "verification of nothing": 3, "sign-in page": 0, "conversation": 4, "scene": 4,
}  # fmt: skip


class Crowd:
    """Adds learners to Tess's cohort, in all states, as the journey would have written them."""

    def __init__(self, installation) -> None:
        self.installation, self.number = installation, 0
        with installation.database.reading():
            cohort = session.scalars(select(Cohort).where(Cohort.name == "Autumn 2026")).one()
            found = seed.world_now()
            self.place = seed.Place(cohort.organization, cohort, seed.releases.live(), "omar0000000000000"[:16])
            self.world = story.World(COURSE, found.content, found.banks, found.today)

    def grow(self, by: int) -> None:
        with self.installation.database.reading():
            rows = seed.Rows(seed.next_ids())
        for _ in range(by):
            for how in KINDS:
                seed.rows_of(story.tell(self.world, self.number, how), self.place, self.world, rows)
                self.number += 1
        seed._write(self.installation, rows)
        with self.installation.database.writing():
            recount(session.get_one(Cohort, self.place.cohort.id))


@pytest.fixture
def pages(app, installation):
    """Every page that many people open, or that lists many: name -> request."""
    crowd = Crowd(installation)
    crowd.grow(FEW)
    with installation.database.reading():
        tess, rae, omar = (session.scalars(select(Account).where(Account.name.startswith(one))).one().id for one in ("Tess", "Rae", "Omar"))
        enrolment = session.scalars(select(Enrolment).join(Membership).where(Membership.account_id == tess)).one()
        code = session.scalars(select(Edition.code)).first()
    sheet = orders.new_sheet(app, enrolment.id, tess)
    with installation.database.writing():
        run = practise.begin_run(session.get_one(Enrolment, enrolment.id), "listening", "first-words").public_id
    who = sign_in(app, [tess, rae, omar])
    body = json.dumps({"seq": NUMBER, "item": "1", "response": people.fields(sheet.solutions[0])}).replace(f'"{NUMBER}"', NUMBER)
    learn, cohort = f"/learn/courses/{enrolment.public_id}", crowd.place.cohort.public_id
    with app.test_request_context():
        cohorts, organization = app.url_for("trainer.home"), app.url_for("organization.home")
    asks = {
        "home": Ask("/learn", who=who[tess]),
        "course": Ask(learn, who=who[tess]),
        "conversation": Ask(f"{learn}/listening/conversations/first-words", who=who[tess]),
        "scene": Ask(f"/learn/conversations/{run}", who=who[tess]),
        "module": Ask(f"{learn}/listening", who=who[tess]),
        "lesson": Ask(f"{learn}/listening/first", who=who[tess]),
        "question": Ask(f"/learn/attempts/{sheet.public_id}/1", who=who[tess]),
        "save": Ask(f"/learn/attempts/{sheet.public_id}/answers", "POST", body, "application/json", who[tess], {"X-CSRFToken": who[tess].token}),
        "check": Ask(f"/learn/attempts/{sheet.public_id}/check", who=who[tess]),
        "certificate progress": Ask("/learn/certificate", who=who[tess]),
        "cohorts": Ask(cohorts, who=who[rae]),
        "cohort page": Ask(f"/review/cohorts/{cohort}", who=who[rae]),
        "stuck": Ask(f"/review/cohorts/{cohort}?show=stuck", who=who[rae]),
        "quiz": Ask(f"/review/cohorts/{cohort}/quizzes/listening", who=who[rae]),
        "organization": Ask(organization, who=who[omar]),
        "people": Ask("/organization/people", who=who[omar]),
        "certificates": Ask("/organization/certificates", who=who[omar]),
        "cohort": Ask(f"/organization/cohorts/{cohort}", who=who[omar]),
        "verification": Ask(f"/verify/{code}"),
        "verification of nothing": Ask(f"/verify/{'0' * 26}"),
        "sign-in page": Ask("/sign-in"),
    }
    return asks, crowd


def asked(app, asks, statements) -> dict[str, int]:
    """Statements of each page once it was opened: what never changes is kept in the process.

    The fewest of two count: now and then a page asks anew which release is live.
    """
    found = {}
    for name, ask in asks.items():
        call(app, ask)
        counts = []
        for _ in range(2):
            statements.clear()
            response = call(app, ask)
            counts.append(len(statements))
        found[name] = min(counts)
        assert response.status_code == (404 if name.endswith("nothing") else 200), f"{name}: {response.status_code} {response.location}"
    return found


def test_no_page_asks_more_of_the_database_when_there_are_more_people(app, pages, statements):
    asks, crowd = pages
    with_few = asked(app, asks, statements)
    crowd.grow(MANY)
    assert asked(app, asks, statements) == with_few
    too_many = {name: count for name, count in with_few.items() if count > MOST[name]}
    assert not too_many
