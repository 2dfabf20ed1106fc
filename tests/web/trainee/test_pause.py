"""The pause: no reason, no count, undone with one press."""

from datetime import timedelta

from alongside.foundation import clock
from alongside.learning.models import Enrolment, Pause
from tests.web.trainee.walk import right_fields


def test_tess_pauses_and_goes_on(tess):
    page = tess.submit(tess.get("/learn/pause"), "/pause")
    assert page.heading == "You are paused"
    page = tess.submit(page, "/pause", go_on="yes")
    assert "Everything is where you left it." in page


def test_twice_is_once(tess, installation):
    page = tess.get("/learn/pause")
    tess.submit(page, "/pause")
    tess.submit(page, "/pause")
    with installation.database.reading() as session:
        assert session.query(Pause).count() == 1


def test_it_does_not_begin_a_quiz_meanwhile(tess, walk):
    tess.submit(tess.get("/learn/pause"), "/pause")
    page = tess.post(f"{walk.course}/listening/attempts", follow=True)
    assert page.heading == "You are paused"


def test_the_lessons_stay_open(tess, walk):
    tess.submit(tess.get("/learn/pause"), "/pause")
    assert tess.get(f"{walk.course}/listening/first").status == 200


def test_waiting_times_stand_still(tess, walk):
    walk.read("listening")
    walk.pass_quiz("listening")
    walk.read("crisis")
    walk.begin("crisis")
    walk.answer_all(right=False)
    walk.hand_in()
    now = clock.now()
    tess.submit(tess.get("/learn/pause"), "/pause")
    with clock.at(now + timedelta(hours=11)):
        tess.submit(signed_in(tess, "/learn/pause"), "/pause", go_on="yes")
    with clock.at(now + timedelta(hours=13)):
        assert "You can take the quiz again from" in signed_in(tess, "/learn")
    with clock.at(now + timedelta(hours=24)):
        assert "Take it again" in signed_in(tess, "/learn")


def signed_in(person, path):
    """The page, also where the jump of the clock has signed the person out."""
    page = person.get(path)
    if page.response.request.path != path:
        person.sign_in()
        page = person.get(path)
    return page


def test_without_a_course_there_is_nothing_to_pause(tess, installation):
    with installation.database.writing() as session:
        session.query(Enrolment).update({"ended_at": clock.now()})
    assert "nothing to pause yet" in tess.get("/learn/pause")


def test_an_answer_from_a_page_that_was_open_is_kept(tess, walk):
    page = walk.begin()
    item = walk.items()[0]
    tess.submit(tess.get("/learn/pause"), "/pause")
    page = tess.submit(page, go="next", **right_fields(item))
    assert page.heading == "You are paused"
    tess.submit(page, "/pause", go_on="yes")
    assert walk.stored()[0]


def test_it_leads_back_to_where_she_came_from(tess, walk):
    lesson = f"{walk.course}/listening/first"
    page = tess.get(next(href for href, said in tess.get(lesson).links if said == "Pause"))
    assert page.link("Not now") == lesson
    page = tess.submit(page, "/pause")
    assert tess.submit(page, "/pause", go_on="yes").response.request.path == lesson


def test_it_leads_nowhere_else(tess):
    page = tess.get("/learn/pause?next=https://example.org/")
    assert page.link("Not now") == "/learn"
    assert "example.org" not in tess.get("/learn/pause?next=//example.org").link("Not now")
