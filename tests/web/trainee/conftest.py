"""Tess with a way to walk: `walk` reads, answers and hands in for her."""

from __future__ import annotations

import pytest

from tests.web.trainee.walk import Walk


@pytest.fixture
def walk(tess) -> Walk:
    return Walk(tess)
