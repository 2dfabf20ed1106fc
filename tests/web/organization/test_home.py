"""The first page of the organization: who is ready, how the cohorts stand, what comes first."""

import pytest

from alongside.organizations import cohorts, members
from tests.web.organization.stories import earn, links_of, write


def test_omar_reads_that_nobody_waits(omar):
    page = omar.get("/organization")
    assert page.status == 200
    assert page.heading == "Nobody waits for a certificate from you"
    assert "Autumn 2026" in page and "Rae Castellano" in page
    assert page.title.startswith("Overview")


def test_omar_reads_who_is_ready_and_gets_there_with_one_press(app, omar):
    earn(app, "Tess Lindqvist")
    page = omar.get("/organization")
    assert page.heading == "One person is ready for a certificate"
    assert "Tess Lindqvist" in omar.get(page.link("See who is ready"))


def test_every_figure_opens_its_list(omar):
    page = omar.get("/organization")
    for words in ("ready for a certificate", "people", "certificates in force", "invitations open"):
        assert omar.get(page.link(words)).status == 200


def test_a_new_organization_is_told_what_comes_first(nora):
    page = nora.get("/organization")
    assert "Say who signs certificates" in page and "Invite your first person" in page
    assert page.heading == "Two steps, and you are set up"
    nora.submit(nora.get("/organization/settings"), signatory_name="Nora Quist")
    assert nora.get("/organization").heading == "One step is left to set up"


@pytest.mark.parametrize("who", ["tess", "rae"])
def test_trainees_and_trainers_have_no_part_here(cast, who):
    assert getattr(cast, who).get("/organization").status == 403


def test_statements_do_not_grow_with_cohorts(app, omar, statements):
    omar.get("/organization")
    statements.clear()
    omar.get("/organization")
    few = len(statements)
    with write(app):
        harbor = next(one for one, _ in members.organizations() if one.name.startswith("Harbor"))
        for number in range(12):
            cohorts.create(harbor, name=f"Cohort {number}", course="small-course")
    statements.clear()
    omar.get("/organization")
    assert len(statements) == few <= 6


def test_every_link_of_the_page_leads_somewhere(omar):
    for href in links_of(omar.get("/organization")):
        assert omar.get(href).status == 200, href
