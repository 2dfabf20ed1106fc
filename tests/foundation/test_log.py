"""The log: one event, one line, and nobody in it."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator

import pytest
import structlog
from flask import Flask, abort

from alongside.foundation import log


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    stream = io.StringIO()
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    log.set_up("INFO", stream)
    yield stream
    structlog.reset_defaults()
    root.handlers[:] = before
    root.setLevel(level)


def read(lines: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in lines.getvalue().splitlines()]


def test_an_event_is_one_line_whatever_is_in_it(lines):
    log.event("job.failed", kind='evil\n{"event": "forged"}\x1b[31m\u2028\r')
    assert len(lines.getvalue().splitlines()) == 1
    assert "\x1b" not in lines.getvalue()


@pytest.mark.parametrize("word", ["email", "name", "address", "ip", "password", "query", "token"])
def test_only_known_words_get_in(lines, word):
    log.event("something", **{word: "tess-secret"})
    assert "tess-secret" not in lines.getvalue()
    assert read(lines)[0]["dropped"] == [word]


@pytest.mark.parametrize("text", ["for tess@example.org", "from 203.0.113.9 today", "/x?token=abc"])
def test_addresses_are_left_out_of_known_words_too(lines, text):
    log.event("something", message=text)
    assert "[left out]" in read(lines)[0]["message"]
    assert not any(secret in lines.getvalue() for secret in ("tess@", "203.0", "abc"))


def test_an_error_says_where_and_not_what(lines):
    try:
        raise ValueError("Key (email)=(tess@example.org) exists; Tess Miller")
    except ValueError as error:
        log.event("oops", level="error", error=error)
    (line,) = read(lines)
    assert (line["error"], line["level"]) == ("ValueError", "error")
    assert "test_log.py" in line["where"][-1]
    assert "Tess" not in lines.getvalue()


def test_what_a_library_says_comes_without_its_values(lines):
    logging.getLogger("some.library").warning("mail to %s failed", "tess@example.org")
    assert read(lines)[0]["message"] == "mail to %s failed"


def test_a_page_is_named_by_its_pattern(lines):
    app = Flask(__name__)
    log.watch(app)
    seen = []

    @app.get("/people/<public_id>")
    def person(public_id: str) -> str:
        seen.append(log.request_number())
        if public_id == "gone":
            abort(404)
        return "hello"

    client = app.test_client()
    client.get("/people/tess-4711?email=tess@example.org")
    client.get("/people/gone")
    client.get("/nowhere/tess")
    pages = [line for line in read(lines) if line["event"] == "page"]
    assert [(one["rule"], one["status"]) for one in pages] == [
        ("/people/<public_id>", 200),
        ("/people/<public_id>", 404),
        ("(no such page)", 404),
    ]
    assert [one["request"] for one in pages[:2]] == seen
    assert len(set(seen)) == 2
    assert "tess" not in lines.getvalue()
