"""What Tess is here: her name, her devices, her certificates, her organizations."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import update

from alongside.certification.models import Edition
from alongside.foundation.database import session
from alongside.organizations import members
from alongside.organizations.models import Organization
from alongside.people import accounts
from alongside.people.models import call_name
from tests.cast import Browser
from tests.web.visitor.stories import Paper


@pytest.fixture
def nora_at_both(nora, installation) -> Browser:
    """Nora also trains at Harbor Street Center."""
    with installation.database.writing():
        harbor = session.query(Organization).filter(Organization.name == "Harbor Street Center").one()
        members.add(harbor, accounts.by_email("nora@example.org"), "trainer")
    return nora


def test_tess_sees_who_she_is_and_where_she_can_go(tess):
    page = tess.get("/account")
    assert "Tess Lindqvist" in page
    assert "tess@example.org" in page
    assert page.link("Your course").rstrip("/") == "/learn"
    assert "The organization" not in page


def test_nora_sees_every_part_that_her_roles_open(nora):
    page = nora.get("/account")
    assert all(words in page for words in ("Your course", "Your cohorts", "The organization"))


def test_her_certificate_stands_there(tess, installation):
    assert "None yet." in tess.get("/account")
    paper = Paper(installation)
    page = tess.get("/account")
    assert "Small course, completed" in page
    assert tess.get(page.link("Small course, completed")).status == 200
    paper.is_revoked()
    assert "Revoked" in tess.get("/account")


def test_a_certificate_whose_last_day_is_over_is_not_called_issued(tess, installation):
    Paper(installation)
    assert "Issued" in tess.get("/account")
    with installation.database.writing():
        session.execute(update(Edition).values(valid_until=date(2020, 1, 31)))
    page = tess.get("/account")
    assert "Ended" in page and "Issued" not in page


def test_more_certificates_cost_no_more_statements(tess, installation, statements):
    tess.get("/account")
    statements.clear()
    tess.get("/account")
    before = len(statements)
    Paper(installation)
    statements.clear()
    tess.get("/account")
    assert len(statements) == before <= 4, statements


def test_she_changes_her_name(tess):
    page = tess.submit(tess.get("/account/name"), "/account/name", name="  Tess   Marie Lindqvist ")
    assert "Tess Marie Lindqvist" in page
    assert "Your name is Tess Marie Lindqvist from now on." in page


@pytest.mark.parametrize("name", ["", "Tess 🙂", "x" * 200])
def test_a_name_that_cannot_be_printed_is_kept_in_the_field(tess, name):
    page = tess.submit(tess.get("/account/name"), "/account/name", name=name)
    assert page.status == 422
    assert f'value="{name}"' in page.html


def test_a_certificate_keeps_the_name_it_was_issued_with(tess, vera, installation):
    paper = Paper(installation)
    paper.shows("name")
    tess.submit(tess.get("/account/name"), "/account/name", name="Tess Marie Lindqvist")
    assert "Tess Lindqvist" in vera.get(paper.path)


def test_she_sees_her_devices_and_signs_out_everywhere(tess, app):
    other = Browser(app, "tess@example.org")
    page = tess.get("/account/devices")
    assert page.heading == "You are signed in on 2 devices"
    assert page.text.count("This one") == 1
    page = tess.submit(page, "/account/devices")
    assert page.heading == "You are signed out"
    for one in (tess, other):
        assert one.get("/account", follow_redirects=False).status == 302


def test_nora_changes_over_to_her_other_organization(nora_at_both):
    page = nora_at_both.get("/organizations")
    assert page.heading == "Which organization do you want to see?"
    harbor = next(one for one in page.html.split('"') if len(one) == 16 and f'name="to" value="{one}"' in page.html)
    page = nora_at_both.submit(page, "/organizations", to=harbor)
    assert page.response.request.path.rstrip("/") == "/review"
    assert "Harbor Street Center" in page


def test_a_foreign_organization_is_not_there_to_go_to(tess, installation):
    with installation.database.reading():
        hilltop = session.query(Organization).filter(Organization.name == "Hilltop House").one().public_id
    answers = [tess.post("/organizations", {"to": one}) for one in (hilltop, "0" * 16, "")]
    assert [one.status for one in answers] == [404, 404, 404]


def test_a_form_drawn_for_the_other_organization_does_nothing(nora_at_both, installation):
    form = nora_at_both.get("/account/name")
    with installation.database.reading():
        harbor = session.query(Organization).filter(Organization.name == "Harbor Street Center").one().public_id
    nora_at_both.post("/organizations", {"to": harbor})
    page = nora_at_both.submit(form, "/account/name", name="Nora Q")
    assert page.status == 409
    assert "Nora Quist" in nora_at_both.get("/account")


def test_tess_is_called_as_she_likes_and_printed_as_before(tess):
    page = tess.submit(tess.get("/account/name"), called="Tessie")
    assert "We call you Tessie." in page
    assert tess.get("/learn").heading.endswith(", Tessie")
    assert "Tess Lindqvist" in tess.get("/account")
    tess.submit(tess.get("/account/name"), called="")
    assert tess.get("/learn").heading.endswith(", Tess Lindqvist")
    assert tess.submit(tess.get("/account/name"), called="x" * 41).status == 422


@pytest.mark.parametrize(
    "name, called, said",
    [
        ("Tess Lindqvist", None, "Tess Lindqvist"),
        ("Amal", None, "Amal"),
        ("Maria da Conceição Santos", None, "Maria"),
        ("Nguyễn Thị Thảo", "Thảo", "Thảo"),
    ],
)
def test_nobody_is_called_by_half_of_a_short_name(name, called, said):
    assert call_name(name, called) == said
