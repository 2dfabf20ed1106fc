"""Help now."""

from __future__ import annotations

import re
from datetime import date

from flask import render_template

from alongside.content.catalogue import Fact
from alongside.web.visitor.help_now import Line, others


def test_emergency_comes_first_then_somebody_to_talk_to(vera):
    page = vera.get("/help")
    assert page.html.index("tel:911") < page.html.index("tel:988") < page.html.index("sms:988")
    assert page.title.startswith("Help –")


def test_it_is_there_without_any_release(vera, installation):
    from sqlalchemy import update

    from alongside.catalogue import releases
    from alongside.catalogue.models import Release
    from alongside.foundation.database import session
    from alongside.organizations.models import Organization

    with installation.database.writing():
        someone = session.query(Organization).first()
        session.execute(update(Release).values(organization_id=someone.id))
        releases._live.clear()
    assert "tel:911" in vera.get("/help").html


def test_other_lines_follow_with_the_right_kind_of_link():
    def fact(name: str, value: str) -> tuple[str, Fact]:
        return name, Fact(name, value, f"says {name}", "US", date(2026, 11, 23), "test")

    them = [
        ("emergency_line", "911"), ("crisis_line", "988"), ("crisis_line_chat", "988lifeline.org"), ("crisis_line_veterans", "988 and press 1"),
        ("crisis_line_veterans_text", "838255"), ("samhsa_helpline", "1-800-662-4357"), ("hipaa_threat", "45 CFR 164.512(j)"),
    ]  # fmt: skip
    assert [(one.words, one.link) for one in others(dict(fact(*one) for one in them))] == [
        ("988lifeline.org", "https://988lifeline.org"),
        ("988 and press 1", "tel:988"),
        ("838255", "sms:838255"),
        ("1-800-662-4357", "tel:1-800-662-4357"),
    ]


def test_each_button_says_what_a_tap_does(app):
    with app.test_request_context():
        lines = [Line("", "988 and press 1", "tel:988"), Line("", "741741", "sms:741741"), Line("", "988lifeline.org", "https://988lifeline.org")]
        page = render_template("visitor/help.html", others=lines)
    assert [re.sub(r"\s+", " ", one).strip() for one in re.findall(r">\s*((?:Call|Text|Open) [^<]+)<", page)][-3:] == [
        "Call 988 and press 1", "Text 741741", "Open 988lifeline.org",
    ]  # fmt: skip
