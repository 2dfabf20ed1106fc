"""Somebody without a mailbox: a name, a cohort, a slip; the second click makes no second person."""

import re

from alongside.people.accounts import open_link
from tests.web.organization.stories import enrolled, membership, read


def test_a_trainee_without_a_mailbox_gets_a_slip_that_works(app, omar):
    form = omar.get("/organization/people/new")
    cohort = re.search(r'value="(\w+)"[^>]*>Autumn 2026', form.html)[1]
    slip = omar.submit(form, name="Cora Field", cohort=cohort)
    assert slip.heading == "A sign-in slip for Cora Field"
    code = re.search(r"(?:[0-9A-Z]{4} ){6}[0-9A-Z]{2}", slip.text)[0]
    with read(app):
        assert open_link(code.upper()).account.sign_in_name == membership("Cora Field").account.sign_in_name
    assert enrolled(app, "Cora Field") == ["small-course"]


def test_the_second_click_makes_no_second_person(omar):
    form = omar.get("/organization/people/new")
    omar.submit(form, name="Cora Field")
    again = omar.submit(form, name="Cora  Field ")
    assert again.status == 422 and "Did you mean this person?" in again
    assert omar.get("/organization/people").heading == "Four people belong here"


def test_another_person_of_the_same_name_may_come(omar):
    page = omar.submit(omar.get("/organization/people/new"), name="Tess Lindqvist")
    assert page.status == 422
    assert "A sign-in slip for Tess Lindqvist" in omar.submit(page, "/people/new", another="y")


def test_a_name_that_cannot_be_printed_is_refused_with_advice(omar):
    page = omar.submit(omar.get("/organization/people/new"), name="Cora 😀 Field")
    assert page.status == 422 and "cannot be printed" in page
    assert "Cora 😀 Field" in page.html
