"""What people print: one sheet each, ink on white, on both papers of the world."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

import pypdfium2
import pytest
from playwright.sync_api import Browser, Page
from sqlalchemy import update

from alongside.certification.models import Edition
from alongside.foundation.database import session
from tests.browser_setup import chromium
from tests.cast import PASSWORD
from tests.live import live
from tests.web.visitor.stories import Paper

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("settings", ["sqlite"], indirect=True)]

LONG = "Nguyễn Thị Phương Thảo Ngọc Ánh Hoàng Diệu Lê Trần Bảo Châu Vương Quỳnh Như Ẩn"
ARABIC = "أمل بنت عبد الرحمن بن محمد بن عبد العزيز آل سليمان الأنصارية القرشية المكية"
PAPERS = ("Letter", "A4")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture
def address(app) -> Iterator[str]:
    with live(app) as found:
        yield found


def signed_in(browser: Browser, address: str, who: str) -> Page:
    page = browser.new_page()
    page.goto(f"{address}/sign-in")
    page.fill("[name=name]", f"{who}@example.org")
    page.fill("[name=password]", PASSWORD)
    page.click("main button.main")
    page.wait_for_url(lambda url: "/sign-in" not in url)
    return page


def sheets(page: Page, paper: str) -> list[str]:
    """What stands on each sheet. A page's own size (landscape) goes before the paper's."""
    landscape = "sheet" in page.inner_html("main")
    pdf = pypdfium2.PdfDocument(BytesIO(page.pdf(format=paper, landscape=landscape, print_background=False)))
    return [sheet.get_textpage().get_text_range() for sheet in pdf]


@pytest.mark.parametrize("name", ["Jo Short", LONG])
def test_a_slip_is_one_sheet_with_name_and_code(browser, address, name):
    page = signed_in(browser, address, "omar")
    page.goto(f"{address}/organization/people/new")
    page.fill("[name=name]", name)
    page.click("main form button.main")
    page.wait_for_selector(".slip-code")
    assert name in page.inner_text(".slip")
    for paper in PAPERS:
        [sheet] = sheets(page, paper)
        assert name.split()[0] in sheet and "Choose a password" in sheet and "Your sign-in name" in sheet


@pytest.mark.parametrize("name", ["Jo Short", "Maria da Conceição Oliveira Santos", LONG, ARABIC])
def test_a_certificate_printed_from_the_page_is_one_sheet(browser, address, installation, name):
    paper = Paper(installation)
    with installation.database.writing():
        session.execute(update(Edition).values(name=name))
    page = signed_in(browser, address, "tess")
    page.goto(f"{address}/learn/certificates/{certificate_of(installation, paper)}/print")
    for size in PAPERS:
        [sheet] = sheets(page, size)
        assert paper.number in sheet and "Scan, or go to" in sheet


def certificate_of(installation, paper: Paper) -> str:
    from alongside.certification.models import Certificate

    with installation.database.reading():
        return session.get_one(Certificate, paper.id).public_id


@pytest.mark.parametrize("theme", ["device", "dark"])
def test_a_dark_screen_prints_ink_on_white(browser, address, installation, theme):
    paper = Paper(installation)
    page = browser.new_page(color_scheme="dark")
    page.goto(f"{address}/appearance")
    page.check(f"[name=theme][value={theme}]")
    page.click("main form button.main")
    page.goto(address + paper.path)
    page.emulate_media(media="print", color_scheme="dark")
    colour = "element => getComputedStyle(element).color"
    assert page.eval_on_selector("main p", colour) == "rgb(0, 0, 0)"
    assert page.eval_on_selector(".verdict h1", colour) == "rgb(28, 99, 57)"
