"""Passwords: long ones pass, guessable ones do not, and the check tells nothing by its time."""

from __future__ import annotations

import time
from statistics import median

import pytest
from argon2 import PasswordHasher

from alongside.foundation import passwords
from alongside.foundation.passwords import WeakPassword

GOOD = "violet ladder seventy oars"


@pytest.mark.parametrize(
    "password",
    [
        GOOD,
        "kx83jd72hs8Sjd1lq",
        "the weather is fine",
        "ünïcödé wörds äre fine",
        "日本語のとても長い合言葉です、はい",
        "k8#" * 1 + GOOD * 9,
    ],
)
def test_a_long_password_needs_no_curious_signs(password):
    passwords.check_new(password, personal=["Tess Miller", "tess@example.org"])


@pytest.mark.parametrize(
    "password, code",
    [
        ("", "too_short"),
        ("violet ladder", "too_short"),
        ("x" * 257, "too_long"),
        ("x" * 1_000_000, "too_long"),
        ("aaaaaaaaaaaaaaaa", "repeated"),
        ("abcabcabcabcabcabc", "repeated"),
        ("x9x9x9x9x9x9x9x9", "repeated"),
        ("password1234567", "common"),
        ("passwordpassword", "common"),
        ("qwertyuiopasdfgh", "common"),
        ("123456789012345", "common"),
        ("iloveyouiloveyou1", "common"),
        ("Summer2026Summer2026", "common"),
        ("tess miller 1985", "personal"),
        ("Tess.Miller@example.org", "personal"),
        ("alongsidealongside1", "personal"),
        ("PeerSupporterTraining", "personal"),
    ],
)
def test_what_others_would_try_first_is_refused(password, code):
    with pytest.raises(WeakPassword) as refused:
        passwords.check_new(password, personal=["Tess Miller", "tess.miller@example.org"])
    assert refused.value.code == code


def test_a_refusal_carries_what_its_sentence_needs():
    with pytest.raises(WeakPassword) as refused:
        passwords.check_new("short")
    assert refused.value.values == {"shortest": 15}


def test_the_same_password_from_every_keyboard(cheap_passwords):
    stored = passwords.hash_password("Zoe\u0301 walks her old dog")
    assert passwords.verify(stored, "Zo\u00e9 walks her old dog")


def test_right_wrong_and_nobody(cheap_passwords):
    stored = passwords.hash_password(GOOD)
    assert passwords.verify(stored, GOOD)
    assert not passwords.verify(stored, GOOD + "!")
    assert not passwords.verify(None, GOOD)
    assert not passwords.verify(None, "nobody has this password")
    assert not passwords.verify("not a hash", GOOD)


def test_a_megabyte_is_refused_before_any_work(monkeypatch):
    class NeverAsked:
        def verify(self, *_words: str) -> bool:
            raise AssertionError("hashed")

    monkeypatch.setattr(passwords, "_hasher", NeverAsked())
    assert not passwords.verify("$argon2id$whatever", "x" * 1_000_000)
    assert not passwords.verify(None, "x" * 257)


def test_nobody_costs_as_much_as_somebody():
    def seconds(one: str | None) -> float:
        began = time.process_time()
        passwords.verify(one, "wrong horse wrong battery")
        return time.process_time() - began

    with passwords.profile("usual"):
        stored = passwords.hash_password(GOOD)
        seconds(None)
        somebody, nobody = (median(seconds(one) for _ in range(3)) for one in (stored, None))
    assert 0.5 < somebody / nobody < 2
    assert somebody > 0.01


def test_older_hashes_are_made_anew(cheap_passwords):
    weaker = PasswordHasher(time_cost=1, memory_cost=32, parallelism=1).hash(GOOD)
    assert passwords.verify(weaker, GOOD)
    assert passwords.needs_new_hash(weaker)
    assert not passwords.needs_new_hash(passwords.hash_password(GOOD))


def test_the_usual_profile_is_strong_enough():
    made = passwords._PROFILES["usual"]
    assert made.type.name == "ID"
    assert 19 * 1024 <= made.memory_cost <= 46 * 1024
    assert made.time_cost >= 2
