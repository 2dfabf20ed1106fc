"""Search over lessons and words."""

from datetime import date

import pytest

from alongside.catalogue import search
from alongside.journey.publish import publish
from tests.small_course import SMALL_COURSE


def test_it_finds_a_lesson_by_the_beginning_of_a_word(tess, walk):
    page = tess.get("/learn/search?q=marmal")
    assert page.heading == "One place speaks of “marmal”"
    assert "<mark>Marmalade</mark>" in page.html
    assert page.link("Second lesson") == f"{walk.course}/listening/second"


ACCENTS = SMALL_COURSE["modules/listening/1-first.md"].replace(b"said back.", "said back in the café, naïvely.".encode())


@pytest.mark.parametrize(
    "asked, hits",
    [
        ("marmalade", 1),
        ("marmaladé", 1),
        ("cafe", 1),
        ("CAFÉ", 1),
        ("naive", 1),
        ("what is a marmalade", 1),
        ("Is the marmalade in there?", 1),
        ("marmalade café", 0),  # no one page has both
        ("what is", 0),
        ("_", 0),
    ],
)
def test_both_engines_find_the_same(installation, asked, hits):
    with installation.database.writing():
        release = publish(SMALL_COURSE | {"modules/listening/1-first.md": ACCENTS}, today=date(2026, 11, 23)).release.id
    with installation.database.reading():
        assert len(search.search(release, asked)) == hits


def test_it_explains_a_word(tess):
    assert "Saying back what you heard" in tess.get("/learn/search?q=reflection")


def test_a_locked_lesson_is_named_and_not_linked(tess):
    page = tess.get("/learn/search?q=asking")
    assert "Opens when “Listening” is done" in page
    assert not [href for href, said in page.links if said == "Asking"]


@pytest.mark.parametrize("asked", ["", "zebra", "'; --", '"', "*", "a" * 500, "AND OR NOT", "<b>"])
def test_whatever_is_asked_it_answers(tess, asked):
    page = tess.get("/learn/search", query_string={"q": asked})
    assert page.status == 200
    assert "<b></h1>" not in page.html
    assert "“<b>”" not in page.html


def test_nothing_found_says_what_to_try(tess):
    assert "A shorter word" in tess.get("/learn/search?q=zebra")


def test_it_asks_little_however_much_is_found(tess, statements):
    tess.get("/learn/search?q=first")
    statements.clear()
    tess.get("/learn/search?q=paragraph")
    assert len(statements) <= 4, statements


@pytest.mark.parametrize("words, helps", [("kill myself", True), ("Suicide", True), ("overdosed", True), ("I want to die", True), ("diet", False), ("listening", False)])
def test_words_of_a_crisis_put_help_on_top(tess, words, helps):
    page = tess.get(f"/learn/search?q={words}")
    assert ("People answer at any hour." in page) == helps


@pytest.mark.parametrize("asked", ["a", "<b>", " x "])
def test_one_letter_is_too_little_to_look_for(tess, asked):
    assert tess.get("/learn/search", query_string={"q": asked}).heading == "Write two letters or more"


def test_more_than_it_shows_is_called_the_first_of_them(tess, monkeypatch):
    from alongside.web.trainee import search

    monkeypatch.setattr(search, "MOST", 1)
    assert tess.get("/learn/search?q=lesson").heading == "The first 1 places that speak of “lesson”"
