"""Sealed values: they open in their place, with our keys, and nowhere else."""

from __future__ import annotations

import pytest

from alongside.foundation import sealing
from alongside.foundation.sealing import SealBroken

HERE = {"table": "statement", "row": 5, "organization": 3}


@pytest.fixture(autouse=True)
def _installation(on_sqlite):
    return on_sqlite


def test_what_is_sealed_opens_again():
    assert sealing.unseal_text(sealing.seal("I was there, too.", **HERE), **HERE) == "I was there, too."


@pytest.mark.parametrize(
    "elsewhere",
    [{**HERE, "table": "journal"}, {**HERE, "row": 6}, {**HERE, "organization": 4}, {**HERE, "organization": None}],
)
def test_it_does_not_open_elsewhere(elsewhere):
    with pytest.raises(SealBroken):
        sealing.unseal(sealing.seal("mine", **HERE), **elsewhere)


def test_the_same_words_never_look_the_same():
    assert sealing.seal("yes", **HERE) != sealing.seal("yes", **HERE)


@pytest.mark.parametrize("place", [0, 3, 10, -3])
def test_a_changed_value_does_not_open(place):
    value = sealing.seal("mine", **HERE)
    place %= len(value)
    other = "A" if value[place] != "A" else "B"
    with pytest.raises(SealBroken):
        sealing.unseal(value[:place] + other + value[place + 1 :], **HERE)


def test_older_values_open_after_a_new_key(on_sqlite):
    before = sealing.seal("old", **HERE)
    assert sealing.new_key(on_sqlite) == 2
    after = sealing.seal("new", **HERE)
    assert (before[:5], after[:5]) == ("s1.1.", "s1.2.")
    assert sealing.unseal(before, **HERE) == b"old"


def test_without_its_key_it_stays_shut(on_sqlite):
    value = sealing.seal("mine", **HERE)
    (on_sqlite.folder / "keys" / "sealing-1.key").unlink()
    with pytest.raises(SealBroken):
        sealing.unseal(value, **HERE)


def test_the_key_is_its_owners_alone(on_sqlite):
    sealing.seal("mine", **HERE)
    assert (on_sqlite.folder / "keys" / "sealing-1.key").stat().st_mode & 0o777 == 0o600
