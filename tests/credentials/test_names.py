"""People's names, as they write them. What cannot be printed is refused when it is entered, with advice."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.credentials.fonts import font_paths, typefaces
from alongside.credentials.names import CannotPrint, mixed_scripts, printable
from alongside.credentials.pdf import make_pdf
from tests.credentials.conftest import TESS

# Set, and copied out of the file letter for letter.
EXACT = """
Tess Lindqvist | Zoë Müller-Lüdenscheidt | Siân O’Brien | D'Angelo Jr. | Łukasz Żółć | Ðorđe Ñuñez | İbrahim Işık
Þóra Ægisdóttir | José María Núñez | Ngũgĩ wa Thiong’o | Adébáyọ̀ Ọláwálé | Őze Kovács | Ştefan Țepeș | Māris Bērziņš
Fiona ffi-Office | X Æ A-12 | Nguyễn Thị Phương Thảo | Đặng Ẩn | Trần Hữu Phước | Ελένη Παπαδοπούλου | Ἀλέξανδρος
Γιώργος Δημητρίου | Иван Щербаков | Ґанна Їжакевич | Ђорђе Љубишић | Өлзий Ңурлан | Tess Иванова
श्रीमती क्षत्रिय | ऋषि कुमार | प्रिया | สมชาย | น้ำฝน
"""

# Set only: drawn as they should be. Readers put the pieces of these letters together differently, so copying differs.
SET_ONLY = "فاطمة الزهراء | محمد بن سلمان | علی‌رضا | گلپری ژاله | مُحَمَّد | Ayşe فاطمة | ณัฐวุฒิ ศรีสุข | נועה לוי"

REFUSED = [
    ("王小明", "Han"),
    ("田中さくら", "Han"),
    ("김민수", "Hangul"),
    ("ᏣᎳᎩ", "Cherokee"),
    ("Tess 🌱", "Common"),
    ("Tess ❤️", "Common"),
    ("Tess \ue000", "Unknown"),
]


def each(names: str) -> list[str]:
    return [name.strip() for line in names.strip().splitlines() for name in line.split("|")]


@pytest.mark.parametrize("name", each(EXACT))
def test_a_name_reads_in_the_file_as_its_owner_writes_it(print_it, name):
    assert printable(name) == name
    assert f"training {name} has completed" in print_it(name=name).words


@pytest.mark.parametrize("name", each(SET_ONLY))
def test_a_name_is_set_where_readers_differ_about_copying_it(print_it, name):
    page = print_it(name=printable(name))
    assert page.pages == 1
    assert set(page.words) >= set(name) - {"\u200c"}
    assert page.picture(40).tobytes() != print_it(name="Tess").picture(40).tobytes()


@pytest.mark.parametrize("name, script", REFUSED)
def test_a_name_no_typeface_has_is_refused_with_advice(name, script):
    with pytest.raises(CannotPrint) as refusal:
        printable(name)
    assert refusal.value.script == script
    assert refusal.value.characters
    assert set(refusal.value.characters) <= set(name)
    assert refusal.value.advice.endswith(".")


def test_hebrew_is_set_where_a_hebrew_typeface_is_installed(print_it):
    if any("Ruhl" in family for family in typefaces(font_paths()).families):
        assert "שרה כהן" in print_it(name=printable("שרה כהן")).words
        return
    with pytest.raises(CannotPrint, match="add a font for Hebrew"):
        printable("שרה כהן")


@pytest.mark.parametrize("typed, printed", [
    ("Zoe\u0308  Müller ",                 "Zoë Müller"),            # composed, spaces collapsed
    ("Tess\u202etsivqdniL\u202c",          "TesstsivqdniL"),         # no turning round
    ("\u2067Tess\u2069 \u200fLind\u200b",  "Tess Lind"),
    ("Te\x00ss\x1b[31m\u00ad",             "Tess[31m"),
    ("Tess\n\tLindqvist\u00a0Berg\u2028X", "Tess Lindqvist Berg X"),
    ("Te\u200dss \u200cLind",              "Tess Lind"),             # joiners join nothing in Latin
    ("علی\u200cرضا",                       "علی\u200cرضا"),          # and are spelling in Persian
])  # fmt: skip
def test_invisible_signs_go_and_the_spelling_stays(typed, printed):
    assert printable(typed) == printed


@pytest.mark.parametrize("name, reason", [
    ("", "empty"), (" \u200b\u202e ", "empty"), ("---", "empty"), ("A" * 121, "too_long"), ("Tess " * 100, "too_long"),
])  # fmt: skip
def test_no_name_and_five_hundred_characters_are_refused(name, reason):
    with pytest.raises(CannotPrint) as refusal:
        printable(name)
    assert refusal.value.reason == reason


@pytest.mark.parametrize("name, scripts", [
    ("Tess Lindqvist", ()),
    ("Tess Иванова", ()),                       # two names in two scripts are somebody's name
    ("T\u0435ss", ("Cyrillic", "Latin")),       # a Cyrillic е inside a Latin word is worth a look
    ("Pαula", ("Greek", "Latin")),
])  # fmt: skip
def test_a_word_that_mixes_scripts_is_pointed_out(name, scripts):
    assert mixed_scripts(name) == scripts


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=60))
def test_whatever_is_typed_the_answer_is_a_tidy_name_or_a_refusal(typed):
    try:
        name = printable(typed)
    except CannotPrint:
        return
    assert printable(name) == name
    assert unicodedata.is_normalized("NFC", name)
    assert not {unicodedata.category(sign) for sign in name} & {"Cc", "Zl", "Zp", "Co", "Cn"}


@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_what_printable_lets_through_the_typesetter_can_set(data, fonts):
    known = "".join(map(chr, sorted(set().union(*(face.characters for face in typefaces(fonts).faces)))))
    typed = data.draw(st.text(st.sampled_from(known), min_size=1, max_size=12))
    try:
        name = printable(typed)
    except CannotPrint:
        return
    assert make_pdf(replace(TESS, name=name), fonts).endswith(b"%%EOF\n")
