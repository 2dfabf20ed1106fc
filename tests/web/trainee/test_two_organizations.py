"""Somebody belongs to two organizations: what a page shows decides which of them it is about."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from alongside.learning.models import Pause
from alongside.organizations import members
from alongside.organizations.models import Organization
from alongside.people import accounts
from tests.conftest import digest_of_database
from tests.web.trainee.walk import right_fields


@pytest.fixture
def hilltop(app, tess, walk) -> str:
    """Tess, a trainee at Harbor Street Center, trains others at Hilltop House, and looks at that now."""
    with app.extensions["alongside"].database.writing() as session:
        organization = session.scalars(select(Organization).where(Organization.name == "Hilltop House")).one()
        members.add(organization, accounts.by_email("tess@example.org"), "trainer")
        public_id = organization.public_id
    walk.begin()
    look_at(tess, public_id)
    return public_id


def look_at(person, organization: str) -> None:
    with person.client.session_transaction() as session:
        session["organization"] = organization


def test_she_opens_her_course_and_her_quiz_all_the_same(tess, walk, hilltop):
    assert tess.get("/learn").status == 403
    for path in (walk.course, f"{walk.course}/listening/first", walk.question(1)):
        page = tess.get(path)
        assert page.status == 200
        assert "Harbor Street Center" in page


def test_her_forms_there_do_what_they_say(tess, walk, hilltop):
    page = tess.get(walk.question(1))
    page = tess.submit(page, go="next", **right_fields(walk.items()[0]))
    assert page.response.request.path == walk.question(2)
    assert walk.stored()[0]
    page = tess.submit(tess.get(f"{walk.course}/listening/first"), "/done")
    assert page.response.request.path == f"{walk.course}/listening/second"


def test_she_goes_on_looking_at_the_other_one(tess, walk, hilltop):
    tess.get(walk.course)
    assert "Hilltop House" in tess.get("/account")


def test_a_form_about_no_one_thing_is_refused_if_it_was_drawn_for_the_other(tess, hilltop, installation):
    with installation.database.writing() as session:
        for membership in members.of_account(accounts.by_email("tess@example.org").id):
            membership.is_trainee = True
        harbor = session.scalars(select(Organization).where(Organization.name == "Harbor Street Center")).one().public_id
    assert tess.post("/learn/pause", {"organization": harbor}).status == 409
    with installation.database.reading() as session:
        assert session.query(Pause).count() == 0


def test_what_is_somebody_elses_stays_missing(nora, tess, walk, hilltop, installation):
    before = digest_of_database(installation, but=("sign_in",))
    nora_course = nora.get("/learn").link("See the whole course")
    assert tess.get(nora_course).status == 403
    assert nora.get(walk.course).status == 404
    assert digest_of_database(installation, but=("sign_in",)) == before
