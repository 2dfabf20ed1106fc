"""What holds for every page: headers, nothing from elsewhere, titles that give nothing away, one heading, no leaked defect."""

from __future__ import annotations

import re

import pytest

from alongside.web.security import ALWAYS
from tests.cast import Page
from tests.guards.routes import may, routes
from tests.guards.test_doors import ROLES

OUTSIDE = re.compile(r"""<(?:script|link|img|iframe|source|video|audio|form|object|embed)\b[^>]*\b(?:src|href|action|data)=["'](?:https?:)?//""", re.IGNORECASE)
TELLING = re.compile(r"recover|substance|addict|sober|drug|alcohol|overdose|suicid|relapse", re.IGNORECASE)
INLINE = re.compile(r"<style\b|\sstyle=|\son\w+=|<script(?![^>]*\bsrc=)", re.IGNORECASE)


@pytest.mark.parametrize("who", ROLES)
def test_every_page_keeps_the_rules_of_all_pages(app, cast, things, who):
    browser, roles = getattr(cast, who), ROLES[who]
    ids = things["theirs" if who == "nora" else "ours"].ids
    seen = 0
    for route in routes(app):
        if route.method != "GET" or not may(route, roles):
            continue
        response = browser.client.get(route.path(app, ids))
        for name, value in ALWAYS.items():
            assert response.headers.get(name) == value, f"{route}: {name} is {response.headers.get(name)}"
        if "text/html" not in response.content_type or response.status_code in {301, 302, 303}:
            continue
        seen += 1
        page = Page(response)
        assert not OUTSIDE.search(page.html), f"{route} asks another host"
        assert not INLINE.search(page.html), f"{route} has an inline style or script: {INLINE.search(page.html)}"
        assert response.headers["Cache-Control"] == "no-store", route
        assert page.html.count("<h1") == 1, f"{route} has {page.html.count('<h1')} main headings"
        assert not TELLING.search(page.title), f"{route} has a telling title: {page.title}"
        assert not re.search(r"\{\{|\{%", page.text), f"{route} shows template code"
        assert ("noindex" in response.headers.get("X-Robots-Tag", "")) or route.endpoint.startswith("visitor."), route
        for form in page.forms:
            assert form.method != "post" or any(name == "csrf_token" for name, _ in form.fields), f"{route}: {form.action}"
    assert seen > 8


@pytest.mark.parametrize("path, method, status", [("/nothing", "GET", 404), ("/learn", "DELETE", 405), ("/learn", "POST", 405)])
def test_errors_carry_the_headers_too_and_show_a_way_on(tess, path, method, status):
    response = tess.client.open(path, method=method)
    assert response.status_code == status
    assert response.headers["Content-Security-Policy"] == ALWAYS["Content-Security-Policy"]
    assert Page(response).links


def test_static_files_are_kept_for_a_year_and_never_looked_for_outside(vera):
    page = vera.get("/")
    for address in re.findall(r'(?:href|src)="(/static/[^"#]+)', page.html):
        response = vera.client.get(address)
        assert response.status_code == 200, address
        assert "immutable" in response.headers["Cache-Control"]
        assert "Cookie" not in response.headers.get("Vary", "")
    for outside in ("../app.py", "..%2fapp.py", "%2e%2e/app.py", "/etc/passwd", "css/../../app.py"):
        assert vera.client.get(f"/static/x/{outside}", follow_redirects=True).status_code == 404
