"""The result: once, with reasons, and where to read again."""

import re

from alongside.assessment.models import Attempt, Grade
from tests.cast import Browser
from tests.small_course import CANARY


def test_all_right(tess, walk):
    walk.begin()
    walk.answer_all()
    page = walk.hand_in()
    assert page.heading == "5 of 5 right. You passed."
    assert page.title.startswith("Your result")


def test_not_yet_right_says_what_was_right_and_where_it_is_taught(tess, walk):
    walk.begin()
    walk.answer_all(right=False)
    page = walk.hand_in()
    assert page.heading == "0 of 5 right. Not yet enough."
    assert "Nothing is lost: it shows you where to read again. You needed 4." in page
    assert "Right: Part of you misses it, and part is done." in page
    assert "Reassurance." in page  # also for an option nobody chose
    assert page.link("lesson 1, First lesson") == f"{walk.course}/listening/first"
    assert page.html.count(CANARY) == 11


def test_she_can_take_it_again_from_there(tess, walk):
    walk.begin()
    walk.answer_all(right=False)
    page = walk.hand_in()
    assert tess.submit(page, "/listening/attempts").heading == "Listening"


def test_a_missed_safety_question_stands_first_and_decides(tess, walk):
    walk.read("listening")
    walk.pass_quiz("listening")
    walk.begin("crisis")
    walk.answer_all(right=False)
    page = walk.hand_in()
    assert page.heading == "0 of 2 right. One safety question is not yet right."
    first = re.search(r'<ol class="checks">(.*?)</li>', page.html, re.DOTALL)
    assert "Safety question, not yet right" in first[1]


def test_a_double_click_makes_one_result(tess, walk, installation):
    walk.begin()
    walk.answer_all()
    check = tess.get(f"/learn/attempts/{walk.attempt}/check")
    first, second = tess.submit(check, "/result"), tess.submit(check, "/result")
    assert first.heading == second.heading
    with installation.database.reading() as session:
        assert session.query(Grade).count() == 1


def test_two_devices_hand_in_one_attempt(app, tess, walk, installation):
    walk.begin()
    walk.answer_all()
    phone = Browser(app, "tess@example.org")
    pages = [one.get(f"/learn/attempts/{walk.attempt}/check") for one in (tess, phone)]
    results = [one.submit(page, "/result") for one, page in zip((tess, phone), pages, strict=True)]
    assert results[0].heading == results[1].heading
    with installation.database.reading() as session:
        assert session.query(Attempt).filter_by(state="finished").count() == session.query(Grade).count() == 1


def test_before_handing_in_there_is_no_result(tess, walk):
    walk.begin()
    assert tess.get(f"/learn/attempts/{walk.attempt}/result").response.request.path == walk.question(1)


def test_afterwards_the_questions_lead_to_the_result(tess, walk):
    walk.begin()
    walk.hand_in()
    for path in (walk.question(1), f"/learn/attempts/{walk.attempt}/check"):
        assert tess.get(path).title.startswith("Your result")
