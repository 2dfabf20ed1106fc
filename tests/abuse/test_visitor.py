"""Abuse of the open pages: rows C05 to C07, X12 to X14 of the abuse list."""

from __future__ import annotations

import re

import pytest

from alongside.credentials import numbers
from tests.cast import Browser
from tests.web.account.test_join import invitation
from tests.web.account.test_password import letters, link_in

NEVER_ISSUED = numbers.new_number()
WRONG_CHECK = NEVER_ISSUED[:-1] + ("0" if NEVER_ISSUED[-1] != "0" else "1")
UNKNOWN = [
    NEVER_ISSUED, WRONG_CHECK, NEVER_ISSUED.replace("-", ""), numbers.new_code(), numbers.new_code()[:-1], "x", "-", "'; DROP TABLE edition; --", "<b>bold</b>",
    "%00", "٣٤٥", "a" * 500, "../../etc/passwd", "verify/verify", "7QWM 4KDN X2RB", "Tess Lindqvist", "tess@example.org", "null", "0", f"{numbers.new_code()}/certificate.pdf",
]  # fmt: skip


# ---- C05: guessing --------------------------------------------------------------------------------------------------


def test_c05_a_code_holds_more_than_128_random_bits():
    assert numbers.CODE_LENGTH * 5 >= 128
    assert len({numbers.new_code() for _ in range(1000)}) == 1000


def test_c05_all_unknown_texts_get_the_same_bytes_after_the_same_work(vera, paper, statements):
    seen = set()
    vera.get("/verify/first")
    for text in UNKNOWN:
        statements.clear()
        answer = vera.client.get(f"/verify/{text.replace('%', '%25')}")
        headers = tuple(sorted((name, value) for name, value in answer.headers if name != "Date"))
        seen.add((answer.status_code, answer.data, headers, tuple(statements)))
    assert len(seen) == 1
    [(status, data, _, _)] = seen
    assert status == 404
    for text in UNKNOWN[:5]:
        assert text.encode() not in data.replace(b"7QWM-4KDN-X2RB", b"")


def test_c05_what_is_typed_is_never_written_back(vera):
    for text in ("<script>alert(1)</script>", "canary-7731"):
        answer = vera.client.get("/verify", query_string={"certificate": text})
        assert answer.status_code == 303
        page = vera.get(answer.location)
        assert page.status == 404
        assert "canary" not in page.html
        assert "alert(1)" not in page.html


def test_c05_tries_are_counted_before_anything_is_looked_up(vera, statements):
    for _ in range(30):
        vera.client.get("/verify/nothing")
    statements.clear()
    assert vera.client.get("/verify/nothing").status_code == 429
    assert not [one for one in statements if "edition" in one]


# ---- C06: what a visitor learns -------------------------------------------------------------------------------------

ALLOWED = {"Name", "Initials", "Has completed", "Issued by", "Number", "Issued on", "Valid until", "Competencies", "Signed by"}
CANARIES = ("tess@example.org", "Autumn 2026", "listening", "crisis", "100", "Two modules with a quiz each", "trainee", "account")


@pytest.mark.parametrize("state", ["valid", "expired", "revoked", "superseded"])
def test_c06_only_what_the_holder_allows(vera, paper, state):
    path = paper.path
    if state == "expired":
        paper.runs_out()
    elif state != "valid":
        paper.is_revoked("secret reason")
        if state == "superseded":
            paper.is_reinstated()
    for visibility in ("name", "initials", "nothing"):
        paper.shows(visibility)
        main = re.search(r"<main.*?</main>", vera.get(path).html, re.DOTALL)[0]
        assert set(re.findall(r"<dt>(.*?)</dt>", main)) <= ALLOWED
        for canary in (*CANARIES, "secret reason"):
            assert canary not in main, canary
        assert ("Tess Lindqvist" in main) == (visibility == "name" and state in {"valid", "expired"})
        shows_initials = visibility == "initials" or (visibility == "name" and state == "revoked")
        assert ("T. L." in main) == (shows_initials and state != "superseded"), visibility


# ---- C07: found by accident -----------------------------------------------------------------------------------------


def test_c07_nobody_lists_it_and_no_address_travels_on(vera, paper):
    for path in ["/verify", "{paper}", "/verify/nothing", "{paper}/certificate.pdf"]:
        answer = vera.client.get(path.format(paper=paper.path))
        assert "noindex" in answer.headers["X-Robots-Tag"]
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["Cache-Control"] == "no-store"
        html = answer.get_data(as_text=True)
        assert '<meta name="robots" content="noindex">' in html
        assert '<meta name="referrer" content="no-referrer">' in html
        assert "og:" not in html
        assert 'name="description"' not in html
        assert re.search(r"<title>(Certificate check|Check a certificate) – Alongside</title>", html)


# ---- X12: a forged host ---------------------------------------------------------------------------------------------

FORGED = [{"Host": "evil.example"}, {"X-Forwarded-Host": "evil.example"}, {"Forwarded": "host=evil.example"}, {"X-Forwarded-Server": "evil.example", "X-Original-Host": "evil.example"}]


@pytest.mark.parametrize("headers", FORGED)
def test_x12_links_in_mail_and_redirects_use_the_configured_address(vera, installation, headers):
    path, token = invitation(installation), vera.token()
    vera.client.set_cookie("alongside", vera.client.get_cookie("alongside").value, domain="evil.example")
    for form, field in (("/password", "tess@example.org"), (f"{path}/mail", "new@example.org")):
        answer = vera.client.post(form, data={"csrf_token": token, "email": field}, headers=headers)
        assert answer.status_code == 303
        assert answer.location.startswith("/")
    found = letters(installation)
    assert len(found) == 2
    for letter in found:
        assert "evil.example" not in letter.as_string()
        assert link_in(letter)  # begins with the configured address
    assert "evil.example" not in vera.client.get("/", headers=headers).get_data(as_text=True)


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
@pytest.mark.parametrize("host", ["a..b", ".", "x" * 64, "a b", "[", "a/b", "a@b", ""])
@pytest.mark.parametrize("path", ["/", "/sign-in", "/account", "/nothing"])
def test_x12_a_host_that_is_none_gets_a_page_of_ours_with_all_its_headers(app, host, path):
    answer = app.test_client(use_cookies=False).get(path, headers={"Host": host})
    assert answer.status_code in ({400} if host in {"a..b", ".", "x" * 64} else {200, 302, 400, 404})
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    if answer.status_code == 400:
        assert "That did not arrive whole" in answer.get_data(as_text=True)


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_asking_what_a_closed_door_takes_is_answered_like_any_stranger(vera):
    assert vera.client.options("/account").status_code == 401


# ---- X13: caches ----------------------------------------------------------------------------------------------------


def test_x13_a_page_that_looks_like_a_file_is_not_there(tess):
    for path in ["/account/x.css", "/account/devices.js", "/account;x.css", "/account/name/x.png", "/learn/x.css", "/account%2fx.css", "/organizations/a.ico"]:
        page = tess.get(path)
        assert page.status == 404
        assert page.response.headers["Cache-Control"] == "no-store"
        assert "tess@example.org" not in page.html


def test_x13_no_cache_keeps_a_page_and_no_header_changes_it(tess, vera):
    for path in ["/account", "/account/devices", "/sign-in", "/", "/help", "/privacy", "/verify"]:
        assert tess.get(path).response.headers["Cache-Control"] == "no-store"
        plain = vera.get(path).html
        for name in ("X-Forwarded-Host", "X-Forwarded-Prefix", "X-Original-URL", "X-Rewrite-URL", "X-HTTP-Method-Override", "X-Forwarded-Scheme"):
            other = Browser(vera.app).get(path, headers={name: "/canary"}).html
            assert _without_tokens(other) == _without_tokens(plain), name


def _without_tokens(html: str) -> str:
    return re.sub(r'name="csrf_token" value="[^"]*"', "", html)


# ---- X14: frames ----------------------------------------------------------------------------------------------------


def test_x14_no_answer_may_stand_in_a_frame(vera, tess, paper):
    answers = [vera.client.get(one) for one in ("/", "/verify", paper.path, "/verify/nothing", "/nothing", "/account", "/robots.txt", "/healthz", "/static/0/css/site.css", "/favicon.ico")]
    answers += [tess.client.get(one) for one in ("/account", "/account/password", "/organizations", "/organization")]
    answers += [vera.client.post("/account/name", headers={"Sec-Fetch-Site": "same-origin"}), vera.client.put("/"), vera.client.post("/sign-in", data={"x": "y" * 3_000_000}), vera.client.options("/")]
    assert {one.status_code for one in answers} >= {200, 302, 401, 403, 404, 405, 413}
    for answer in answers:
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"], answer.request.path
        assert answer.headers["X-Frame-Options"] == "DENY"
