"""One person: roles, progress, a slip, and how a membership ends."""

import pytest

from alongside.foundation.audit import AuditRow
from alongside.foundation.database import session
from tests.web.organization.stories import add_people, earn, member_id, membership, read


@pytest.fixture
def tess_page(app):
    return f"/organization/people/{member_id(app, 'Tess Lindqvist')}"


def test_omar_reads_how_far_tess_is_and_what_is_missing(omar, tess_page):
    page = omar.get(tess_page)
    assert page.heading == "Tess Lindqvist"
    assert "0 of 2 modules done" in page
    assert "All of “Listening”" in page


def test_omar_sees_the_certificate_that_waits(app, omar, tess_page):
    earn(app, "Tess Lindqvist")
    assert "Confirmed course" in omar.get(tess_page)
    assert "Everything is done" in omar.get(tess_page)


def test_that_omar_looked_is_written_down(app, omar, tess_page):
    omar.get(tess_page)
    with read(app):
        rows = session.query(AuditRow).filter_by(action="administrator:record:read").all()
        tess = membership("Tess Lindqvist")
        assert [(one.subject_id, one.person_id) for one in rows] == [(tess.public_id, tess.account.public_id)]


def test_omar_makes_tess_a_trainer_too_and_takes_it_back(app, omar, tess_page):
    page = omar.submit(omar.get(tess_page), "/roles", roles=["trainee", "trainer"])
    assert "The roles are changed" in page and "Trainee, trainer" in page
    page = omar.submit(page, "/roles", roles=["trainee"])
    assert "Trainee, trainer" not in page


def test_somebody_without_any_role_is_refused_with_a_way_out(omar, tess_page):
    page = omar.submit(omar.get(tess_page), "/roles", roles=None)
    assert page.status == 422 and "Choose at least one role" in page


def test_the_last_owner_stays_owner(app, omar):
    mine = f"/organization/people/{member_id(app, 'Omar Haddad')}"
    page = omar.submit(omar.get(mine), "/roles", roles=["administrator"])
    assert page.status == 422 and "This is the last owner" in page
    page = omar.submit(omar.get(f"{mine}/departure"))
    assert page.status == 422 and "This is the last owner" in page


def test_before_somebody_leaves_omar_reads_what_happens(omar, tess_page):
    page = omar.get(omar.get(tess_page).link("End the membership"))
    assert "You can undo it" in page and "What they learned and earned stays" in page


def test_when_tess_has_left_she_sees_nothing_from_the_next_page_on(tess, omar, tess_page):
    assert tess.get("/learn").status == 200
    page = omar.submit(omar.get(f"{tess_page}/departure"))
    assert "Tess Lindqvist no longer belongs here" in page
    assert tess.get("/learn").status == 403
    assert omar.get(tess_page).status == 404


def test_only_who_has_no_mailbox_gets_a_slip(app, omar, tess_page):
    assert "Print a sign-in slip" not in omar.get(tess_page)
    assert "by mail" in omar.post(f"{tess_page}/slip", follow=True)
    add_people(app, "Cora Field", email=False)
    page = omar.get(f"/organization/people/{member_id(app, 'Cora Field')}")
    slip = omar.submit(page, "/slip")
    assert slip.status == 200 and "A sign-in slip for Cora Field" in slip
    assert "data:image/svg+xml" in slip.html
    assert "Harbor" not in slip.html and "training" not in slip.text


def test_the_slip_keeps_the_sign_in_name_apart_from_the_code(app, omar):
    add_people(app, "Bo Ives", email=False)
    slip = omar.submit(omar.get(f"/organization/people/{member_id(app, 'Bo Ives')}"), "/slip")
    code, keep = slip.text.split("tear it up.")
    assert "Keep this part" in keep and "Your sign-in name" in keep
    assert "Your sign-in name" not in code and "throw it away" not in slip


def test_nobody_is_made_an_observer_while_observers_have_no_pages(app, omar, tess_page):
    assert "Observer" not in omar.get(tess_page) and "Observer" not in omar.get("/organization/people")


def test_the_page_of_a_person_names_their_cohort(omar, tess_page):
    assert "/cohorts/" in omar.get(tess_page).link("In Autumn 2026")
