"""The quizzes of Rae's cohorts, and how their scores are spread."""

from __future__ import annotations

import re


def url(story, quiz="listening", cohort="Autumn 2026"):
    return f"/review/cohorts/{story.cohort(cohort).public_id}/quizzes/{quiz}"


def test_rae_sees_how_often_each_quiz_was_handed_in(rae, story):
    page = rae.get("/review/quizzes")
    assert page.text.count("Nobody has handed it in yet.") == 2
    for right in (False, True, False):
        story.hands_in("listening", right=right)
    page = rae.get("/review/quizzes")
    assert "Handed in 3 times; one passed." in page
    assert rae.get(page.link("Listening, checked")).heading == "1 of 3 tries passed"


def test_the_scores_stand_in_a_picture_and_in_its_table(rae, story):
    for right in (False, True, False):
        story.hands_in("listening", right=right)
    page = rae.get(url(story))
    bars = re.findall(r'<rect class="(fill[a-z-]*)"', page.html)
    assert bars == ["fill", "fill"]  # no colour says that a bar passed: a safety question may be missed
    rows = re.findall(r'<th scope="row">([\d–]+)</th><td class="number">(\d+)</td>', page.html)
    assert len(rows) == 10
    assert rows[0] == ("0–9", "2")
    assert rows[-1] == ("90–100", "1")
    assert sum(int(n) for _, n in rows) == 3


def test_before_the_first_score_the_page_says_what_comes(rae, story):
    page = rae.get(url(story))
    assert page.heading == "Nobody has handed it in yet"
    assert "the picture of all scores appears here" in page


def test_a_quiz_of_no_course_of_the_cohort_is_missing(rae, story):
    assert rae.get(url(story, "nothing")).status == 404


def test_each_cohort_counts_for_itself(rae, nora, story):
    story.hands_in("listening", right=True, name="Nora Quist")
    assert "Nobody has handed it in yet." in rae.get("/review/quizzes")
    assert "Handed in once; one passed." in nora.get("/review/quizzes")
    assert rae.get(url(story, cohort="Hilltop evening")).status == 404


def test_the_pages_cost_the_same_however_many_tries(rae, story, statements):
    story.hands_in("listening", right=False)
    address = url(story)
    for page in ("/review/quizzes", address):
        rae.get(page)
        statements.clear()
        rae.get(page)
        few = len(statements)
        for _ in range(4):
            story.hands_in("listening", right=False)
        statements.clear()
        rae.get(page)
        assert len(statements) == few <= 5
