"""Invitations: by mail, by a link, several at once; and those that wait."""

import re

from alongside.foundation.database import session
from alongside.journey import join
from alongside.organizations import cohorts, invitations
from alongside.organizations.models import Cohort
from alongside.people import accounts
from tests.web.organization.stories import read, write

NEW = "/organization/invitations/new"


def test_several_addresses_at_once_and_each_once(omar):
    page = omar.submit(omar.get(NEW), addresses="ann@example.org\nBo Ives <bo@example.org>\n\nANN@example.org")
    assert "2 invitations are on their way" in page
    assert page.heading == "2 invitations wait for an answer"
    assert "Bo Ives" in page and "ann@example.org" in page


def test_the_second_click_sends_nothing(omar):
    form = omar.get(NEW)
    omar.submit(form, addresses="ann@example.org")
    again = omar.submit(form, addresses="ann@example.org")
    assert "invited before" in again and again.heading == "One invitation waits for an answer"


def test_a_wrong_line_is_named_and_nothing_is_lost_or_sent(omar):
    page = omar.submit(omar.get(NEW), addresses="ann@example.org\nnobody@@\n")
    assert page.status == 422
    assert "Line 2: “nobody@@” is not an address" in page
    assert "ann@example.org" in page.html
    assert omar.get("/organization/invitations").heading == "Nobody is invited right now"


def test_who_belongs_here_already_gets_no_invitation(omar):
    page = omar.submit(omar.get(NEW), addresses="tess@example.org")
    assert "belongs to a member already" in page and page.heading == "Nobody is invited right now"


def test_somebody_from_next_door_is_invited_like_a_stranger(omar):
    stranger = omar.submit(omar.get(NEW), addresses="stranger@example.org")
    neighbour = omar.submit(omar.get(NEW), addresses="nora@example.org")
    assert "1 invitation is on its way" in stranger and "1 invitation is on its way" in neighbour


def test_without_an_address_the_link_is_shown_once(app, omar):
    page = omar.submit(omar.get(NEW), name="Cora Field")
    token = re.search(r"/join/([0-9a-z]{26})", page.html)[1]
    with read(app):
        assert invitations.open_invitation(token).name == "Cora Field"
    assert token not in omar.get("/organization/invitations").html


def test_a_new_link_for_the_same_name_ends_the_first(app, omar):
    form = omar.get(NEW)
    omar.submit(form, name="Cora Field")
    omar.submit(form, name="Cora Field")
    assert omar.get("/organization/invitations").heading == "One invitation waits for an answer"


def test_neither_address_nor_name_says_what_is_needed(omar):
    page = omar.submit(omar.get(NEW))
    assert page.status == 422 and "Write an address above, or a name here" in page


def test_a_withdrawn_link_works_no_more_and_twice_is_once(app, omar):
    page = omar.submit(omar.get(NEW), name="Cora Field")
    token = re.search(r"/join/([0-9a-z]{26})", page.html)[1]
    waiting = omar.get("/organization/invitations")
    asked = omar.get(waiting.link("Withdraw"))
    assert "The link stops working at once." in asked
    assert "withdrawn" in omar.submit(asked, "/withdrawal")
    assert "used or withdrawn before" in omar.submit(asked, "/withdrawal")
    with read(app):
        assert session.query(invitations.Invitation).one().withdrawn_at is not None
        assert token


def test_a_trainer_who_accepts_sees_the_cohort_they_were_invited_to(app, omar):
    form = omar.get(NEW)
    cohort = re.search(r'value="(\w+)"[^>]*>Autumn 2026', form.html)[1]
    page = omar.submit(form, role="trainer", cohort=cohort, name="Cora Field")
    token = re.search(r"/join/([0-9a-z]{26})", page.html)[1]
    with write(app):
        joined = join.accept(invitations.open_invitation(token), accounts.create(name="Cora Field"))
        assert [one.name for one in cohorts.of_trainer(joined)] == ["Autumn 2026"]
        assert session.query(Cohort).count() == 2
