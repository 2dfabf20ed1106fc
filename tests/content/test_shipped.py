"""What we ship passes its own check, without an error and without a warning, on the day it was last looked over."""

from __future__ import annotations

from datetime import date

from alongside.content.check import check
from alongside.content.reading import files_of
from alongside.settings import ROOT

LOOKED_OVER = date(2026, 11, 23)


def test_nothing_is_wrong_with_what_we_ship():
    assert [str(one) for one in check(files_of(ROOT), LOOKED_OVER)] == []
