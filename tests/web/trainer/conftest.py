"""What happened before Rae opens her pages."""

import pytest

from tests.web.trainer.stories import Story


@pytest.fixture
def story(installation) -> Story:
    return Story(installation)
