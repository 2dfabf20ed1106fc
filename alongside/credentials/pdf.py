"""The page one frames: a certificate's facts -> PDF/A-3a and PDF/UA-1 in one file, the same bytes for the same facts.

Facts go to the typesetter as data (JSON), never as markup: a person named “#evil()” is printed as “#evil()”.
"""

from __future__ import annotations

import functools
import io
import json
import re
import threading
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

import segno
import typst

from alongside.credentials.fonts import SANS, SERIF, Typefaces, typefaces
from alongside.credentials.names import initial, printable, refuse_what_is_missing, tidy

TEMPLATE = Path(__file__).parents[2] / "templates" / "certificate" / "certificate.typ"
LARGEST_LOGO = 256 * 1024
_RIGHT_TO_LEFT = {"ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"}

_ONE_AT_A_TIME = threading.Lock()  # a compiler keeps what it was last given; two threads would print each other's names


class DoesNotFit(ValueError):
    """The texts are too long for one page, however small they are set."""


class BadLogo(ValueError):
    """The organization's logo is no SVG that can be printed."""


@dataclass(frozen=True, kw_only=True)
class CertificateFacts:
    """Everything on the page, in the reader's language already. A date without words is printed as 2026-12-18."""

    language: str
    issuer: str
    kind: str  # "Certificate of training"
    number: str
    name: str
    has_completed: str
    title: str
    statement: str
    issued_on: date
    check_label: str  # "Scan, or go to"
    address: str
    limits: str
    number_label: str
    issued_label: str
    valid_label: str
    logo_text: str  # "Emblem of Harbor Street Center": read aloud instead of the picture
    code_text: str  # "QR code that opens this certificate's page"
    issued_words: str = ""
    valid_words: str = ""
    valid_until: date | None = None
    competencies_label: str = ""
    competencies: tuple[str, ...] = ()
    signatories: tuple[tuple[str, str], ...] = ()  # (name, role), three at most
    logo: bytes | None = None
    paper: Literal["us-letter", "a4"] = "us-letter"
    credential: bytes | None = None  # the signed credential (JSON), attached to the file


def make_pdf(facts: CertificateFacts, fonts: Sequence[Path]) -> bytes:
    """One page. Raises CannotPrint, DoesNotFit or BadLogo, each before anything is stored."""
    inputs = {"data": json.dumps(_page(facts, typefaces(fonts), fonts), ensure_ascii=False), "paper": facts.paper}
    with _ONE_AT_A_TIME:
        try:
            pdf = _compiler(tuple(fonts)).compile(
                sys_inputs=inputs, format="pdf", pdf_standards=["a-3a", "ua-1"], timestamp=0
            )
        except typst.TypstError as problem:
            raise _named(problem) from problem
    if not isinstance(pdf, bytes):
        raise TypeError("the typesetter gave no single file")
    return pdf + b"\n"  # a signature is appended to this; without the line break PDF/A is broken by it (rule 6.1.9-1)


def qr_code(address: str) -> str:
    """The address as a QR code, an SVG with no quiet zone: the page has white around it."""
    out = io.BytesIO()
    code = segno.make_qr(address, error="m")
    code.save(out, kind="svg", border=0, dark="#08383d", xmldecl=False, nl=False)
    return out.getvalue().decode()


@functools.lru_cache(maxsize=2)
def _compiler(fonts: tuple[Path, ...]) -> typst.Compiler:
    ours = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=list(fonts))
    return typst.Compiler(TEMPLATE, root=TEMPLATE.parent, font_paths=ours, ignore_system_fonts=True)


def _page(facts: CertificateFacts, faces: Typefaces, fonts: Sequence[Path]) -> dict[str, Any]:
    page: dict[str, Any] = {
        "issuer": tidy(facts.issuer),
        "kind": tidy(facts.kind),
        "name": printable(facts.name, fonts),
        "has_completed": tidy(facts.has_completed),
        "title": tidy(facts.title),
        "statement": tidy(facts.statement),
        "competencies_label": tidy(facts.competencies_label),
        "competencies": [tidy(competency) for competency in facts.competencies],
        "facts": list(_dates_and_number(facts)),
        "signatories": [[tidy(name), tidy(role)] for name, role in facts.signatories],
        "check_label": tidy(facts.check_label),
        "address_shown": _address_shown(facts.address),
        "limits": tidy(facts.limits),
        "initial": initial(facts.issuer),
    }
    for text in _texts(page):
        refuse_what_is_missing(text, fonts)
    page = {**page, "faces": _faces(page, faces), **_directions(page)}
    language, _, region = facts.language.replace("_", "-").partition("-")
    return page | {
        "language": language,
        "turned": language in _RIGHT_TO_LEFT,
        "region": region if re.fullmatch("[A-Za-z]{2}", region) else None,
        "issued_on": {"year": facts.issued_on.year, "month": facts.issued_on.month, "day": facts.issued_on.day},
        "number": tidy(facts.number),
        "address": facts.address,
        "qr": qr_code(facts.address),
        "logo": _logo(facts.logo),
        "logo_text": tidy(facts.logo_text),
        "code_text": tidy(facts.code_text),
        "credential": None if facts.credential is None else facts.credential.decode(),
    }


def _dates_and_number(facts: CertificateFacts) -> Iterator[list[str]]:
    yield [tidy(facts.issued_label), tidy(facts.issued_words) or facts.issued_on.isoformat()]
    if facts.valid_until is not None:
        yield [tidy(facts.valid_label), tidy(facts.valid_words) or facts.valid_until.isoformat()]
    yield [tidy(facts.number_label), tidy(facts.number)]


def _address_shown(address: str) -> list[str]:
    """The address as one types it: without https://, its last part on a line of its own."""
    start, slash, end = address.removeprefix("https://").rpartition("/")
    return [start + slash, end] if slash else [end]


def _logo(logo: bytes | None) -> str | None:
    if logo is None:
        return None
    try:
        svg = logo.decode()
    except UnicodeDecodeError as problem:
        raise BadLogo("The logo is no SVG.") from problem
    if len(logo) > LARGEST_LOGO or "<svg" not in svg or re.search(r"<!ENTITY|<(\w+:)?(script|foreignObject)\b", svg):
        raise BadLogo("The logo is too large, is no SVG, or carries entities or scripts.")
    return svg


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    else:
        for part in value.values() if isinstance(value, dict) else value:
            yield from _texts(part)


def _faces(page: dict[str, Any], faces: Typefaces) -> dict[str, Any]:
    """Which families set what. A heading has its own choice; the small print shares one, so that it looks of a piece."""
    signed = [name for name, _ in page["signatories"]]
    headings = {text: faces.order_for(text, SERIF) for text in [page["name"], page["title"], page["issuer"], *signed]}
    headings[page["initial"]] = faces.order_for(page["initial"], SERIF)
    small = [text for text in _texts(page) if text not in headings]
    return {"serif": headings, "sans": faces.order_for(" ".join(small), SANS)}


def _directions(page: dict[str, Any]) -> dict[str, Any]:
    """Which lines run against the page: an Arabic name in an English certificate, and the other way round.

    The first letter decides, as on the Web (dir="auto"). Letters with marks above and below need more air.
    """
    first = {text: next((sign for sign in text if unicodedata.category(sign)[0] == "L"), "") for text in _texts(page)}
    turned = {text for text, sign in first.items() if sign and unicodedata.bidirectional(sign) in ("R", "AL")}
    return {
        "right_to_left": sorted(turned),
        "left_to_right": sorted(text for text, sign in first.items() if sign and text not in turned),
        "tall_letters": any(ord(sign) > 0x52F and not 0x1E00 <= ord(sign) < 0x2000 for sign in page["name"]),
    }


def _named(problem: typst.TypstError) -> Exception:
    said = f"{problem.message} {problem.diagnostic}"
    if "does not fit on one page" in said:
        return DoesNotFit("These texts are too long for one page. Shorten the statement, the title or the list.")
    # Every word of ours was asked for before; what is still missing is text inside the logo.
    if "SVG" in said or "could not be displayed" in said:
        return BadLogo(f"The logo cannot be printed: {problem.message}.")
    return problem
