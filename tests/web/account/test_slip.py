"""A printed slip, for people without a mailbox."""

from __future__ import annotations

import pytest

from alongside.foundation.audit import about_person
from alongside.foundation.database import session
from alongside.journey import join
from alongside.organizations.models import Membership
from alongside.people.models import Account


@pytest.fixture
def slip(installation) -> tuple[str, str]:
    """The sign-in name and the code that Omar prints for Bo."""
    with installation.database.writing():
        omar = session.query(Membership).join(Account).filter(Account.email == "omar@example.org").one()
        membership, _ = join.add_without_mailbox(omar, name="Bo Tran", cohort=None)
        return membership.account.sign_in_name, join.print_slip(omar, membership)


@pytest.mark.parametrize("way", ["{}", " {} ", "upper", "dashes", "look-alikes"])
def test_bo_types_the_code_in_his_own_way(vera, slip, way):
    name, code = slip
    typed = {
        "upper": code.upper(),
        "dashes": "-".join(code[at : at + 4] for at in range(0, len(code), 4)),
        "look-alikes": code.replace("0", "O").replace("1", "l"),
    }.get(way, way.format(code))
    page = vera.submit(vera.get("/welcome"), "/welcome", code=typed)
    assert page.heading == "Choose your password, Bo Tran"
    assert f'value="{name}"' in page.html
    assert "Write it down" in page
    page = vera.submit(page, password="one boat by the green river")
    assert "Your password is set, and you are signed in." in page


def test_a_code_that_does_not_open_is_kept_in_the_field(vera):
    page = vera.submit(vera.get("/welcome"), "/welcome", code="abcd efgh")
    assert page.status == 422
    assert "This code does not open" in page
    assert 'value="abcd efgh"' in page.html


def test_a_slip_of_somebody_who_is_signed_in_here_does_not_mix_them_up(tess, slip):
    page = tess.submit(tess.get("/welcome"), "/welcome", code=slip[1])
    tess.submit(page, password="one boat by the green river")
    assert "Bo Tran" in tess.get("/account")


def test_codes_cannot_be_tried_without_end(vera):
    page = vera.get("/welcome")
    answers = [vera.submit(page, "/welcome", code=f"guess number {one}").status for one in range(21)]
    assert answers == [422] * 20 + [429]


def test_signing_in_with_a_slip_is_written_down_as_every_sign_in_is(vera, slip, installation):
    page = vera.submit(vera.get("/welcome"), "/welcome", code=slip[1])
    vera.submit(page, password="one boat by the green river")
    with installation.database.reading():
        bo = session.query(Account).filter(Account.name == "Bo Tran").one()
        assert [one.action for one in about_person(bo, subject_type="sign-in")] == ["account:sign-in:begin"]
