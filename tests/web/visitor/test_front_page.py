"""The first page, and what crawlers are told."""

from __future__ import annotations

import pytest

from alongside.organizations import members
from alongside.settings import read_settings


def test_vera_reads_what_this_is_and_can_check_a_certificate(vera):
    page = vera.get("/")
    assert page.status == 200
    assert page.heading == "Learn to walk beside somebody"
    assert "Check a certificate" in page
    assert "Sign in" in page
    assert page.title.startswith("Welcome")
    assert "X-Robots-Tag" not in page.response.headers
    assert "noindex" not in page.html


def test_it_names_the_modules_that_are_ready_and_says_that_nobody_reviewed_them(vera):
    page = vera.get("/")
    assert "2 modules are ready today" in page
    assert "No outside expert has reviewed these modules yet" in page


@pytest.mark.parametrize("who, where", [("tess", "/learn"), ("rae", "/review"), ("omar", "/organization"), ("nora", "/organization")])
def test_whoever_is_signed_in_goes_home(cast, who, where):
    answer = getattr(cast, who).client.get("/")
    assert answer.status_code == 303
    assert answer.location.rstrip("/") == where


def test_a_fresh_installation_says_how_to_make_its_first_owner(vera, monkeypatch):
    monkeypatch.setattr(members, "nobody_yet", lambda: True)
    page = vera.get("/")
    assert "flask --app app organization create" in page
    assert "noindex" in page.html


def test_crawlers_may_come_in_and_are_told_page_by_page(vera):
    assert "Allow: /" in vera.get("/robots.txt").html
    for path in ("/", "/privacy", "/accessibility"):
        assert "X-Robots-Tag" not in vera.get(path).response.headers
    for path in ("/verify", "/sign-in", "/help", "/contact", "/nothing"):
        assert "noindex" in vera.get(path).response.headers["X-Robots-Tag"]


def test_an_old_browser_finds_the_icon(vera):
    assert vera.get("/favicon.ico").response.content_type.startswith("image/svg")


def test_the_command_is_for_this_very_installation(tmp_path):
    settings = read_settings({"PORT": "8202"}, instance=tmp_path / "my place")
    said = settings.command("organization list")
    assert said == f"INSTANCE='{tmp_path / 'my place'}' PORT=8202 .venv/bin/flask --app app organization list"
    secret = read_settings({"ALONGSIDE_DATABASE_URL": "postgresql://a:word@b/c"}, instance=tmp_path)
    assert "word" not in secret.command("organization list")
