"""What only a real browser shows: P02 (a shared device), X11 (how addresses are read), the button that shows a password."""

from __future__ import annotations

import pytest

from tests.abuse.test_account import PAYLOADS
from tests.browser_setup import chromium
from tests.cast import PASSWORD
from tests.live import live

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser():
    with chromium() as running:
        yield running


@pytest.fixture
def page(app, browser):
    """A page of a fresh browser, with scripts; addresses are relative to the application."""
    with live(app) as address:
        context = browser.new_context(base_url=address)
        yield context.new_page()
        context.close()


def sign_in(page) -> None:
    page.goto("/sign-in")
    page.get_by_label("Email address or sign-in name").fill("tess@example.org")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/learn*")


def test_p02_after_signing_out_the_back_button_shows_nothing_of_tess(page):
    sign_in(page)
    for path in ("/account", "/account/devices"):
        page.goto(path)
    assert "Lindqvist" not in page.title()
    page.goto("/account")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/signed-out")
    for _ in range(4):
        page.go_back()
        assert "Lindqvist" not in page.content()
        assert "tess@example.org" not in page.content()
    kept = page.evaluate("JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage), document.cookie])")
    assert kept == '[[],[],""]'


def test_p02_a_shared_device_keeps_no_sign_in_when_the_browser_closes(page):
    sign_in(page)
    [cookie] = [one for one in page.context.cookies() if one["name"] == "alongside"]
    assert cookie["expires"] == -1
    assert cookie["httpOnly"]
    assert cookie["sameSite"] == "Lax"


def test_p02_titles_in_the_history_are_neutral(page):
    titles = set()
    for path in ("/", "/sign-in", "/password", "/welcome", "/help", "/verify", "/verify/x", "/privacy", "/words", "/appearance", "/contact"):
        page.goto(path)
        titles.add(page.title())
    sign_in(page)
    for path in ("/account", "/account/name", "/account/password", "/account/devices", "/organizations"):
        page.goto(path)
        titles.add(page.title())
    said = " ".join(titles).lower()
    for word in ("recover", "substance", "crisis", "peer", "overdose", "suicide", "tess", "harbor"):
        assert word not in said


def test_p02_the_way_out_leaves_the_page(page):
    page.route("https://www.weather.gov/**", lambda route: route.fulfill(body="weather"))
    sign_in(page)
    page.goto("/account")
    page.get_by_role("link", name="Leave").click()
    page.wait_for_url("https://www.weather.gov/**")
    assert page.text_content("body") == "weather"


def test_x11_a_real_browser_reads_every_address_we_go_on_to_as_ours(page, app):
    from alongside.web import pages

    page.goto("/verify")
    let_through = [one for one in PAYLOADS if pages.safe_next(one)]
    foreign = page.evaluate("(them) => them.filter((one) => new URL(one, location.href).origin !== location.origin)", let_through)
    assert foreign == []


def test_a_password_shows_when_its_person_wants_and_is_hidden_when_sent(page):
    page.goto("/sign-in")
    field = page.get_by_label("Password", exact=True)
    field.fill("not the right one")
    page.get_by_role("button", name="Show what I type").click()
    assert field.get_attribute("type") == "text"
    page.get_by_role("button", name="Hide it").click()
    assert field.get_attribute("type") == "password"
    page.get_by_role("button", name="Show what I type").click()
    page.evaluate("document.querySelector('form').addEventListener('submit', (e) => { e.preventDefault(); })")
    page.get_by_role("button", name="Sign in").click()
    assert field.get_attribute("type") == "password"
