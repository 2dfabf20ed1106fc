"""Plain statements: privacy, accessibility, words, contact."""

from __future__ import annotations

import pytest

from alongside import create_app
from alongside.web.reaching import reach
from tests.cast import Browser


def test_everybody_can_read_it(cast):
    for path in ["/privacy", "/accessibility", "/words", "/contact", "/help", "/appearance", "/verify"]:
        for someone in (cast.vera, cast.tess, cast.omar):
            assert someone.get(path).status == 200


def test_the_figures_of_the_privacy_page_are_those_of_the_code(vera):
    page = vera.get("/privacy")
    assert "after 20 quiet minutes; on your own device after 14 days" in page
    assert "for 2 hours, an invitation for 14 days" in page


def test_the_words_of_the_lessons_are_explained_where_links_point(vera):
    page = vera.get("/words")
    assert 'id="term-reflection"' in page.html
    assert "Saying back what you heard" in page


def test_the_operators_address_shows_where_it_is_set(settings):
    import dataclasses

    app = create_app(dataclasses.replace(settings, contact="Help desk <desk@example.org>"))
    page = Browser(app).get("/contact")
    assert page.link("Help desk") == "mailto:desk@example.org"
    assert "not set here yet" not in page
    app.extensions["alongside"].database.engine.dispose()


@pytest.mark.parametrize("text, expected", [
    ("", None),
    ("desk@example.org", ("desk@example.org", "mailto:desk@example.org")),
    ("https://example.org/help", ("https://example.org/help", "https://example.org/help")),
    ("+1 555 0100", ("+1 555 0100", "")),
    ("javascript:alert(1)", ("javascript:alert(1)", "")),
    ("javascript:alert(1)//a@b", ("javascript:alert(1)//a@b", "")),
    ("http://[", ("http://[", "")),
    ("https://", ("https://", "")),
    ("https://example.org:port/", ("https://example.org:port/", "")),
    ("desk@example.org?bcc=all@example.org", ("desk@example.org?bcc=all@example.org", "")),
    ("desk%0Abcc@example.org", ("desk%0Abcc@example.org", "mailto:desk%250Abcc@example.org")),
])  # fmt: skip
def test_a_way_to_reach_somebody_becomes_a_link_where_it_is_one(text, expected):
    assert reach(text) == expected


@pytest.mark.parametrize("path", ["/privacy", "/help", "/sign-in"])
def test_the_way_out_says_what_it_does_not_do(vera, path):
    page = vera.get(path)
    assert "Shift three times" in page
    assert "You stay signed in" in page
    assert "history" in page
