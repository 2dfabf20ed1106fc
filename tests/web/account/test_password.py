"""Passwords: forgotten, chosen, changed."""

from __future__ import annotations

import email
import email.policy
import re

import pytest

from alongside.foundation import jobs, mail, passwords
from alongside.foundation.database import session
from alongside.journey import sign_in
from alongside.people import accounts
from alongside.people.models import SignIn
from tests.cast import PASSWORD, Browser

NEW = "four lamps beside a quiet harbor"


def letters(installation) -> list:
    jobs.run_due(installation)
    jobs.run_due(installation)
    files = sorted(mail.outbox(installation).glob("*.eml"))
    return [email.message_from_bytes(one.read_bytes(), policy=email.policy.default) for one in files]


def link_in(letter) -> str:
    words = letter.get_body(("plain",)).get_content()
    return re.search(r"http://127\.0\.0\.1:8000(/\S+)", words)[1]


def link_for(installation, address: str = "tess@example.org", purpose: str = "reset") -> str:
    with installation.database.writing():
        return f"/password/{accounts.one_time_link(accounts.by_email(address), purpose)}"


def test_tess_forgot_hers_and_gets_a_link(vera, installation):
    page = vera.submit(vera.get("/password"), "/password", email=" Tess@Example.org ")
    assert page.heading == "Look in your mailbox"
    [letter] = letters(installation)
    assert letter["To"] == "tess@example.org"
    page = vera.get(link_in(letter))
    assert page.heading == "Choose your password, Tess Lindqvist"
    page = vera.submit(page, password=NEW)
    assert "Your password is set, and you are signed in." in page
    stranger = Browser(vera.app, None)
    stranger.email = "tess@example.org"
    assert stranger.sign_in(PASSWORD).status == 422
    assert stranger.sign_in(NEW).status == 200


def test_something_that_is_no_address_is_said_at_the_field(vera):
    page = vera.submit(vera.get("/password"), "/password", email="tess at example")
    assert page.status == 422
    assert "Enter an email address such as name@example.org" in page
    assert 'value="tess at example"' in page.html


@pytest.mark.parametrize("password, said", [
    ("", "Choose a password"),
    ("short", "Use at least 15 characters"),
    ("x" * 300, "Use at most 256 characters"),
    ("abcabcabcabcabcabc", "This repeats one small piece"),
    ("tess lindqvist 2026", "This is made of your name"),
    ("passwordpassword1", "A machine would guess this soon"),
])  # fmt: skip
def test_a_password_that_will_not_do_says_why(vera, installation, password, said):
    path = link_for(installation)
    page = vera.submit(vera.get(path), password=password)
    assert page.status == 422
    assert said in page
    assert vera.submit(page, password=NEW).status == 200


def test_a_link_that_was_used_is_a_kind_page(vera, installation):
    path = link_for(installation)
    page = vera.get(path)
    vera.submit(page, password=NEW)
    for again in (vera.get(path), vera.submit(page, password=NEW + " again")):
        assert again.status == 404
        assert again.heading == "This link no longer opens"


def test_looking_at_a_link_does_not_spend_it(vera, installation):
    path = link_for(installation)
    for _ in range(3):
        assert vera.get(path).status == 200


def test_choosing_signs_every_other_device_out(tess, vera, installation):
    tess.get("/account")
    vera.submit(vera.get(link_for(installation)), password=NEW)
    assert tess.get("/account", follow_redirects=False).status == 302


def test_tess_changes_hers_and_stays_signed_in_here_alone(tess, app, installation):
    other = Browser(app, "tess@example.org")
    page = tess.submit(tess.get("/account/password"), "/account/password", current_password=PASSWORD, password=NEW)
    assert "Every other device is signed out" in page
    assert other.get("/account", follow_redirects=False).status == 302
    with installation.database.reading():
        [left] = session.query(SignIn).all()
    assert left.shared_device is False


@pytest.mark.parametrize("meanwhile", ["reset", "signed out"])
def test_a_change_under_way_does_not_win_over_what_its_owner_did_meanwhile(tess, vera, installation, monkeypatch, meanwhile):
    """Somebody who knows her password changes it; while the new one is hashed, Tess takes her account back."""
    page, hashed = tess.get("/account/password"), passwords.hash_password
    resets = vera.get(link_for(installation))

    def slowly(password: str) -> str:
        monkeypatch.setattr(passwords, "hash_password", hashed)
        if meanwhile == "reset":
            assert vera.submit(resets, password=NEW).status == 200
        else:
            with installation.database.writing():
                sign_in.end_everywhere(accounts.by_email("tess@example.org"))
        return hashed(password)

    monkeypatch.setattr(passwords, "hash_password", slowly)
    tess.submit(page, "/account/password", current_password=PASSWORD, password="what the thief likes best", follow=False)
    assert tess.get("/account", follow_redirects=False).status == 302
    stranger = Browser(vera.app, None)
    stranger.email = "tess@example.org"
    assert stranger.sign_in("what the thief likes best").status == 422
    assert stranger.sign_in(NEW if meanwhile == "reset" else PASSWORD).status == 200


def test_nobody_changes_it_at_an_open_page_without_knowing_it(tess):
    page = tess.submit(tess.get("/account/password"), "/account/password", current_password="a guess that is wrong", password=NEW)
    assert page.status == 422
    assert "This is not the password you have now" in page
    for _ in range(9):
        tess.submit(page, "/account/password", current_password="a guess that is wrong", password=NEW)
    assert tess.submit(page, "/account/password", current_password=PASSWORD, password=NEW).status == 429


def test_the_field_lets_managers_and_paste_in(vera, installation):
    html = vera.get(link_for(installation)).html
    assert 'autocomplete="new-password"' in html
    assert 'autocomplete="username"' in html
    assert "onpaste" not in html
