"""Somebody belongs to two organizations: what a page shows decides which of them it is about."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from alongside.journey.enrol import enrol
from alongside.journey.publish import publish
from alongside.learning.models import Pause
from alongside.organizations import members
from alongside.organizations.models import Cohort, Organization
from alongside.people import accounts
from tests.conftest import digest_of_database
from tests.small_course import SMALL_COURSE
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


@pytest.fixture
def both(app, tess, walk, installation) -> str:
    """Tess takes the small course at Harbor Street Center and at Hilltop House, and looks at Harbor Street. Returns the other course."""
    linked = SMALL_COURSE["modules/listening/1-first.md"].replace(b"A [reflection]", b"See [the second](2-second.md). A [reflection]")
    with app.app_context(), installation.database.writing() as session:
        publish(SMALL_COURSE | {"modules/listening/1-first.md": linked}, today=date(2026, 11, 23))
        organization = session.scalars(select(Organization).where(Organization.name == "Hilltop House")).one()
        there = members.add(organization, accounts.by_email("tess@example.org"), "trainee")
        return f"/learn/courses/{enrol(there, course='small-course', by=None).public_id}"


def pauses(installation) -> list[bool]:
    """Of each pause, whether it is over."""
    with installation.database.reading() as session:
        return [one.ended_at is not None for one in session.scalars(select(Pause))]


def test_a_pause_holds_in_both_from_wherever_it_was_asked(tess, walk, both, installation):
    question = tess.post(f"{both}/listening/attempts", follow=True)
    assert "Hilltop House" in question
    page = tess.get(next(href for href, said in question.links if said == "Pause"))
    page = tess.submit(page, "/pause")
    assert page.heading == "You are paused"
    assert pauses(installation) == [False, False]
    assert tess.get(question.response.request.path).heading == "You are paused"
    page = tess.submit(tess.get(question.response.request.path), "/pause", go_on="yes")
    assert page.response.request.path == question.response.request.path
    assert pauses(installation) == [True, True]


def test_a_question_leads_out_of_the_pause_also_where_she_looks_at_what_she_teaches(tess, walk, hilltop, installation):
    tess.submit(tess.get("/learn/pause"), "/pause")
    page = tess.get(walk.question(1))
    assert page.heading == "You are paused"
    assert tess.submit(page, "/pause", go_on="yes").response.request.path == walk.question(1)
    assert pauses(installation) == [True]


def test_a_link_in_a_text_stays_in_the_course_it_was_read_in(tess, walk, both):
    page = tess.get(f"{both}/listening/first")
    link = next(href for href, _said in page.links if href.startswith("/learn/go/"))
    page = tess.get(link)
    assert "Hilltop House" in page
    assert page.response.request.path.startswith(both)


def test_the_way_to_her_certificate_there_is_a_page_of_there(tess, walk, both):
    link = next(href for href, _said in tess.get(both).links if "certificate?course=" in href)
    page = tess.get(link)
    assert page.status == 200
    assert not [href for href, _said in page.links if walk.course.rpartition("/")[2] in href]  # nothing of Harbor Street's on it


def test_a_form_about_no_one_thing_is_refused_if_it_was_drawn_for_the_other(tess, hilltop, installation):
    with installation.database.writing() as session:
        for membership in members.of_account(accounts.by_email("tess@example.org").id):
            membership.is_administrator = True
        harbor = session.scalars(select(Organization).where(Organization.name == "Harbor Street Center")).one().public_id
    assert tess.post("/organization/cohorts", {"organization": harbor, "name": "Winter", "course": "small-course"}).status == 409
    with installation.database.reading() as session:
        assert session.query(Cohort).filter_by(name="Winter").count() == 0


def test_what_is_somebody_elses_stays_missing(nora, tess, walk, hilltop, installation):
    before = digest_of_database(installation, but=("sign_in",))
    nora_course = nora.get("/learn").link("See the whole course")
    assert tess.get(nora_course).status == 403
    assert nora.get(walk.course).status == 404
    assert digest_of_database(installation, but=("sign_in",)) == before
