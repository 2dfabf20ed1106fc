"""What tests of abuse can ask for."""

from __future__ import annotations

import pytest

from tests.web.visitor.stories import Paper


@pytest.fixture
def paper(installation) -> Paper:
    return Paper(installation)
