"""Somebody sends slowly, too much, or too deep (R15): the others go on, and whoever did it is told so in good order."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from urllib.parse import urlsplit

import pytest

from alongside.web.application import LARGEST_BODY, MOST_FIELDS
from tests.live import live

FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def address(app) -> Iterator[str]:
    with live(app) as where:
        yield where


@contextmanager
def half_sent(address: str, path: str, cookie: str = "", kind: str = FORM) -> Iterator[Callable[[bytes], bytes]]:
    """A request whose head says a thousand bytes, of which ten have come. Gives a way to send the rest and hear the answer."""
    place = urlsplit(address)
    with socket.create_connection((place.hostname, place.port), timeout=20) as wire:
        head = f"POST {path} HTTP/1.1\r\nHost: {place.netloc}\r\nContent-Type: {kind}\r\nContent-Length: 1000\r\nConnection: close\r\n"
        wire.sendall(f"{head}Cookie: alongside={cookie}\r\n\r\nname=abcde".encode())

        def finish(rest: bytes) -> bytes:
            wire.sendall(rest)
            return wire.recv(65536)

        yield finish


def test_half_sent_bodies_do_not_keep_others_from_writing(app, tess, omar, address):
    cookie = tess.client.get_cookie("alongside").value
    page = omar.get("/account/name")
    with ExitStack() as stack:
        slow = [stack.enter_context(half_sent(address, path, cookie)) for path in ("/learn/pause", "/account/name", "/sign-in", "/sign-out")]
        finish = slow[0]
        answer = omar.submit(page, "/account/name", name="Omar Karim Haddad")
        assert "Omar Karim Haddad" in answer
        assert b" 401 " in finish(b"x" * 990).partition(b"\r\n")[0]  # no token in it: kept, to be sent again


def test_a_form_of_too_many_fields_is_too_large(tess):
    answer = tess.client.post("/learn/pause", data="a&" * MOST_FIELDS, content_type=FORM)
    assert answer.status_code == 413
    assert "That is too large" in answer.get_data(as_text=True)


def test_a_form_of_too_many_parts_is_too_large(tess):
    answer = tess.client.post("/learn/pause", data={f"a{number}": "x" for number in range(3000)}, content_type="multipart/form-data")
    assert answer.status_code == 413


def test_a_body_of_too_many_bytes_is_too_large(tess):
    for kind in (FORM, "application/json", "text/plain"):
        assert tess.client.post("/learn/pause", data=b"x" * (LARGEST_BODY + 1), content_type=kind).status_code == 413


def test_json_nested_too_deep_is_refused(tess):
    path = tess.get("/learn").link("See the whole course") + "/listening/first/position"
    answer = tess.client.post(path, data="[" * 100_000, content_type="application/json", headers={"X-CSRFToken": tess.token()})
    assert answer.status_code in {400, 422}


def test_a_body_that_breaks_off_is_refused(app, address, vera):
    with half_sent(address, "/sign-in"):
        pass
    assert vera.get("/sign-in").status == 200
