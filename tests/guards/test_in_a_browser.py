"""Every page of every person in a real browser: accessible, nothing to scroll sideways, nothing that the CSP had to stop.

On SQLite alone: what a browser shows does not depend on the engine.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser_setup import chromium
from tests.guards.routes import may, routes
from tests.guards.test_doors import ROLES
from tests.live import live

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("settings", ["sqlite"], indirect=True)]

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
CONTRAST = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
NOT_PAGES = ("/static", "/content", "/healthz", "/readyz", "/robots.txt", "/favicon.ico", "/account/token")
NOT_HTML = (".pdf", ".csv", ".svg")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


def paths_of(app, who: str, things) -> list[str]:
    """One address of each page this person may open; signed-in people do not visit what visitors see, too."""
    ids = things["theirs" if who == "nora" else "ours"].ids
    paths = []
    for route in routes(app):
        open_to_all = route.policy == ("anyone",)
        if route.method != "GET" or not may(route, ROLES[who]) or (open_to_all and who != "vera"):
            continue
        if not route.rule.startswith(NOT_PAGES) and not route.rule.endswith(NOT_HTML):
            paths.append(route.path(app, ids))
    return paths


def open_as(who: str, cast, browser: Browser, address: str, width: int, scheme: str) -> Page:
    context = browser.new_context(base_url=address, viewport={"width": width, "height": 800}, color_scheme=scheme)
    cookie = getattr(cast, who).client.get_cookie("alongside")
    if cookie is not None:
        context.add_cookies([{"name": "alongside", "value": cookie.value, "url": address}])
    return context.new_page()


@pytest.mark.parametrize("who", ["vera", "tess", "rae", "omar"])
def test_every_page_can_be_used_by_everybody(app, cast, browser, things, who):
    faults: list[str] = []

    def note(said) -> None:
        if "Content Security" in said.text:
            faults.append(f"{said.page.url}: {said.text}")

    def note_error(error) -> None:
        faults.append(str(error))

    with live(app) as address:
        for width, scheme, rules in ((360, "light", RULES), (1280, "dark", CONTRAST)):
            page = open_as(who, cast, browser, address, width, scheme)
            page.on("console", note)
            page.on("pageerror", note_error)
            paths = paths_of(app, who, things)
            assert len(paths) > 7
            for path in paths:
                page.goto(path)
                found = Axe().run(page, options=rules).response["violations"]
                faults += [f"{path} at {width}: {one['id']}: {one['nodes'][0]['html'][:120]}" for one in found]
                if page.evaluate("document.documentElement.scrollWidth > innerWidth + 1"):
                    faults.append(f"{path} at {width}: scrolls sideways")
            page.context.close()
    assert not faults, "\n".join(faults)
