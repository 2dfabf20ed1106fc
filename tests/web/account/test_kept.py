"""A form that comes after the sign-in had ended: nothing that was written is lost."""

from __future__ import annotations

import pytest

from tests.cast import PASSWORD

LONG = 'She said: "I’m glad\nyou came" & <stayed>'


@pytest.fixture
def late(tess):
    """Tess filled in a form; meanwhile her sign-in ended."""
    page = tess.get("/account/name")
    tess.post("/sign-out")
    return tess.submit(page, "/account/name", name="Tess Marie Lindqvist", words=LONG, tick=["a", "b"])


def test_she_signs_in_presses_one_button_and_it_is_done(tess, late):
    assert late.status == 401
    assert late.heading == "Sign in, and nothing is lost"
    page = tess.submit(late, "/sign-in", name="tess@example.org", password=PASSWORD)
    assert page.heading == "You are back, and nothing is lost"
    fields = page.form("/account/name").fields
    assert [value for name, value in fields if name == "tick"] == ["a", "b"]
    assert dict(fields)["words"].replace("\r\n", "\n") == LONG
    page = tess.submit(page, "/account/name")
    assert "Tess Marie Lindqvist" in page


def test_a_wrong_password_in_between_loses_nothing(tess, late):
    page = tess.submit(late, "/sign-in", name="tess@example.org", password="not this one, no")
    assert page.status == 422
    page = tess.submit(page, "/sign-in", password=PASSWORD)
    assert "Tess Marie Lindqvist" in tess.submit(page, "/account/name")


def test_somebody_else_at_the_same_device_sends_it_as_themselves(tess, late, vera):
    page = tess.submit(late, "/sign-in", name="nora@example.org", password=PASSWORD)
    assert "Nora Marie Quist" in tess.submit(page, "/account/name", name="Nora Marie Quist")
    tess.post("/sign-out")
    tess.submit(tess.get("/sign-in"), "/sign-in", name="tess@example.org", password=PASSWORD)
    assert "Tess Lindqvist" in tess.get("/account")


def test_a_sign_in_form_that_grew_stale_itself_still_carries_it(tess, late):
    tess.client.delete_cookie("alongside")
    page = tess.submit(late, "/sign-in", name="tess@example.org", password=PASSWORD)
    assert page.heading == "Sign in, and nothing is lost"
    page = tess.submit(page, "/sign-in", name="tess@example.org", password=PASSWORD)
    assert "Tess Marie Lindqvist" in tess.submit(page, "/account/name")


@pytest.mark.parametrize("path", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", ""])
def test_it_goes_to_pages_of_ours_only(vera, path):
    page = vera.get("/sign-in")
    page = vera.submit(page, "/sign-in", follow=False, name="tess@example.org", password=PASSWORD, kept_path=path, kept_fields='[["a","b"]]')
    assert page.status == 303
    assert page.response.location.rstrip("/") == "/learn"


@pytest.mark.parametrize("fields", ["", "{}", "[1]", '[["a"]]', '[["a", 1]]', "null", '"ab"', "[[[],{}]]"])
def test_something_else_in_its_place_is_left_alone(vera, fields):
    page = vera.get("/sign-in")
    page = vera.submit(page, "/sign-in", follow=False, name="tess@example.org", password=PASSWORD, kept_path="/account/name", kept_fields=fields)
    assert page.status in {200, 303}


def test_a_form_from_somebody_elses_page_is_not_kept(vera):
    answer = vera.client.post("/account/name", data={"name": "x"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 400
    assert b"kept_fields" not in answer.data


@pytest.mark.parametrize("headers, status", [
    ({"Sec-Fetch-Site": "same-origin"}, 401),
    ({"Sec-Fetch-Site": "same-site"}, 400),
    ({"Sec-Fetch-Site": "same-site", "Origin": "http://127.0.0.1:8000"}, 400),
    ({"Origin": "http://127.0.0.1:8000"}, 401),
    ({"Origin": "https://evil.example"}, 400),
    ({"Origin": "http://127.0.0.1:8000.evil.example"}, 400),
    ({"Origin": "null"}, 400),  # our own pages send it, but with our cookie
    ({}, 400),
])  # fmt: skip
def test_an_older_browser_names_at_least_the_origin(vera, headers, status):
    answer = vera.client.post("/account/name", data={"name": "x"}, headers=headers)
    assert answer.status_code == status
    assert (b"kept_fields" in answer.data) == (status == 401)


@pytest.mark.parametrize("headers", [{"Origin": "null"}, {}])
def test_with_our_cookie_it_is_ours(vera, headers):
    vera.get("/sign-in")
    answer = vera.client.post("/account/name", data={"name": "x"}, headers=headers)
    assert answer.status_code == 401
    assert b"kept_fields" in answer.data


def test_a_password_is_never_kept(tess):
    page = tess.get("/account/password")
    tess.post("/sign-out")
    answer = tess.submit(page, "/account/password", follow=False, password="some new words of mine", current_password=PASSWORD)
    assert answer.status == 303
    assert answer.response.location == "/account/password"


def test_an_old_page_that_anyone_may_send_asks_for_one_more_click(vera):
    page = vera.get("/appearance")
    vera.client.delete_cookie("alongside")
    page = vera.submit(page, "/appearance", theme="dark")
    assert page.heading == "Please send it once more"
    assert 'data-theme="dark"' in vera.submit(page, "/appearance").html
