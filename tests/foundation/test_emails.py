"""Addresses: one person, one key, however it is typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.foundation import emails
from alongside.foundation.emails import NotAnAddress

TWINS = [
    "tess@example.org",
    " tess@example.org\n",
    "TESS@EXAMPLE.ORG",
    "Tess@Example.org",
    "ｔｅｓｓ@example.org",
    "te\u200bss@example.org",
    "te\u00adss@example.org",
    "te\u017fs@example.org",  # a long s
    "\u00a0tess@example.org",
    "tess@ｅｘａｍｐｌｅ.org",
]


@pytest.mark.parametrize("twin", TWINS)
def test_twins_are_one_person(twin):
    assert emails.canonical(twin) == "tess@example.org"


def test_a_domain_in_letters_and_in_ascii_is_one():
    assert emails.canonical("tess@BÜCHER.example") == emails.canonical("tess@xn--bcher-kva.example")


def test_composed_and_decomposed_are_one():
    assert emails.canonical("tess@zoe\u0301.example") == emails.canonical("tess@zo\u00e9.example")


@pytest.mark.parametrize(
    "wrong", ["", "tess", "@example.org", "tess@", "a b@example.org", "a@b@c.org", "x" * 300 + "@a.org", "a\nb@c.org"]
)
def test_what_is_no_address_is_refused(wrong):
    assert emails.canonical_or_none(wrong) is None
    with pytest.raises(NotAnAddress):
        emails.canonical(wrong)


ENCODED = [
    "=?utf-8?q?x?=@y.example",
    "=?utf-8?q?a=3E=2C_b=40evil.example=2C_c?=@y.example",
    "=?utf-8?b?dmljdGltQGV2aWwuZXhhbXBsZQ?=@y.example",
    "x=?y@y.example",
]


@pytest.mark.parametrize("wrong", [*ENCODED, *(one.upper() for one in ENCODED), "＝？utf-8?q?x?=@y.example"])
def test_what_a_header_would_read_as_another_address_is_refused(wrong):
    assert emails.canonical_or_none(wrong) is None
    with pytest.raises(NotAnAddress):
        emails.read(wrong)


@pytest.mark.parametrize("wrong", ["ü@example.org", "stra\u00dfe@example.org", "ü@bücher.example"])
def test_letters_before_the_at_that_most_servers_do_not_take_are_refused_where_they_are_typed(wrong):
    assert emails.canonical_or_none(wrong) is None
    with pytest.raises(NotAnAddress):
        emails.read(wrong)


def test_a_domain_is_kept_as_its_owner_writes_it_and_goes_out_in_ascii():
    assert emails.read("Tess@Bücher.example").sendable == "Tess@Bücher.example"
    assert emails.on_the_wire("Tess@Bücher.example") == "Tess@xn--bcher-kva.example"


def test_nothing_is_no_address():
    assert emails.canonical_or_none(None) is None


@given(st.text(max_size=30), st.sampled_from(["example.org", "bücher.example", "EXAMPLE.com"]))
def test_the_key_of_a_key_is_itself(local, domain):
    key = emails.canonical_or_none(f"{local}@{domain}")
    if key is not None:
        assert emails.canonical(key) == key
        assert emails.canonical(key.upper()) in {key, emails.canonical(key.upper().lower())}


@given(st.from_regex(r"[a-z][a-z0-9.+_-]{0,10}[a-z0-9]", fullmatch=True))
def test_capitals_and_spaces_make_no_second_person(local):
    key = emails.canonical_or_none(f"{local}@example.org")
    assert key == emails.canonical_or_none(f"  {local.upper()}@Example.ORG ")
