"""The cast, the same in every test: Tess learns, Rae trains, Omar runs the place, Nora is from next door, Vera verifies."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import date
from html.parser import HTMLParser
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from werkzeug.test import TestResponse

from alongside.cli import database
from alongside.foundation import passwords
from alongside.foundation.installation import Installation
from alongside.journey.enrol import enrol
from alongside.journey.publish import publish
from alongside.organizations import cohorts, members
from alongside.people import accounts, sign_ins
from tests.small_course import SMALL_COURSE

PASSWORD = "walking beside you since spring"
COURSE = "small-course"


class Stage:
    """Puts the small course and the people where every test finds them."""

    def __init__(self, app: Flask) -> None:
        self.installation: Installation = app.extensions["alongside"]

    def prepare(self) -> None:
        database.upgrade(self.installation)
        with self.installation.database.writing():
            published = publish(SMALL_COURSE, today=date(2026, 11, 23))
            assert not published.warnings, published.warnings
            self._people()

    def _people(self) -> None:
        harbor = members.create_organization("Harbor Street Center", contact="office@harbor.example", signatory_name="Omar Haddad", signatory_role="Director")
        hilltop = members.create_organization("Hilltop House")
        people = {name: self._person(name) for name in ("Tess Lindqvist", "Rae Castellano", "Omar Haddad", "Nora Quist")}
        tess = members.add(harbor, people["Tess Lindqvist"], "trainee")
        rae = members.add(harbor, people["Rae Castellano"], "trainer")
        omar = members.add(harbor, people["Omar Haddad"], "owner", "administrator")
        nora = members.add(hilltop, people["Nora Quist"], "owner", "administrator", "trainer", "trainee")
        autumn = cohorts.create(harbor, name="Autumn 2026", course=COURSE)
        cohorts.set_trainers(autumn, [rae])
        next_door = cohorts.create(hilltop, name="Hilltop evening", course=COURSE)
        cohorts.set_trainers(next_door, [nora])
        enrol(tess, course=COURSE, cohort=autumn, by=omar.account.public_id)
        enrol(nora, course=COURSE, cohort=next_door, by=nora.account.public_id)

    def _person(self, name: str) -> Any:
        account = accounts.create(name=name, email=f"{name.split()[0].lower()}@example.org")
        account.password_hash = passwords.hash_password(PASSWORD)
        return account


class Page:
    """A page as a person meets it: its words, its links, its forms."""

    def __init__(self, response: TestResponse) -> None:
        self.response = response
        self.status = response.status_code
        self.html = response.get_data(as_text=True)
        parser = _Reader()
        parser.feed(self.html)
        self.forms, self.links, self.title = parser.forms, parser.links, parser.title.strip()
        self.text = re.sub(r"\s+", " ", parser.text).strip()

    @property
    def heading(self) -> str:
        found = re.search(r"<h1[^>]*>(.*?)</h1>", self.html, re.DOTALL)
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", found[1])).strip() if found else ""

    def __contains__(self, words: str) -> bool:
        return words in self.text

    def form(self, action: str | None = None) -> FormOnPage:
        """The form that posts to `action` (its end is enough), or the only one there is."""
        found = [one for one in self.forms if one.method == "post" and (action is None or one.action.endswith(action))]
        assert found, f"no form to {action}; there are {[one.action for one in self.forms]}"
        return found[0]

    def link(self, words: str) -> str:
        """The address behind a link whose words contain these."""
        found = [href for href, said in self.links if words in said]
        assert found, f"no link {words!r}; there are {[said for _, said in self.links]}"
        return found[0]


@dataclass
class FormOnPage:
    action: str
    method: str
    fields: list[tuple[str, str]]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[FormOnPage] = []
        self.links: list[tuple[str, str]] = []
        self.text = self.title = ""
        self._form: FormOnPage | None = None
        self._link: list[str] | None = None
        self._select: str | None = None
        self._area: str | None = None
        self._skip = self._in_title = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        at = {name: value or "" for name, value in attrs}
        if tag in {"script", "style", "template"}:
            self._skip += 1
        elif tag == "title":
            self._in_title = 1
        elif tag == "form":
            self._form = FormOnPage(at.get("action", ""), at.get("method", "get").lower(), [])
            self.forms.append(self._form)
        elif tag == "a":
            self._link = [at.get("href", ""), ""]
        elif self._form is not None and tag == "input" and at.get("name"):
            kind = at.get("type", "text")
            if kind not in {"checkbox", "radio"} or "checked" in at:
                self._form.fields.append((at["name"], at.get("value", "on" if kind in {"checkbox", "radio"} else "")))
        elif self._form is not None and tag == "select":
            self._select = at.get("name")
        elif tag == "option" and self._select and self._form is not None and "selected" in at:
            self._form.fields.append((self._select, at.get("value", "")))
        elif tag == "textarea" and self._form is not None:
            self._area = at.get("name")
            self._form.fields.append((self._area or "", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag in {"script", "style", "template"}:
            self._skip -= 1
        elif tag == "title":
            self._in_title = 0
        elif tag == "form":
            self._form = None
        elif tag == "select":
            self._select = None
        elif tag == "textarea":
            self._area = None
        elif tag == "a" and self._link:
            self.links.append((self._link[0], re.sub(r"\s+", " ", self._link[1]).strip()))
            self._link = None

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title += data
            return
        if self._skip:
            return
        self.text += data
        if self._link:
            self._link[1] += data
        if self._area and self._form:
            self._form.fields[-1] = (self._area, self._form.fields[-1][1] + data.lstrip("\n"))


class Browser:
    """One person's browser: cookies, forms, redirects; every page it meets must not be a 500."""

    def __init__(self, app: Flask, email: str | None = None) -> None:
        self.app, self.email = app, email
        self.client: FlaskClient = app.test_client()
        if email:
            self.be_signed_in(email)

    def be_signed_in(self, email: str) -> None:
        """Signed in on a device of one's own, without the sign-in page (which has tests of its own)."""
        with self.app.extensions["alongside"].database.writing():
            account = accounts.by_email(email)
            assert account is not None
            token = sign_ins.start(account, shared_device=False)
        with self.client.session_transaction() as session:
            session["_user_id"], session["_fresh"] = token, True

    def sign_in(self, password: str = PASSWORD, **fields: str) -> Page:
        """Through the page."""
        page = self.get("/sign-in")
        return self.submit(page, "/sign-in", name=self.email or "", password=password, **fields)

    def get(self, path: str, **options: Any) -> Page:
        return self._page(self.client.get(path, **{"follow_redirects": True} | options))

    def submit(self, page: Page, action: str | None = None, *, follow: bool = True, **fields: Any) -> Page:
        """Fill in the form of a page and send it. A field given as None is left out; a list is sent several times."""
        form = page.form(action)
        kept = [(name, value) for name, value in form.fields if name not in fields]
        given = [(name, one) for name, value in fields.items() for one in _listed(value)]
        path = form.action or page.response.request.path
        headers = {"Sec-Fetch-Site": "same-origin"}  # as every browser says since 2023
        return self._page(self.client.post(path, data=_multi(kept + given), follow_redirects=follow, headers=headers))

    def post(self, path: str, data: Any = None, *, follow: bool = False, **options: Any) -> Page:
        """Send a form that this browser has no page for, with a token of its own."""
        fields = {"csrf_token": self.token(), **(data or {})}
        return self._page(self.client.post(path, data=_multi([(k, o) for k, v in fields.items() for o in _listed(v)]), follow_redirects=follow, **options))

    def post_json(self, path: str, data: Any) -> TestResponse:
        response = self.client.post(path, json=data, headers={"X-CSRFToken": self.token()})
        assert response.status_code != 500
        return response

    def token(self) -> str:
        """A CSRF token of this browser's session."""
        with self.client.session_transaction() as session:
            raw = session.setdefault("csrf_token", secrets.token_hex(20))
        signer = URLSafeTimedSerializer(self.app.secret_key or "", salt="wtf-csrf-token")
        return str(signer.dumps(raw))

    def _page(self, response: TestResponse) -> Page:
        assert response.status_code != 500, response.get_data(as_text=True)[-2000:]
        return Page(response)


def _listed(value: Any) -> list[Any]:
    return [] if value is None else list(value) if isinstance(value, (list, tuple)) else [value]


def _multi(pairs: list[tuple[str, Any]]) -> dict[str, list[Any]]:
    fields: dict[str, list[Any]] = {}
    for name, value in pairs:
        fields.setdefault(name, []).append(value)
    return fields


class Cast:
    """Everybody, signed in when first asked for."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self._browsers: dict[str, Browser] = {}

    def _of(self, name: str, email: str | None) -> Browser:
        if name not in self._browsers:
            self._browsers[name] = Browser(self.app, email)
        return self._browsers[name]

    @property
    def tess(self) -> Browser:
        return self._of("tess", "tess@example.org")

    @property
    def rae(self) -> Browser:
        return self._of("rae", "rae@example.org")

    @property
    def omar(self) -> Browser:
        return self._of("omar", "omar@example.org")

    @property
    def nora(self) -> Browser:
        return self._of("nora", "nora@example.org")

    @property
    def vera(self) -> Browser:
        return self._of("vera", None)
