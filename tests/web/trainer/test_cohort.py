"""A cohort at a glance."""

from __future__ import annotations

import re
from html import unescape

from alongside.journey.publish import publish
from alongside.web.trainer import cohort
from tests.small_course import SMALL_COURSE


def url(story, **asked):
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    return f"/review/cohorts/{story.cohort().public_id}" + (f"?{query}" if query else "")


def figures(page):
    """The big numbers by what they mean."""
    found = re.findall(r"<dt><a[^>]*>(.*?)</a></dt><dd>(.*?)</dd>", page.html)
    return {unescape(words): number for words, number in found}


def names(page):
    """The people of the list, in order."""
    return re.findall(r'<a (?:class="title" )?href="[^"]*/people/[^"]*">([^<]*)</a>', page.html.split('id="heat"')[0])


def test_the_heading_says_how_the_cohort_is_doing(rae, story):
    assert rae.get(url(story)).heading == "Autumn 2026: everybody is on their way"
    story.join("Devon Hale", "Jo Marsh")
    story.reads("listening", "first", name="Jo Marsh", ago=9)
    assert rae.get(url(story)).heading == "Autumn 2026: one person has not been here for a week"
    for _ in range(2):
        story.hands_in("listening", right=False, name="Devon Hale")
        story.hands_in("listening", right=False)
    assert rae.get(url(story)).heading == "Autumn 2026: two people are stuck at a quiz"


def test_each_figure_opens_its_list(rae, story):
    story.join("Devon Hale", "Jo Marsh")
    story.does_everything("Devon Hale")
    story.reads("listening", "first", name="Jo Marsh", ago=9)
    page = rae.get(url(story))
    assert figures(page) == {
        "in this cohort": "3", "stuck at a quiz": "0", "not here for a week": "1",
        "ready for a certificate": "0", "with a certificate": "1",
    }  # fmt: skip
    assert names(page) == ["Devon Hale", "Jo Marsh", "Tess Lindqvist"]
    away = rae.get(page.link("not here for a week"))
    assert names(away) == ["Jo Marsh"]
    assert "In the middle of Listening; last here on" in away
    assert names(rae.get(page.link("with a certificate"))) == ["Devon Hale"]
    empty = rae.get(page.link("stuck at a quiz"))
    assert names(empty) == []
    assert "Nobody on this list" in empty
    assert empty.heading == "Autumn 2026: nobody is stuck at a quiz"


def test_where_the_organization_confirms_people_wait_as_ready(rae, story):
    story.another_cohort("Confirmed", trainers=("Rae Castellano",), course="confirmed-course")
    story.join("Devon Hale", cohort="Confirmed", course="confirmed-course")
    story.does_everything("Devon Hale")
    page = rae.get(f"/review/cohorts/{story.cohort('Confirmed').public_id}?show=ready")
    assert page.heading == "Confirmed: one person is ready for a certificate"
    assert names(page) == ["Devon Hale"]


def test_the_map_shows_how_much_of_each_module_is_done(rae, story):
    story.reads("listening", "first")
    page = rae.get(url(story))
    assert re.findall(r'<td class="number">(\d+)</td>', page.html.split('id="heat"')[1]) == ["33", "0"]
    story.reads("listening")
    story.hands_in("listening", right=True)
    page = rae.get(url(story))
    assert re.findall(r'<td class="number">(\d+)</td>', page.html.split('id="heat"')[1]) == ["100", "0"]
    assert "1 of 2" in page


def test_a_long_list_comes_in_parts_and_nobody_is_left_out_or_shown_twice(rae, story, monkeypatch):
    monkeypatch.setattr(cohort, "SIZE", 15)
    people = [f"Sam {n:03}" for n in range(35)]
    story.join(*people)
    page, seen = rae.get(url(story)), []
    for _ in range(5):
        seen += names(page)
        if "More people" not in page:
            break
        page = rae.get(page.link("More people"))
        assert "Back to the start" in page
    assert seen == [*people, "Tess Lindqvist"]


def test_those_who_are_away_come_by_how_long(rae, story, monkeypatch):
    monkeypatch.setattr(cohort, "SIZE", 6)
    people = [f"Sam {n:03}" for n in range(10)]
    story.join(*people)
    for n, name in enumerate(people):
        story.reads("listening", "first", name=name, ago=100 - n)
    page = rae.get(url(story, show="idle"))
    later = rae.get(page.link("More people"))
    assert names(page) + names(later) == people


def test_the_place_in_the_list_is_told_without_names(rae, story, monkeypatch):
    monkeypatch.setattr(cohort, "SIZE", 2)
    story.join(*(f"Sam {n:03}" for n in range(3)))
    assert re.fullmatch(r".*\?show=all&after=[0-9a-z]{16}", rae.get(url(story)).link("More people"))


def test_a_place_that_is_nobodys_is_a_missing_page(rae, story):
    next_door = story.enrolment("Nora Quist").public_id
    assert rae.get(url(story, after="0" * 16)).status == 404
    assert rae.get(url(story, after=next_door)).status == 404


def test_the_page_asks_five_things_of_the_database_however_many_people(rae, story, statements):
    def asked():
        rae.get(url(story))
        statements.clear()
        rae.get(url(story))
        return len(statements) - 1  # url() looks for the cohort itself

    few = asked()
    names_ = [f"Sam {n:03}" for n in range(60)]
    story.join(*names_)
    for name in names_[:20]:
        story.reads("listening", "first", name=name, ago=10)
    assert few == asked() <= 5


def test_a_cohort_without_people_says_who_invites_them(rae, story):
    made = story.another_cohort("Spring 2027", trainers=("Rae Castellano",))
    page = rae.get(f"/review/cohorts/{made.public_id}")
    assert page.heading == "Spring 2027: nobody is enrolled yet"
    assert "An administrator invites them." in page


def test_the_title_of_the_page_names_nobody(rae, story):
    assert rae.get(url(story)).title == "A cohort – Alongside"


def test_a_course_that_is_gone_from_the_live_release_still_shows(rae, story, installation):
    story.reads("listening", "first")
    with installation.database.writing():
        publish({path: text for path, text in SMALL_COURSE.items() if path != "courses/small-course.md"})
    for show in ("all", "stuck", "idle", "ready", "certified", "nonsense"):
        page = rae.get(url(story, show=show))
        assert page.status == 200
        assert ("Tess Lindqvist" in page) == (show in {"all", "nonsense"})
    assert "Listening" in rae.get(url(story))


def test_a_day_takes_one_line_and_is_short_on_a_phone(rae, story):
    story.reads("listening", "first")
    assert re.search(r'<td class="day"><span class="whole">\d+ \w+ \d{4}</span><span class="brief">\d+ \w{3}</span></td>', rae.get(url(story)).html)
