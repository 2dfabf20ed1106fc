"""A real browser: answers save themselves, survive a lost network and two tabs; and all works without a script."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import BrowserContext, Page
from werkzeug.serving import make_server

from tests.browser_setup import chromium
from tests.cast import PASSWORD
from tests.web.trainee.walk import right_fields, wrong_fields

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("settings", ["sqlite"], indirect=True)]


@pytest.fixture(scope="module")
def browser() -> Iterator[Chromium]:
    with chromium() as running:
        yield running


@pytest.fixture
def address(app) -> Iterator[str]:
    """Where the product answers while a test runs."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def signed_in(context: BrowserContext, address: str) -> Page:
    page = context.new_page()
    page.goto(f"{address}/sign-in")
    page.fill("[name=name]", "tess@example.org")
    page.fill("[name=password]", PASSWORD)
    page.click("main form[action$='/sign-in'] button.main, main form:not([action]) button.main")
    page.wait_for_url(lambda url: "/sign-in" not in url)
    return page


@pytest.fixture
def page(browser, address) -> Iterator[Page]:
    context = browser.new_context()
    yield signed_in(context, address)
    context.close()


def choices_of(walk) -> tuple[int, str, str]:
    """A question with one right option: its place, the right option, a wrong one."""
    for place, item in enumerate(walk.items(), 1):
        if item.kind in {"one_choice", "true_false"}:
            return place, right_fields(item)["answer"][0], wrong_fields(item)["answer"]
    raise AssertionError


def test_an_answer_saves_itself(page, walk, address):
    walk.begin()
    place, right, _ = choices_of(walk)
    page.goto(address + walk.question(place))
    page.check(f"[value='{right}']")
    page.wait_for_selector("[data-state=saved]")
    assert walk.stored() == {place - 1: right}


def test_it_waits_for_the_network_and_goes_out_when_it_is_back(page, walk, address):
    walk.begin()
    place, right, _ = choices_of(walk)
    page.goto(address + walk.question(place))
    page.context.set_offline(True)
    page.check(f"[value='{right}']")
    page.wait_for_selector("[data-state=gone]")
    assert "the network is gone" in page.inner_text(".save")
    assert walk.stored() == {}
    page.context.set_offline(False)
    page.wait_for_selector("[data-state=saved]")
    assert walk.stored() == {place - 1: right}


def test_of_two_tabs_the_newer_answer_counts(page, walk, address):
    walk.begin()
    place, right, wrong = choices_of(walk)
    other = page.context.new_page()
    for tab in (page, other):
        tab.goto(address + walk.question(place))
    page.check(f"[value='{wrong}']")
    page.wait_for_selector("[data-state=saved]")
    other.check(f"[value='{right}']")
    other.wait_for_selector("[data-state=saved]")
    assert walk.stored() == {place - 1: right}


def test_a_device_whose_clock_runs_ahead_does_not_win_for_ever(page, walk, tess, address):
    walk.begin()
    place, right, wrong = choices_of(walk)
    ahead = {"seq": 4_000_000_000_000, "item": str(place), "response": {"answer": [wrong]}}
    tess.post_json(f"/learn/attempts/{walk.attempt}/answers", ahead)
    page.goto(address + walk.question(place))
    with page.expect_response(lambda answer: answer.url.endswith("/answers") and answer.json().get("sequence", 0) > ahead["seq"]):
        page.check(f"[value='{right}']")
    assert walk.stored() == {place - 1: right}


def test_an_older_answer_that_waited_for_the_network_does_not_take_the_place_of_a_newer_one(page, walk, tess, address):
    walk.begin()
    place, right, wrong = choices_of(walk)
    page.goto(address + walk.question(place))
    page.context.set_offline(True)
    page.check(f"[value='{wrong}']")
    page.wait_for_selector("[data-state=gone]")
    page.wait_for_timeout(50)
    newer = {"seq": page.evaluate("Date.now()"), "item": str(place), "response": {"answer": [right]}}
    assert tess.post_json(f"/learn/attempts/{walk.attempt}/answers", newer).json["kept"]
    page.context.set_offline(False)
    page.wait_for_selector("text=A newer answer is there.")
    assert walk.stored() == {place - 1: right}
    page.click("text=Show the newer answer")
    page.wait_for_selector(f"[value='{right}']:checked")
    page.check(f"[value='{wrong}']")
    page.wait_for_selector("[data-state=saved]")
    page.wait_for_load_state("networkidle")
    assert walk.stored() == {place - 1: wrong}


def test_handed_in_elsewhere_it_says_so_and_shows_the_way(page, walk, address):
    walk.begin()
    place, right, _ = choices_of(walk)
    page.goto(address + walk.question(place))
    walk.hand_in()
    page.check(f"[value='{right}']")
    page.click("text=See the result")
    assert page.url.endswith("/result")


def test_paused_elsewhere_the_answer_stays_on_the_page(page, walk, tess, address):
    walk.begin()
    place, right, _ = choices_of(walk)
    page.goto(address + walk.question(place))
    tess.submit(tess.get("/learn/pause"), "/pause")
    page.check(f"[value='{right}']")
    page.wait_for_selector("text=You are paused.")
    tess.submit(tess.get("/learn/pause"), "/pause", go_on="yes")
    page.click("text=I am back")
    page.wait_for_selector("[data-state=saved]")
    assert walk.stored() == {place - 1: right}


def test_signed_out_elsewhere_she_signs_in_and_goes_on(page, walk, address):
    walk.begin()
    place, right, _ = choices_of(walk)
    page.goto(address + walk.question(place))
    cookies = page.context.cookies()
    page.context.clear_cookies()
    page.check(f"[value='{right}']")
    page.wait_for_selector("text=You are signed out.")
    page.context.add_cookies(cookies)
    page.click("text=I am back")
    page.wait_for_selector("[data-state=saved]")
    assert walk.stored() == {place - 1: right}


def test_without_a_script_all_works_the_same(browser, walk, address):
    context = browser.new_context(java_script_enabled=False)
    page = signed_in(context, address)
    walk.begin()
    place, right, _ = choices_of(walk)
    page.goto(address + walk.question(place))
    page.check(f"[value='{right}']")
    page.click("button[value=check], button[value=next]")
    assert walk.stored() == {place - 1: right}
    page.goto(f"{address}{walk.course}/listening/first")
    page.click("text=Done, on to lesson 2")
    assert page.url.endswith("/listening/second")
    context.close()


def test_her_pages_have_no_accessibility_fault(page, walk, address):
    walk.begin()
    paths = ["/learn", walk.course, f"{walk.course}/listening", f"{walk.course}/listening/first", walk.question(1)]
    paths += [f"/learn/attempts/{walk.attempt}/check", "/learn/certificate", "/learn/search?q=first", "/learn/pause"]
    page.set_viewport_size({"width": 360, "height": 740})
    for path in paths:
        page.goto(address + path)
        found = Axe().run(page).response["violations"]
        assert not found, (path, [one["id"] for one in found])
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
