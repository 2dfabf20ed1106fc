"""The trainer's home: who could use a hand, and the cohorts."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import update

from alongside.assessment.models import Grade
from alongside.foundation import clock
from alongside.foundation.database import session
from alongside.learning.models import ModuleProgress


def names(page):
    """The people who could use a hand, in order."""
    return re.findall(r'<a class="title" href="[^"]*/people/[^"]*">([^<]*)</a>', page.html)


def test_rae_sees_her_cohort_and_that_nobody_is_stuck(rae):
    page = rae.get("/review")
    assert page.heading == "Nobody is stuck or away"
    assert "Nobody waits for you" in page
    assert "Autumn 2026" in page
    assert "Hilltop" not in page


def test_rae_sees_that_tess_tried_twice_and_is_not_there_yet(rae, story):
    story.reads("listening")
    story.hands_in("listening", right=False)
    assert rae.get("/review").heading == "Nobody is stuck or away"
    story.hands_in("listening", right=False)
    page = rae.get("/review")
    assert page.heading == "One person could use a hand"
    assert "Listening: two tries at the quiz, best 0 of 100." in page
    assert rae.get(page.link("Tess Lindqvist")).status == 200


def test_nobody_is_stuck_any_more_once_tess_has_passed(rae, story):
    story.reads("listening")
    for right in (False, False, True):
        story.hands_in("listening", right=right)
    assert rae.get("/review").heading == "Nobody is stuck or away"


@pytest.mark.parametrize(
    "days, heading",
    [
        (6.9, "Nobody is stuck or away"),
        (7.1, "One person could use a hand"),
    ],
)
def test_a_week_in_the_middle_of_a_module_is_long(rae, story, days, heading):
    story.reads("listening", "first", ago=days)
    page = rae.get("/review")
    assert page.heading == heading
    assert ("In the middle of Listening" in page) == (days > 7)


def test_somebody_who_finished_a_module_and_vanished_could_use_a_hand(rae, story):
    story.reads("listening", ago=30)
    story.hands_in("listening", right=True, ago=30)
    page = rae.get("/review")
    assert page.heading == "One person could use a hand"
    assert "Between two modules; last here on" in page
    assert "Tess Lindqvist" in rae.get(page.link("Autumn 2026") + "?show=idle")


def test_somebody_who_was_enrolled_and_never_came_could_use_a_hand(rae, story, installation):
    with clock.at(clock.now() - timedelta(days=8)):
        story.join("Devon Hale")
    page = rae.get("/review")
    assert page.heading == "One person could use a hand"
    assert "and not here yet" in page


def test_nobody_who_has_finished_the_course_is_away(rae, story):
    with clock.at(clock.now() - timedelta(days=30)):
        story.does_everything()
    assert rae.get("/review").heading == "Nobody is stuck or away"


def test_the_stuck_come_first_then_who_was_away_longest(rae, story):
    story.join(*(f"Sam {n:02}" for n in range(12)))
    for n in range(12):
        story.reads("listening", "first", name=f"Sam {n:02}", ago=10 + n)
    for _ in range(2):
        story.hands_in("listening", right=False)
    page = rae.get("/review")
    assert page.heading == "13 people could use a hand"
    assert names(page) == ["Tess Lindqvist", *(f"Sam {n:02}" for n in range(11, 4, -1))]
    assert names(rae.get(page.link("See all 13"))) == ["Tess Lindqvist", *(f"Sam {n:02}" for n in range(11, -1, -1))]


def test_rae_reads_that_points_are_enough_and_a_safety_question_is_not(rae, story, installation):
    for _ in range(2):
        last = story.hands_in("listening", right=False)
    with installation.database.writing():
        session.execute(update(ModuleProgress).values(best_percent=90))
        session.execute(update(Grade).values(percent=90, critical_missed=1))
    page = rae.get("/review")
    assert "Best 90 of 100, enough points, but a safety question is not yet right." in page
    assert page.link("See the try at Listening").endswith(last)
    person = rae.get(page.link("Tess Lindqvist"))
    assert person.link("See the try at Listening").endswith(last)
    assert "80 is enough" not in person


def test_a_trainer_of_no_cohort_is_told_what_comes_next(rae, story, installation):
    from alongside.organizations import cohorts

    with installation.database.writing():
        cohorts.set_trainers(story.cohort(), [])
    page = rae.get("/review")
    assert page.heading == "No cohort names you yet"
    assert "An administrator of your organization adds you" in page


def test_the_home_page_costs_the_same_for_three_people_and_for_thirty(rae, story, statements):
    story.join(*(f"Person {n}" for n in range(3)))
    rae.get("/review")
    statements.clear()
    rae.get("/review")
    few = len(statements)
    names = [f"Other {n}" for n in range(30)]
    story.join(*names)
    for name in names:
        story.reads("listening", "first", name=name, ago=10)
    rae.get("/review")  # which release is live is asked anew every few seconds
    statements.clear()
    rae.get("/review")
    assert len(statements) - few <= 1  # the progress of those who are shown, which nobody had before
    assert len(statements) <= 4


def test_somebody_who_is_both_stuck_and_away_is_one_person(rae, story):
    for _ in range(2):
        story.hands_in("listening", right=False, ago=9)
    page = rae.get("/review")
    assert page.heading == "One person could use a hand"
    assert "two tries at the quiz" in page
    assert "last here on" in page


@pytest.mark.parametrize("who", ["tess", "omar"])
def test_others_have_no_part_here(cast, who):
    assert getattr(cast, who).get("/review").status == 403


def test_a_visitor_is_asked_to_sign_in(vera):
    assert vera.get("/review", follow_redirects=False).status == 302
