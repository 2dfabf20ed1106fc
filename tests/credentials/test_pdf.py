"""The page one frames: one page, archival, readable aloud, checkable; and nothing in it but words."""

from __future__ import annotations

import io
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pikepdf
import pytest
import zxingcpp

from alongside.credentials.names import CannotPrint
from alongside.credentials.pdf import BadLogo, DoesNotFit, make_pdf
from tests.credentials.conftest import TESS, Page

ACTIONS = {"/JS", "/JavaScript", "/AA", "/OpenAction", "/Launch", "/SubmitForm", "/GoToR", "/RichMedia", "/AcroForm"}
PAPERS = {"us-letter": (792, 612), "a4": (842, 595)}


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("changed", [
    {},
    {"name": "María del Carmen Fernández de la Vega y Villanueva de la Serena"},
    {"name": "W" * 120},
    {"name": ("Maximiliana-Bartholomea von und zu Hohenlohe-Schillingsfürst " * 2)[:120]},
    {"statement": TESS.statement * 6, "title": "Peer Supporter Training " * 4},
    {"issuer": "The Greater Metropolitan Recovery Community Organization of Western Pennsylvania", "valid_until": None},
    {"signatories": (), "competencies": (), "competencies_label": "", "logo": None, "statement": "Three modules."},
    {"signatories": TESS.signatories[:1], "competencies": tuple(f"{each} and the longest of lines" for each in
                                                                TESS.competencies)},
])  # fmt: skip
def test_it_is_one_landscape_page_on_both_papers(print_it, paper, changed):
    page = print_it(paper=paper, **changed)
    with page.opened() as document:
        _, _, wide, high = map(float, document.pages[0].MediaBox)
    assert page.pages == 1
    assert (round(wide), round(high)) == PAPERS[paper]


def test_every_fact_stands_on_the_page(print_it):
    words = print_it().words
    for fact in (TESS.issuer, TESS.kind, TESS.name, TESS.title, TESS.statement, TESS.number, TESS.limits):
        assert fact in words
    for fact in ("18 December 2026", "18 December 2028", "Omar Haddad Director", "Lead trainer", "alongside.example"):
        assert fact in words


def test_it_is_read_aloud_in_order(print_it):
    words = print_it().words
    order = [
        TESS.issuer,
        "Issued on",
        TESS.kind,
        TESS.name,
        TESS.title,
        "Fourteen",
        "Omar",
        TESS.check_label,
        "Evidence",
    ]
    assert sorted(order, key=words.index) == order


def test_a_date_without_words_is_the_one_every_language_reads(print_it):
    assert "2026-12-18" in print_it(issued_words="").words


@pytest.mark.parametrize("name", [
    'Tess ")"', "endobj Tess", "/JS (app.alert(1))", "#evil()", "*x* _y_", "$math$", "Tess) /AA << /S /JavaScript >>",
    "= Tess", "Tess // x", "Tess @ref <label>", "\\u{41}Tess", "`raw`", '#read("certificate.typ")', "Tess stream endstream",
])  # fmt: skip
def test_a_name_that_looks_like_code_is_printed_as_it_is(print_it, name):
    page = print_it(name=name, title=name, issuer=name, statement=name)
    assert name in page.words
    assert page.words.count(name) >= 3  # the issuer's line may break inside it
    assert not page.keys_inside() & ACTIONS


def test_the_only_link_is_the_address_on_the_page(print_it):
    with print_it().opened() as document:
        links = [each.A.URI for each in document.pages[0].Annots]
    assert set(map(str, links)) == {TESS.address}


@pytest.mark.parametrize("paper", PAPERS)
def test_a_telephone_reads_the_code(print_it, paper):
    [code] = zxingcpp.read_barcodes(print_it(paper=paper).picture(150))
    assert code.text == TESS.address


def test_the_same_facts_give_the_same_bytes(print_it, fonts):
    first = print_it().pdf
    print_it(name="Rae Castellano", paper="a4", credential=b"{}")
    assert print_it().pdf == first


def test_another_process_gives_the_same_bytes_too(print_it):
    script = (
        "import sys; from tests.credentials.conftest import TESS; from alongside.credentials.pdf import make_pdf;"
        "from alongside.credentials.fonts import font_paths; sys.stdout.buffer.write(make_pdf(TESS, font_paths()))"
    )
    other = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True).stdout
    assert other == print_it().pdf


def test_two_at_a_time_do_not_print_each_other_s_names(fonts):
    names = [f"Tess {letter}" for letter in "ABCDEFGH"]
    with ThreadPoolExecutor(4) as threads:
        files = list(threads.map(lambda name: make_pdf(replace(TESS, name=name), fonts), names))
    assert [name for name, pdf in zip(names, files, strict=True) if f"training {name} has" not in Page(pdf).words] == []


def test_it_says_that_it_is_pdf_a_3a_and_pdf_ua_1(print_it):
    page = print_it()
    with page.opened() as document, document.open_metadata() as metadata:
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "A")
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["dc:title"] == f"{TESS.title}, {TESS.number}"
        assert str(document.Root.Lang) == "en"
        assert document.Root.MarkInfo.Marked
    assert page.pdf.endswith(b"%%EOF\n")


def test_pictures_have_words_for_those_who_cannot_see_them(print_it):
    with print_it().opened() as document:
        said = {str(each.Alt) for each in document.objects if isinstance(each, pikepdf.Dictionary) and "/Alt" in each}
    assert {TESS.logo_text, TESS.code_text} <= said


def test_the_signed_credential_travels_inside(print_it):
    signed = '{"name": "Łukasz",\r\n "proof": "z2…"}'.encode()
    with print_it(credential=signed).opened() as document:
        assert document.attachments["credential.json"].get_file().read_bytes() == signed
        assert str(document.attachments["credential.json"].relationship) == "/Supplement"
    with print_it().opened() as document:
        assert not document.attachments


def test_an_arabic_certificate_is_turned_round(print_it):
    picture = print_it(language="ar", name="فاطمة الزهراء", title="تدريب الأقران الداعمين").picture(20).convert("L")
    assert min(picture.crop((0, 60, 25, 100)).tobytes()) > 200  # the pair of figures has left this side
    assert min(picture.crop((picture.width - 25, 60, picture.width, 100)).tobytes()) < 200


def test_an_organization_without_a_logo_has_its_initial(print_it):
    assert "H Harbor Street Center" in print_it(logo=None).words


@pytest.mark.parametrize("logo", [
    "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><text y='9'>王</text></svg>".encode(),
    b"GIF89a", b"\xff\xfe", b"<svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>",
    b"<!DOCTYPE x [<!ENTITY a 'b'>]><svg xmlns='http://www.w3.org/2000/svg'/>", b"<svg>" + b" " * 300_000,
])  # fmt: skip
def test_a_logo_that_is_no_plain_drawing_is_refused(print_it, logo):
    with pytest.raises(BadLogo):
        print_it(logo=logo)


def test_a_wide_logo_leaves_room_for_the_organization_and_the_dates(print_it):
    wide = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 900 60"><rect width="900" height="60"/></svg>'
    words = print_it(logo=wide).words
    assert TESS.issuer in words
    assert "18 December 2026" in words
    assert TESS.number in words


def test_a_logo_cannot_bring_files_in(print_it, tmp_path):
    secret = tmp_path / "secret.svg"
    secret.write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9"/></svg>')
    logo = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 60 60">'
        f'<image xlink:href="{secret}" href="{secret}" width="60" height="60"/></svg>'
    )
    try:
        corner = print_it(logo=logo.encode()).picture(50).convert("L").crop((100, 30, 150, 75))
    except BadLogo:
        return
    assert min(corner.tobytes()) > 240


def test_words_that_no_typeface_has_are_refused_wherever_they_stand(print_it):
    with pytest.raises(CannotPrint):
        print_it(statement="三个模块")


def test_too_much_for_a_page_is_said_and_not_run_over(print_it):
    with pytest.raises(DoesNotFit):
        print_it(statement=TESS.statement * 60)


def test_it_does_not_grow_heavy(print_it):
    assert len(print_it().pdf) < 80_000
    assert io.BytesIO(print_it().pdf).read(8) == b"%PDF-1.7"
