"""Every word a person reads goes through gettext; every template is used; every setting is documented."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from alongside.settings import ROOT, Settings

TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
NAMES = {"Alongside", "SAMHSA", "IC&RC", "PDF", "QR", "–", "·"}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_word_in_a_template_escapes_translation(path: Path):
    text = path.read_text()
    text = re.sub(r"\{#.*?#\}", "", text, flags=re.DOTALL)
    text = re.sub(r"\{%-?\s*(trans|pluralize).*?endtrans\s*-?%\}", "", text, flags=re.DOTALL)
    text = re.sub(r"\{\{.*?\}\}|\{%.*?%\}", "", text, flags=re.DOTALL)
    text = re.sub(r"<(script|style|svg)\b.*?</\1>", "", text, flags=re.DOTALL)
    said = re.sub(r"<[^>]*>", "\n", text, flags=re.DOTALL)
    words = {one.strip() for one in said.splitlines() if re.search(r"[A-Za-z]{2}", one)} - NAMES
    words = {one for one in words if "data-" not in one and not re.fullmatch(r"&\w+;|[“”‘’\"'.,:;()/–…·-]+", one)}
    assert not words, f"{path.relative_to(ROOT)}: {sorted(words)}"


def test_every_setting_is_documented():
    manual = (ROOT / "docs" / "running.md").read_text()
    missing = [one.name for one in fields(Settings) if f"ALONGSIDE_{one.name.upper()}" not in manual]
    assert not missing
    assert all(one.metadata.get("says") for one in fields(Settings))


def test_both_dark_themes_have_the_same_values():
    css = (ROOT / "static" / "css" / "tokens.css").read_text()
    blocks = re.findall(r"color-scheme: dark;(.*?)\n\s*\}", css, re.DOTALL)
    assert len(blocks) == 2
    first, second = (dict(re.findall(r"(--[\w-]+):\s*([^;]+);", block)) for block in blocks)
    assert first == second
