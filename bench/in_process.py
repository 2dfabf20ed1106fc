"""What can be counted without a server: statements a page, bytes and requests of a first visit, a certificate's file."""

from __future__ import annotations

import gzip
import re
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from flask import Flask
from sqlalchemy import event, update
from werkzeug.test import TestResponse

from alongside.certification.models import Edition
from alongside.foundation.database import session
from alongside.foundation.files import StoredFile
from alongside.foundation.installation import Installation
from bench.asks import Ask, filled
from bench.people import People
from bench.scenarios import Scenario
from bench.seed import print_certificate

NOT_COUNTED = ("BEGIN", "PRAGMA", "SAVEPOINT", "RELEASE")


@contextmanager
def statements(installation: Installation) -> Iterator[list[str]]:
    """What is asked of the database inside this block."""
    said: list[str] = []

    def note(_conn: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(NOT_COUNTED):
            said.append(statement)

    event.listen(installation.database.engine, "before_cursor_execute", note)
    try:
        yield said
    finally:
        event.remove(installation.database.engine, "before_cursor_execute", note)


def call(app: Flask, ask: Ask) -> TestResponse:
    number = int(time.time() * 10_000)
    headers = {name: filled(value, number) for name, value in ask.all_headers().items() if name not in {"Content-Length", "Host"}}
    client = app.test_client(use_cookies=False)
    return client.open(ask.path, method=ask.method, data=filled(ask.body, number) or None, headers=headers)


@dataclass(frozen=True)
class Counted:
    statements: int
    bytes: int
    status: int


def count(app: Flask, scenario: Scenario, people: People) -> Counted:
    """Of a few requests after the first: what that one read from a release is kept in the process.

    The fewest statements count: now and then a request asks anew which release is live.
    """
    asks = scenario.asks(people)
    if scenario.before:
        scenario.before(app, people)
    response = call(app, asks[0])
    counts = []
    for number in range(1, 4):
        with statements(app.extensions["alongside"]) as said:
            response = call(app, asks[0 if response.status_code == 200 else number])
        counts.append(len(said))
    return Counted(min(counts), len(response.data), response.status_code)


# ---- first visit ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Visit:
    """A page with an empty cache, at the most: fonts that this page does not use are counted too."""

    requests: int
    bytes: int  # headers and bodies as we send them
    bytes_with_gzip: int  # if a reverse proxy compresses the HTML
    page: int  # the second visit: HTML alone, everything else is kept for a year


def visit(app: Flask, ask: Ask) -> Visit:
    html = call(app, ask)
    wanted = _assets_of_html(html.get_data(as_text=True))
    sizes: dict[str, int] = {}
    while wanted:
        path = wanted.pop()
        if path in sizes:
            continue
        response = call(app, Ask(path))
        sizes[path] = _size(response)
        text = _text(response)
        if path.endswith(".css"):
            wanted |= {one for one in re.findall(r"""url\(["']?(/[^)"']+)""", text)}
        if path.endswith(".js"):
            folder = path.rpartition("/")[0]
            wanted |= {f"{folder}/{one}" for one in re.findall(r"""from\s*["']\./([^"']+)""", text)}
    rest = sum(sizes.values())
    squeezed = _head(html) + len(gzip.compress(html.data, 6))
    return Visit(1 + len(sizes), rest + _size(html), rest + squeezed, _size(html))


def _assets_of_html(html: str) -> set[str]:
    found = re.findall(r"""<(?:link|script|img|use|source)\b[^>]*?\b(?:href|src)=["'](/[^"'#]+)""", html)
    return {one for one in found if one.startswith(("/static/", "/content/"))}


def _text(response: TestResponse) -> str:
    data = gzip.decompress(response.data) if response.headers.get("Content-Encoding") == "gzip" else response.data
    return data.decode(errors="replace")


def _head(response: TestResponse) -> int:
    return 17 + sum(len(name) + len(value) + 4 for name, value in response.headers)


def _size(response: TestResponse) -> int:
    return _head(response) + len(response.data)


# ---- a certificate's file -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Printing:
    first_ms: float  # with the typesetter's start
    each_ms: float  # processor time, median
    bytes: int


def print_certificates(app: Flask, people: People, many: int = 10) -> Printing:
    """As the job makes it: facts, typesetting, storing, queueing the mail; processor time of this process."""
    installation = app.extensions["alongside"]
    took, size = [], 0
    for one in people.holders[: many + 2]:
        with installation.at_hand(), installation.database.writing():
            session.execute(update(Edition).where(Edition.id == one.edition_id).values(pdf_file_id=None))
        began = time.process_time()
        with app.app_context():
            print_certificate(installation, one.edition_id)
        took.append((time.process_time() - began) * 1000)
    with installation.database.reading():
        edition = session.get_one(Edition, people.holders[0].edition_id)
        size = session.get_one(StoredFile, edition.pdf_file_id).size
    return Printing(took[0], statistics.median(took[2:] or took), size)
