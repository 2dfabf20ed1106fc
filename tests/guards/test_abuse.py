"""Every way of abuse that the foundation answers for has a test that is there."""

from __future__ import annotations

import re

import pytest

from alongside.settings import ROOT
from tests.abuse.rows import ROWS

THERE = {name for path in (ROOT / "tests").rglob("test_*.py") for name in re.findall(r"^def (test_\w+)", path.read_text(), re.MULTILINE)}


@pytest.mark.parametrize("row", ROWS)
def test_the_tests_against_it_are_there(row):
    assert [name for name in ROWS[row] if name not in THERE] == []
