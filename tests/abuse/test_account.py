"""Abuse of signing in and of accounts: rows A01, A02, A05 to A08, A13, X11 of the abuse list."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as run
from hypothesis import strategies as some

from alongside.foundation import clock, emails, passwords, throttle
from alongside.foundation.database import session
from alongside.journey import recover
from alongside.people import accounts
from alongside.people.accounts import AddressTaken
from alongside.people.models import SignIn
from alongside.web import pages
from alongside.web.account import tries
from tests.cast import PASSWORD, Browser
from tests.web.account.test_join import invitation
from tests.web.account.test_password import NEW, letters, link_for

TESS = "tess@example.org"


def cookie(browser: Browser) -> str:
    return browser.client.get_cookie("alongside").value


def is_in(browser: Browser) -> bool:
    return browser.get("/account", follow_redirects=False).status == 200


# ---- A01, A02: sessions ---------------------------------------------------------------------------------------------


def test_a01_signing_in_gives_a_new_cookie_and_the_one_before_opens_nothing(vera):
    page = vera.get("/sign-in")
    planted = cookie(vera)
    with vera.client.session_transaction() as before:
        before["planted"] = "yes"
        token = before["csrf_token"]
    vera.submit(page, "/sign-in", name=TESS, password=PASSWORD)
    assert cookie(vera) != planted
    with vera.client.session_transaction() as after:
        assert "planted" not in after
        assert after.get("csrf_token") != token
    thief = Browser(vera.app)
    thief.client.set_cookie("alongside", planted)
    assert not is_in(thief)


def test_a01_signing_in_again_ends_the_sign_in_before(tess, installation):
    old = cookie(tess)
    tess.submit(Browser.get(tess, "/account/password"), "/account/password", current_password=PASSWORD, password=NEW)
    thief = Browser(tess.app)
    thief.client.set_cookie("alongside", old)
    assert not is_in(thief)
    with installation.database.reading():
        assert session.query(SignIn).count() == 1


@pytest.mark.parametrize("end", ["signing out", "a new password", "signing out everywhere", "disabling the account"])
def test_a02_an_old_cookie_opens_nothing_after(tess, installation, end):
    old, before = cookie(tess), Browser(tess.app)
    assert is_in(tess)
    if end == "signing out":
        tess.post("/sign-out")
    elif end == "signing out everywhere":
        tess.post("/account/devices")
    else:
        with installation.database.writing():
            account = accounts.by_email(TESS)
            if end == "a new password":
                recover.change_password(account, passwords.hash_password(NEW))
            else:
                accounts.disable(account)
    before.client.set_cookie("alongside", old)
    assert not is_in(before)
    assert before.client.get("/account/token", headers={"Accept": "application/json"}).status_code == 401


# ---- A05: is there such a person? -----------------------------------------------------------------------------------


@pytest.fixture
def people(installation) -> dict[str, str]:
    """Names of equal length: known, unknown, disabled, and one that never chose a password."""
    with installation.database.writing():
        accounts.create(name="Fred", email="fred@example.org")
        disabled = accounts.create(name="Dana", email="dana@example.org")
        disabled.password_hash = passwords.hash_password(PASSWORD)
        accounts.disable(disabled)
    return {"known": TESS, "unknown": "none@example.org", "disabled": "dana@example.org", "without password": "fred@example.org"}


def test_a05_a_wrong_sign_in_says_and_costs_the_same_for_everybody(app, people, statements, monkeypatch):
    hashed: list[str] = []
    real = passwords._hasher.verify
    monkeypatch.setattr(type(passwords._hasher), "verify", lambda self, *args: hashed.append("once") or real(*args))
    answers = {}
    for who, name in people.items():
        browser = Browser(app)
        page = browser.get("/sign-in")
        statements.clear()
        hashed.clear()
        answer = browser.submit(page, "/sign-in", name=name, password=PASSWORD if who == "disabled" else "not the right one, no")
        words = answer.html.replace(name, "NAME").replace(answer.form("/sign-in").fields[0][1], "TOKEN")
        kinds = [one.split("WHERE")[0] for one in statements]
        answers[who] = (answer.status, words, len(answer.html), sorted(answer.response.headers.keys()), kinds, list(hashed))
    assert answers["known"][0] == 422
    for who in people:
        assert answers[who] == answers["known"], who


def test_a05_a_forgotten_password_says_and_costs_the_same_for_everybody(app, people, statements, installation):
    answers = {}
    for who, name in people.items():
        browser = Browser(app)
        page = browser.get("/password")
        statements.clear()
        answer = browser.submit(page, "/password", email=name)
        answers[who] = (answer.status, answer.html, [one.split("VALUES")[0] for one in statements])
    for who in people:
        assert answers[who] == answers["known"], who
    assert [one["To"] for one in letters(installation)] != []  # the job looked, and wrote to those who are there


def test_a05_too_many_tries_are_too_many_for_everybody(app, people):
    for name in people.values():
        browser = Browser(app)
        page = browser.get("/sign-in")
        answers = [browser.submit(page, "/sign-in", name=name, password="no, not that one").status for _ in range(11)]
        assert answers == [422] * 10 + [429], name


# ---- A06: guessing without end --------------------------------------------------------------------------------------


def test_a06_a_thousand_machines_get_few_tries_and_tess_gets_in_on_her_own_device(app, installation):
    tess = Browser(app)
    tess.email = TESS
    tess.sign_in(shared=None)
    tess.post("/sign-out")
    passed = 0
    for machine in range(120):
        with app.test_request_context("/sign-in", environ_base={"REMOTE_ADDR": f"198.51.{machine}.7"}):
            try:
                tries.count_password(TESS.upper(), None)
                passed += 1
            except throttle.TooMany:
                pass
    assert passed == 10
    stranger = Browser(app)
    stranger.email = TESS
    assert stranger.sign_in().status == 429
    assert tess.sign_in().status == 200


def test_a06_on_a_new_device_the_mailbox_is_the_way_in(vera, installation):
    page = vera.get("/sign-in")
    for _ in range(11):
        vera.submit(page, "/sign-in", name=TESS, password="no, not that one")
    vera.submit(vera.get(link_for(installation)), password=NEW)
    assert is_in(vera)


def test_a06_one_network_gets_few_tries_however_many_names_it_knows(app):
    passed = 0
    for number in range(80):
        with app.test_request_context("/sign-in", environ_base={"REMOTE_ADDR": f"2001:db8:1:2::{number:x}"}):
            try:
                tries.count_password(f"person{number}@example.org", None)
                passed += 1
            except throttle.TooMany:
                pass
    assert passed == 60


def test_a06_a_device_of_tess_is_no_help_with_other_accounts(app, installation):
    tess = Browser(app)
    tess.email = TESS
    tess.sign_in(shared=None)
    tess.post("/sign-out")
    tess.email = "omar@example.org"
    answers = [tess.sign_in("a guess that is wrong").status for _ in range(11)]
    assert answers == [422] * 10 + [429]


def test_a06_after_a_while_tries_pass_again(vera, installation):
    page = vera.get("/sign-in")
    for _ in range(11):
        vera.submit(page, "/sign-in", name=TESS, password="no, not that one")
    with clock.at(clock.in_(seconds=91)):
        assert vera.submit(page, "/sign-in", name=TESS, password=PASSWORD, follow=False).status == 303


# ---- A07: links for a new password ----------------------------------------------------------------------------------


def make_spent(how: str, installation, vera) -> str:
    path = link_for(installation)
    with installation.database.writing():
        account = accounts.by_email(TESS)
        if how == "a second link":
            accounts.one_time_link(account, "reset")
        elif how == "a new password":
            recover.change_password(account, passwords.hash_password(NEW))
        elif how == "another address":
            account.email = account.email_key = account.sign_in_name = "tess@elsewhere.example"
        elif how == "disabling":
            accounts.disable(account)
    if how == "its use":
        vera.submit(vera.get(path), password=NEW)
        vera.post("/sign-out")
    return path


@pytest.mark.parametrize("how", ["its use", "a second link", "a new password", "another address", "disabling", "time"])
def test_a07_a_link_is_spent_by(vera, installation, how):
    path = make_spent(how, installation, vera)
    later = clock.in_(hours=accounts.LINK_LIVES["reset"], seconds=1) if how == "time" else clock.now()
    with clock.at(later):
        page = vera.get(path)
        assert page.heading == "This link no longer opens"
        sent = vera.post(path, {"password": NEW + " anew"})
        assert (sent.status, sent.heading) == (404, page.heading)
    other = Browser(vera.app)
    other.email = TESS
    assert other.sign_in(NEW + " anew").status == 422


def test_a07_one_kind_of_link_does_not_open_another_door(vera, installation):
    token = link_for(installation).rpartition("/")[2]
    invited = invitation(installation).rpartition("/")[2]
    assert vera.get(f"/join/{token}").heading == "This invitation no longer opens"
    assert vera.get(f"/password/{invited}").heading == "This link no longer opens"
    assert vera.get(f"/verify/{token}").status == 404


def test_a07_two_clicks_at_once_set_one_password(vera, installation):
    path = link_for(installation)
    with installation.database.writing():
        first = accounts.open_link(path.rpartition("/")[2])
        recover.choose_password(first, passwords.hash_password(NEW))
        with pytest.raises(accounts.LinkIsSpent):
            recover.choose_password(first, passwords.hash_password(NEW + " twin"))


# ---- A08: twins -----------------------------------------------------------------------------------------------------


def test_a08_a_twin_of_an_address_is_the_same_address(installation):
    for twin in ["Tess@Example.ORG", " tess@example.org", "tess@example.org\u200b", "ｔｅｓｓ@example.org", "tess@ｅxample.org"]:
        with installation.database.writing():
            assert accounts.by_email(twin).name == "Tess Lindqvist"
            with pytest.raises(AddressTaken):
                accounts.create(name="Twin", email=twin)


@given(some.text(max_size=40))
@run(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
def test_a08_whatever_is_typed_has_one_key(text):
    key = accounts.sign_in_key(text)
    if emails.canonical_or_none(text):
        assert accounts.sign_in_key(key) == key
    assert accounts.sign_in_key(f"  {text} ") == key


# ---- A13: a very long password --------------------------------------------------------------------------------------


def test_a13_a_megabyte_of_password_is_refused_before_any_hash(vera, monkeypatch, installation):
    def never(*_args):
        raise AssertionError("hashed")

    page, choose = vera.get("/sign-in"), vera.get(link_for(installation))
    monkeypatch.setattr(type(passwords._hasher), "verify", never)
    monkeypatch.setattr(type(passwords._hasher), "hash", never)
    assert vera.submit(page, "/sign-in", name=TESS, password="x" * 1_000_000).status == 422
    assert vera.submit(choose, password="x" * 1_000_000).status == 422


# ---- X11: where to go on to -----------------------------------------------------------------------------------------

HOSTS = ["evil.example", "evil.example/", "evil.example/learn", "evil.example:443", "user@evil.example", "127.0.0.1:8000@evil.example", "evil.example%2f@", "evil.example\\learn", "[::1]", "evil。example", "xn--e1awd7f.example", "0x7f.1"]
BEFORE = ["//", "///", "////", "/\\", "\\\\", "\\/", "https://", "http:", "https:", "HTTPS:///", "/\t/", "/\n/", "\t//", " //", "//\\", "/%09/"]
PAYLOADS = [before + host for before in BEFORE for host in HOSTS] + [
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "vbscript:x", "java\nscript:alert(1)", "\x01javascript:alert(1)", "",
    "learn", "?next=//evil.example", "#//evil.example", ".", "..//evil.example", "/\x00/evil.example", "/ /evil.example", "\u2028//evil.example",
    "/learn\r\nSet-Cookie: a=b", "/learn\r\n\r\n<script>", "//google.com%E3%80%82evil.example", "http:evil.example", "/\u2215/evil.example",
    "/.evil.example", "//;@evil.example", "///;@evil.example", "/learn//evil.example", "/learn?next=//evil.example", "/learn#//evil.example",
]  # fmt: skip


def test_x11_signing_in_leads_to_pages_of_ours_only(vera):
    assert len(PAYLOADS) >= 120
    for payload in PAYLOADS:
        found = pages.safe_next(payload)
        assert found is None or (found.startswith("/") and found[1:2] not in {"/", "\\"}), payload
    for payload in PAYLOADS[::24]:
        page = vera.get("/sign-in", query_string={"next": payload})
        answer = vera.submit(page, "/sign-in", follow=False, name=TESS, password=PASSWORD)
        assert answer.status == 303
        assert answer.response.location.startswith("/")
        assert not answer.response.location.startswith("//")
        vera.post("/sign-out")


@pytest.mark.parametrize("path", ["/learn", "/learn/go/listening?way=round", "/account/name", "/verify/7QWM-4KDN-X2RB", "/learn/search?q=a%20b&x=%2F%2F"])
def test_x11_pages_of_ours_are_reached(path):
    assert pages.safe_next(path) == path
