"""What a release gives back of conversations, the pages beside lessons, and agreements."""

from __future__ import annotations

from datetime import date

import pytest

from alongside.catalogue import shelf
from alongside.content.reading import read_catalogue
from alongside.foundation.missing import Missing
from alongside.journey.publish import publish
from tests.content.school import files

TODAY = date(2026, 11, 23)


@pytest.fixture
def release(installation) -> int:
    with installation.database.writing():
        published = publish(files(), today=TODAY)
        release_id = published.release.id
    shelf.forget()
    yield release_id
    shelf.forget()


def test_a_conversation_comes_back_whole_and_its_outline_is_small(installation, release):
    written = read_catalogue(files(), TODAY).modules["listening"]
    with installation.database.reading():
        assert shelf.scenario(release, "listening", "car") == written.scenario("car")
        [outlined] = shelf.outline(release).modules["listening"].scenarios
        assert (outlined.title, outlined.scenes, outlined.html) == (written.scenario("car").title, (), "")
        with pytest.raises(Missing):
            shelf.scenario(release, "listening", "boat")


def test_pages_and_agreements_come_back(installation, release):
    written = read_catalogue(files(), TODAY)
    module = written.modules["listening"]
    with installation.database.reading():
        assert shelf.html(release, "page", "listening/practice") == module.practice.html
        assert shelf.html(release, "page", "listening/role-play") == module.role_play.html
        assert shelf.html(release, "page", "listening/trainer") == module.trainer_plan.html
        assert shelf.html(release, "agreement", "ethics") == written.agreements["ethics"].html
        outline = shelf.outline(release)
        assert outline.rubrics == written.rubrics
        assert outline.agreements["ethics"].version == "1"
        assert outline.modules["listening"].trainer_plan.materials == ("chairs",)
