"""Tess signs in, and out."""

from __future__ import annotations

import pytest

from alongside.foundation.database import session
from alongside.people import accounts
from alongside.people.models import SignIn
from tests.cast import PASSWORD, Browser


@pytest.fixture
def newcomer(app) -> Browser:
    """Tess on a device where she is not signed in."""
    browser = Browser(app)
    browser.email = "tess@example.org"
    return browser


def sign_ins_of(installation) -> list[SignIn]:
    with installation.database.reading():
        return session.query(SignIn).all()


def test_tess_signs_in_and_is_at_home(newcomer, installation):
    page = newcomer.sign_in(follow=False)
    assert (page.status, page.response.location.rstrip("/")) == (303, "/learn")
    assert sign_ins_of(installation)[0].shared_device is True


@pytest.mark.parametrize("name", ["TESS@example.org", "  tess@example.org ", "Tess@EXAMPLE.org", "ｔｅｓｓ@example.org"])
def test_capitals_spaces_and_twins_do_not_keep_her_out(newcomer, name):
    page = newcomer.submit(newcomer.get("/sign-in"), "/sign-in", follow=False, name=name, password=PASSWORD)
    assert page.status == 303


def test_on_her_own_device_she_says_so(newcomer, installation):
    newcomer.sign_in(shared=None)
    assert sign_ins_of(installation)[0].shared_device is False


def test_somebody_without_a_mailbox_uses_the_name_on_the_slip(newcomer, installation):
    from alongside.foundation import passwords

    with installation.database.writing():
        account = accounts.create(name="Bo Tran")
        account.password_hash = passwords.hash_password(PASSWORD)
    page = newcomer.submit(newcomer.get("/sign-in"), "/sign-in", name=account.sign_in_name.upper(), password=PASSWORD)
    assert "Bo Tran" in page
    assert "You belong to none at the moment" in page


def test_what_did_not_match_is_said_once_and_the_name_is_kept(newcomer):
    page = newcomer.sign_in("not my password at all")
    assert page.status == 422
    assert "That did not match. Check the name and the password, then try again." in page
    assert 'value="tess@example.org"' in page.html
    assert "not my password" not in page.html


@pytest.mark.parametrize("fields, said", [
    ({"name": ""}, "Enter your email address, or the sign-in name on your slip"),
    ({"password": ""}, "Enter your password"),
])  # fmt: skip
def test_an_empty_field_is_said_at_the_field(newcomer, fields, said):
    filled = {"name": "tess@example.org", "password": PASSWORD} | fields
    page = newcomer.submit(newcomer.get("/sign-in"), "/sign-in", **filled)
    assert page.status == 422
    assert said in page


def test_she_goes_on_to_the_page_she_wanted(newcomer):
    answer = newcomer.get("/account/devices", follow_redirects=False)
    assert answer.response.location == "/sign-in?next=/account/devices"
    page = newcomer.submit(newcomer.get(answer.response.location), "/sign-in", name="tess@example.org", password=PASSWORD)
    assert page.heading == "You are signed in on one device"


def test_a_wrong_password_does_not_forget_where_she_wanted_to_go(newcomer):
    page = newcomer.submit(newcomer.get("/sign-in?next=/account/name"), "/sign-in", name="tess@example.org", password="wrong it is")
    page = newcomer.submit(page, "/sign-in", password=PASSWORD)
    assert page.heading == "Change your name"


def test_whoever_is_signed_in_is_sent_on(tess):
    assert tess.get("/sign-in", follow_redirects=False).response.location.rstrip("/") == "/learn"
    assert tess.get("/sign-in?next=/account", follow_redirects=False).response.location == "/account"


def test_signing_out_ends_the_row_and_asks_the_browser_to_forget(tess, installation):
    answer = tess.post("/sign-out")
    assert answer.status == 303
    assert answer.response.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert sign_ins_of(installation) == []
    page = tess.get("/signed-out")
    assert page.heading == "You are signed out"
    assert tess.get("/learn", follow_redirects=False).response.location.startswith("/sign-in?next=")


def test_signing_out_twice_is_signing_out(tess):
    tess.post("/sign-out")
    assert tess.post("/sign-out", follow=True).heading == "You are signed out"


def test_a_fresh_token_for_a_page_that_stayed_open(tess, vera):
    token = tess.client.get("/account/token", headers={"Accept": "application/json"}).json["token"]
    assert tess.client.post("/sign-out", data={"csrf_token": token}).status_code == 303
    assert vera.client.get("/account/token", headers={"Accept": "application/json"}).status_code == 401


def test_the_sign_in_page_asks_little(newcomer, statements):
    newcomer.get("/sign-in")
    statements.clear()
    newcomer.get("/sign-in")
    assert len(statements) <= 1, statements
