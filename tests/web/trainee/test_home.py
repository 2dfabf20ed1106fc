"""Home: the one next step."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from alongside.foundation import clock
from alongside.journey.enrol import enrol
from alongside.learning.models import Enrolment
from alongside.organizations import members
from alongside.organizations.models import Organization
from alongside.web.trainee.next_step import _meanwhile
from tests.web.trainee.walk import right_fields


@pytest.mark.parametrize("hour, greeting", [
    (13, "Good morning, Tess Lindqvist"),  # 8 in New York
    (20, "Good afternoon, Tess Lindqvist"),
    (1, "Good evening, Tess Lindqvist"),
    (7, "Good evening, Tess Lindqvist"),  # 2 at night
])  # fmt: skip
def test_tess_is_greeted_by_the_clock_of_her_organization(cast, hour, greeting):
    with clock.at(datetime(2031, 1, 15, hour, tzinfo=UTC)):
        assert cast.tess.get("/learn").heading == greeting


def test_her_first_step_is_the_first_lesson(tess):
    page = tess.get("/learn")
    assert page.title.startswith("Your next step")
    assert "First lesson" in page
    assert tess.get(page.link("Begin reading")).heading == "First lesson"


def test_it_says_where_she_stopped(tess, walk):
    lesson = f"{walk.course}/listening/first"
    tess.post_json(f"{lesson}/position", {"position": "p-3"})
    page = tess.get("/learn")
    assert "You stopped at “A part”." in page
    assert page.link("Go on reading") == lesson


def test_after_the_lessons_comes_the_quiz(tess, walk):
    walk.read("listening")
    page = tess.get("/learn")
    assert "You have read all lessons." in page
    assert tess.submit(page, "/listening/attempts").heading == "Listening"


def test_a_quiz_she_has_begun_goes_on(tess, walk):
    walk.read("listening")
    walk.begin()
    page = tess.get("/learn")
    assert "What you answered is saved." in page
    tess.submit(page, "/listening/attempts")
    assert f"/learn/attempts/{walk.attempt}/1" in tess.submit(page, "/listening/attempts").response.request.path


def test_a_quiz_that_waits_says_until_when(tess, walk):
    walk.read("listening")
    walk.pass_quiz("listening")
    walk.read("crisis")
    walk.begin("crisis")
    walk.answer_all(right=False)
    walk.hand_in()
    page = tess.get("/learn")
    assert "You can take the quiz again from" in page
    assert page.link("Read the module again")


def test_the_certificate_is_the_last_step(tess, walk):
    walk.finish_course()
    page = tess.get("/learn")
    assert "Your certificate is ready" in page
    assert "/learn/certificates/" in page.link("See your certificate")


def test_paused_tess_sees_that_first_and_can_go_on(tess):
    tess.submit(tess.get("/learn/pause"), "/pause")
    page = tess.get("/learn")
    assert "You are paused" in page
    page = tess.submit(page, "/pause", go_on="yes")
    assert "You are paused" not in page
    assert "Your next step" in page


def test_somebody_without_a_course_is_told_what_happens(tess, installation):
    with installation.database.writing() as session:
        session.query(Enrolment).update({"ended_at": clock.now()})
    page = tess.get("/learn")
    assert "Harbor Street Center enrolls you" in page


def test_another_course_stands_beside(tess, installation):
    with installation.database.writing() as session:
        harbor = session.query(Organization).filter_by(name="Harbor Street Center").one()
        membership = next(one for one in members.with_role(harbor.id, "trainee"))
        enrol(membership, course="confirmed-course", by=None)
    page = tess.get("/learn")
    assert "Also open to you" in page


def test_the_home_page_asks_little(tess, statements):
    tess.get("/learn")
    statements.clear()
    tess.get("/learn")
    assert len(statements) <= 4, statements


def test_a_trainer_has_no_home_here(rae):
    assert rae.get("/learn").status == 403


def test_vera_is_asked_to_sign_in(vera):
    assert vera.get("/learn", follow_redirects=False).response.location.startswith("/sign-in?next=")


def test_a_quiz_in_the_middle_of_which_she_left_is_not_forgotten(tess, walk, statements):
    walk.begin()
    tess.submit(tess.get(walk.question(1)), go="next", **right_fields(walk.items()[0]))
    tess.get("/learn")
    statements.clear()
    page = tess.get("/learn")
    assert len(statements) <= 5, statements
    assert "(1 of 5 answered)" in page
    assert tess.submit(page, "/listening/attempts").response.request.path == walk.question(2)


def test_hours_are_planned_and_never_counted(tess, walk):
    walk.read("listening")
    walk.pass_quiz("listening")
    page = tess.get(walk.course)
    assert "1 of 2 modules" in page
    assert "hours in all" in page
    assert "hours</li>" not in page.html


def test_when_all_is_done_nobody_is_asked_to_pause(tess, walk):
    page = walk.finish_course()
    assert "Tess Lindqvist, you have done everything this course asks." in page
    assert "Pause my training" not in tess.get("/learn")


def test_the_rules_of_a_quiz_stand_where_it_is_begun(tess, walk):
    for lesson in ("listening", "crisis"):
        walk.read(lesson)
        page = tess.get("/learn")
        if lesson == "listening":
            assert "There is no time limit." in page
            walk.pass_quiz("listening")
    assert "Safety questions must all be right" in page
    assert "After each time there is a wait of" in page


def test_while_a_quiz_waits_the_next_open_module_is_offered(app):
    stops = [SimpleNamespace(state="now"), SimpleNamespace(state="open", module=SimpleNamespace(id="b", title="Confidentiality"))]
    taking = SimpleNamespace(stops=stops, enrolment=SimpleNamespace(public_id="0" * 16))
    with app.test_request_context():
        step = _meanwhile(taking, "The quiz", "It waits.")
        assert step.button == "Go on with “Confidentiality”"
        assert step.url.endswith("/b")
        stops.pop()
        assert _meanwhile(taking, "The quiz", "It waits.") is None
