"""One attempt, question by question."""

from __future__ import annotations

import pytest

from tests.small_course import CANARY


def url(story, attempt, name="Tess Lindqvist"):
    return f"/review/cohorts/{story.cohort().public_id}/people/{story.enrolment(name).public_id}/attempts/{attempt}"


@pytest.mark.parametrize("right, heading", [(True, "Tess Lindqvist got 5 of 5 questions right"), (False, "Tess Lindqvist got 0 of 5 questions right")])
def test_rae_sees_each_question_with_its_answer_and_why(rae, story, right, heading):
    page = rae.get(url(story, story.hands_in("listening", right=right)))
    assert page.heading == heading
    assert CANARY in page  # feedback of the options
    assert page.html.count(">Right</span>") == (5 if right else 0)
    assert "Tess Lindqvist said:" in page
    assert "You said:" not in page
    assert page.title == "A quiz handed in – Alongside"


def test_an_open_attempt_shows_how_far_it_is_and_no_question(rae, story):
    page = rae.get(url(story, story.begins("listening", answers=2)))
    assert page.heading == "Tess Lindqvist is still answering"
    assert "2 of 5 questions answered" in page
    assert CANARY not in page.html
    for words in ("Which reply", "open questions", "Asking is listening", "Match each", "Part of you"):
        assert words not in page.html


def test_a_question_without_an_answer_says_so(rae, story, installation):
    from alongside.assessment import attempts
    from alongside.journey import take_quiz

    public_id = story.begins("listening", answers=1)
    with installation.database.writing():
        take_quiz.finish_attempt(attempts.find(story.enrolment().id, public_id))
    page = rae.get(url(story, public_id))
    assert "No answer was given." in page or "nothing yet" in page


def test_a_missed_safety_question_is_named(rae, story):
    story.reads("listening")
    story.hands_in("listening", right=True)
    page = rae.get(url(story, story.hands_in("crisis", right=False)))
    assert "Safety question" in page
    assert "must all be right, whatever the score" in page


def test_what_is_not_yet_right_stands_first(rae, story, installation):
    from alongside.assessment import attempts
    from alongside.journey import take_quiz

    public_id = story.begins("listening", answers=3)
    with installation.database.writing():
        take_quiz.finish_attempt(attempts.find(story.enrolment().id, public_id))
    page = rae.get(url(story, public_id))
    assert "What is not yet right stands first." in page
    numbers = [page.html.index(f">{number}. ") for number in (4, 5, 1, 2, 3)]
    assert numbers == sorted(numbers)


def test_an_attempt_of_somebody_else_is_missing_under_tess(rae, story):
    story.join("Devon Hale")
    theirs = story.hands_in("listening", right=True, name="Devon Hale")
    assert rae.get(url(story, theirs)).status == 404
    assert rae.get(url(story, theirs, "Devon Hale")).status == 200


def test_that_rae_looked_is_written_down(rae, story):
    rae.get(url(story, story.hands_in("listening", right=True)))
    assert [subject for _, subject in story.written("trainer:record:read")] == [story.enrolment().public_id]
