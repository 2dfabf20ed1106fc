"""Tess's certificate, and ways to look at the page: its words, its picture, its insides."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from alongside.credentials.fonts import font_paths
from alongside.credentials.pdf import CertificateFacts, make_pdf

LOGO = b"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 60">
<circle cx="30" cy="30" r="28" fill="none" stroke="#435254"/><path d="M13 38h34M30 14v18" stroke="#435254"/></svg>"""

TESS = CertificateFacts(
    language="en",
    issuer="Harbor Street Center",
    kind="Certificate of training",
    number="7QWM-4KDN-X2RB",
    name="Tess Lindqvist",
    has_completed="has completed",
    title="Peer Supporter Training, 60 hours",
    statement="Fourteen modules: 30 hours of study and 30 hours live with a group; a final examination.",
    issued_on=date(2026, 12, 18),
    valid_until=date(2028, 12, 18),
    issued_words="18 December 2026",
    valid_words="18 December 2028",
    issued_label="Issued on",
    valid_label="Valid until",
    number_label="Number",
    check_label="Scan, or go to",
    address="https://alongside.example/verify/7qwm4kdnx2rb9v3h6t8c0j5mpa",
    limits="Evidence of training; not a license or a state certification, which a state or board gives.",
    logo_text="Emblem of Harbor Street Center",
    code_text="QR code that opens this certificate’s page",
    competencies_label="Taught and assessed against SAMHSA’s Core Competencies for Peer Workers",
    competencies=("caring relationships", "support", "lived experience", "recovery planning", "crisis", "growth"),
    signatories=(("Omar Haddad", "Director"), ("Rae Castellano", "Lead trainer")),
    logo=LOGO,
)


@pytest.fixture(scope="session")
def fonts() -> list[Path]:
    return font_paths()


@pytest.fixture
def print_it(fonts: list[Path]) -> Callable[..., Page]:
    """Tess's certificate with these facts changed."""
    return lambda **changed: Page(make_pdf(replace(TESS, **changed), fonts))


class Page:
    """A finished file, as a reader, a printer and a suspicious person see it."""

    def __init__(self, pdf: bytes) -> None:
        self.pdf = pdf

    @property
    def pages(self) -> int:
        with pypdfium2.PdfDocument(self.pdf) as document:
            return len(document)

    @property
    def words(self) -> str:
        with pypdfium2.PdfDocument(self.pdf) as document:
            return " ".join(document[0].get_textpage().get_text_range().split())

    def picture(self, dots_per_inch: int = 150) -> Image.Image:
        with pypdfium2.PdfDocument(self.pdf) as document:
            return document[0].render(scale=dots_per_inch / 72).to_pil()

    def opened(self) -> pikepdf.Pdf:
        return pikepdf.open(io.BytesIO(self.pdf))

    def keys_inside(self) -> set[str]:
        """Every dictionary key and every name used as a value, anywhere in the file."""
        found: set[str] = set()
        with self.opened() as document:
            for each in document.objects:
                found |= _names_in(each)
            found |= _names_in(document.trailer)
        return found


def _names_in(value: Any) -> set[str]:
    if isinstance(value, pikepdf.Name):
        return {str(value)}
    if isinstance(value, (pikepdf.Dictionary, pikepdf.Stream)):
        # What is indirect is met among the file's objects.
        parts = [value.get(key) for key in value]
        return set(value).union(*(_names_in(part) for part in parts if not _is_indirect(part)))
    if isinstance(value, pikepdf.Array):
        return set().union(*(_names_in(part) for part in value if not _is_indirect(part)))
    return set()


def _is_indirect(part: Any) -> bool:
    return isinstance(part, pikepdf.Object) and part.is_indirect
