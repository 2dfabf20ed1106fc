"""Take the pictures of docs/pictures from the running demonstration: `.venv/bin/python -m tools.pictures [BASE] [INSTANCE]`."""

from __future__ import annotations

import json
import sqlite3
import sys
from pathlib import Path

import pypdfium2
from playwright.sync_api import Browser, Page

from tests.browser_setup import chromium

OUT = Path(__file__).resolve().parent.parent / "docs" / "pictures"
DESKTOP, PHONE = (1280, 860), (390, 844)


def sign_in(browser: Browser, base: str, given: dict[str, str], size: tuple[int, int], dark: bool = False) -> Page:
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, color_scheme="dark" if dark else "light", device_scale_factor=1
    )
    page = context.new_page()
    page.goto(f"{base}/sign-in")
    page.fill("[name=name]", given["email"])
    page.fill("[name=password]", given["password"])
    page.click("main button.main")
    page.wait_for_load_state("networkidle")
    return page


def take(page: Page, name: str) -> None:
    page.wait_for_load_state("networkidle")
    page.screenshot(path=OUT / f"{name}.png")
    print(name, page.url)


def main(base: str = "http://127.0.0.1:8000", instance: str = "instance") -> None:
    OUT.mkdir(parents=True, exist_ok=True)
    people = json.loads((Path(instance) / "demo.json").read_text())
    with chromium() as browser:
        tess = sign_in(browser, base, people["trainee"], DESKTOP)
        take(tess, "trainee-home")
        small = sign_in(browser, base, people["trainee"], PHONE)
        small.click("main a.button.main, main button.main")
        take(small, "lesson-phone")
        night = sign_in(browser, base, people["trainee"], PHONE, dark=True)
        night.goto(f"{base}/learn/certificate")
        take(night, "certificate-progress-phone-dark")
        rae = sign_in(browser, base, people["trainer"], DESKTOP)
        rae.get_by_role("link", name="Autumn 2026").first.click()
        take(rae, "cohort")
        omar = sign_in(browser, base, people["administrator"], DESKTOP)
        omar.goto(f"{base}/organization")
        take(omar, "organization")
        visitor = browser.new_context(viewport={"width": 1280, "height": 860}).new_page()
        visitor.goto(base)
        take(visitor, "front-page")
        database = sqlite3.connect(Path(instance) / "alongside.sqlite")
        code, pdf = database.execute(
            "SELECT code, bytes FROM edition JOIN stored_file ON stored_file.id = pdf_file_id WHERE sealed_at IS NULL LIMIT 1"
        ).fetchone()
        visitor.goto(f"{base}/verify/{code}")
        take(visitor, "verify")
        pypdfium2.PdfDocument(pdf)[0].render(scale=1.6).to_pil().save(OUT / "certificate.png")


if __name__ == "__main__":
    main(*sys.argv[1:])
