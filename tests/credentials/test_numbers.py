"""A number survives being read out over the telephone; a code cannot be guessed."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.credentials.numbers import (
    ALPHABET,
    CODE_LENGTH,
    new_code,
    new_number,
    normal_code,
    normal_number,
)

fresh_numbers = st.builds(new_number)
positions = st.integers(0, 11)


def signs_of(number: str) -> list[str]:
    return list(number.replace("-", ""))


@settings(max_examples=60)
@given(fresh_numbers, positions, st.sampled_from(ALPHABET))
def test_one_wrong_character_is_noticed(number, at, wrong):
    signs = signs_of(number)
    was, signs[at] = signs[at], wrong
    assert normal_number("".join(signs)) == (number if was == wrong else None)


@settings(max_examples=60)
@given(fresh_numbers, positions, positions)
def test_two_characters_that_changed_places_are_noticed_however_far_apart(number, one, other):
    signs = signs_of(number)
    signs[one], signs[other] = signs[other], signs[one]
    assert normal_number("".join(signs)) == (number if signs == signs_of(number) else None)


def test_every_single_mistake_and_every_swap_in_one_number_without_exception():
    number = signs_of(new_number())
    wrong = [[*number[:at], sign, *number[at + 1 :]] for at in range(12) for sign in ALPHABET if sign != number[at]]
    swapped = [[*number[:at], number[at + 1], number[at], *number[at + 2 :]] for at in range(11)]
    slips = wrong + [signs for signs in swapped if signs != number]
    assert [signs for signs in slips if normal_number("".join(signs))] == []


@pytest.mark.parametrize("typed", [
    "7QWM-4KDN-X2RB",
    "7qwm4kdnx2rb",
    "  7QWM 4KDN X2RB ",
    "7qwm–4kdn—x2rb",      # a word processor's dashes
    "７ＱＷＭ４ＫＤＮＸ２ＲＢ",  # full-width letters
])  # fmt: skip
def test_vera_may_type_the_number_as_she_reads_it(typed):
    assert normal_number(typed) == "7QWM-4KDN-X2RB"


def test_the_letters_o_i_and_l_are_read_as_digits():
    number = next(number for number in iter(new_number, "") if "0" in number and "1" in number)
    assert normal_number(number.replace("0", "O").replace("1", "l")) == number
    assert normal_number(number.replace("0", "o").replace("1", "I")) == number


@pytest.mark.parametrize(
    "typed", ["", "7QWM-4KDN-X2R", "7QWM-4KDN-X2RU", "0000-0000-0000", "-" * 50, "x" * 10**6, "ß" * 12]
)
def test_what_is_no_number_is_none(typed):
    assert normal_number(typed) is None


@given(st.text())
def test_nothing_anybody_types_breaks_it(typed):
    assert normal_number(typed) is None or len(normal_number(typed)) == 14
    assert normal_code(typed) is None or len(normal_code(typed)) == CODE_LENGTH


def test_a_code_holds_at_least_128_random_bits():
    assert CODE_LENGTH * math.log2(len(ALPHABET)) >= 128
    codes = {new_code() for _ in range(2_000)}
    assert len(codes) == 2_000
    for at in range(CODE_LENGTH):  # no place is fixed: every sign turns up everywhere
        assert {code[at].upper() for code in codes} == set(ALPHABET)


@settings(max_examples=30)
@given(st.builds(new_code))
def test_a_code_is_found_in_an_address_in_a_mail_and_in_capitals(code):
    address = f"https://alongside.example/verify/{code}"
    for typed in (
        code,
        code.upper(),
        f" {code}\n",
        address,
        address + "/",
        address + "?from=mail#page",
        f"<{address}>.",
    ):
        assert normal_code(typed) == code


@pytest.mark.parametrize(
    "typed", ["", "https://alongside.example/verify/", "https://[broken/verify/x", "../../etc", "u" * 26]
)
def test_what_is_no_code_is_none(typed):
    assert normal_code(typed) is None
