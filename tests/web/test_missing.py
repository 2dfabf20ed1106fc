"""A thing that is missing is a 404; a slip of ours is a 500 and never looks like one. Error pages still name who helps."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from alongside.settings import ROOT
from alongside.web import frame


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
@pytest.mark.parametrize("slip", [LookupError, KeyError, IndexError])
def test_a_slip_of_ours_is_not_called_missing(app, tess, monkeypatch, slip):
    def fails():
        raise slip("ours")

    app.testing = False
    monkeypatch.setitem(app.view_functions, "trainee.home", fails)
    assert tess.client.get("/learn").status_code == 500


def test_nobody_says_missing_with_pythons_own_word():
    files = [one for one in Path(ROOT / "alongside").rglob("*.py") if "raise LookupError" in one.read_text()]
    assert files == []


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_an_error_page_names_the_same_help_as_the_page_before_it(installation, vera, monkeypatch):
    monkeypatch.setitem(frame._last_known, installation, frame.HelpLine("0800 111 0 111", "112"))
    page = vera.get("/no-such-page")
    assert page.status == 404
    assert "0800 111 0 111" in page


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_what_a_page_names_is_remembered(installation, vera):
    frame._last_known.pop(installation, None)
    page = vera.get("/help")
    known = frame._last_known[installation]
    assert re.search(re.escape(known.crisis), page.html)
