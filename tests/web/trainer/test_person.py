"""One person of a cohort, as their trainer sees them."""

from __future__ import annotations

from alongside.foundation.audit import about_person
from alongside.people.accounts import by_email


def url(story, name="Tess Lindqvist", cohort="Autumn 2026"):
    return f"/review/cohorts/{story.cohort(cohort).public_id}/people/{story.enrolment(name).public_id}"


def test_the_heading_says_what_is_missing(rae, story):
    page = rae.get(url(story))
    assert page.heading == "Tess Lindqvist: two things are still missing"
    assert "Listening is not begun yet." in page
    assert "No quiz begun yet" in page


def test_what_is_missing_is_said_in_words(rae, story):
    story.reads("listening", "first")
    story.hands_in("listening", right=False)
    page = rae.get(url(story))
    assert page.heading == "Tess Lindqvist: three things are still missing"
    assert "Listening: one lesson is still to read." in page
    assert "Listening: the quiz is not passed yet. Best 0 of 100; 80 is enough." in page
    assert "1 of 2" in page


def test_attempts_stand_newest_first_with_their_scores(rae, story):
    story.reads("listening")
    story.hands_in("listening", right=False)
    story.hands_in("listening", right=True)
    story.begins("crisis", answers=1)
    page = rae.get(url(story))
    tries = [said for _, said in page.links if ", try " in said]
    assert tries[0].endswith("try 1")
    assert tries[1:] == ["Listening, checked, try 2", "Listening, checked, try 1"]
    assert "100 of 100" in page
    assert "0 of 100" in page
    assert "not handed in" in page


def test_when_all_is_done_the_heading_says_so(rae, story):
    story.does_everything()
    assert rae.get(url(story)).heading == "Tess Lindqvist has the certificate"


def test_that_rae_looked_is_written_down_with_opaque_ids(rae, story, installation):
    page = rae.get(url(story))
    assert page.status == 200
    (row,) = story.written("trainer:record:read")
    with installation.database.reading():
        tess = by_email("tess@example.org")
        assert [one.action for one in about_person(tess, subject_type="record")] == ["trainer:record:read"]
    assert row[1] == story.enrolment().public_id
    assert row[0]
    assert "@" not in row[0]
    assert "can see that you opened this page" in page


def test_what_cannot_be_written_down_is_not_shown(rae, story, monkeypatch):
    from alongside.web.trainer import finding

    def full(*_args, **_words):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(finding, "record", full)
    page = rae.get(url(story))
    assert page.status == 503
    assert "Tess" not in page


def test_more_attempts_cost_no_more_statements(rae, story, statements):
    story.hands_in("listening", right=False)
    address = url(story)
    rae.get(address)
    statements.clear()
    rae.get(address)
    few = len(statements)
    for _ in range(5):
        story.hands_in("listening", right=False)
    statements.clear()
    rae.get(address)
    assert len(statements) == few
