"""What an author types about content: the check, the map, the gaps. None of it needs a database."""

from __future__ import annotations

import json

import pytest

from tests.content.school import PAGES, files


@pytest.fixture
def types(app):
    def types(*words: object):
        return app.test_cli_runner().invoke(args=["content", *map(str, words)])

    return types


@pytest.fixture
def folder(tmp_path):
    def write(changes=None):
        for path, data in files(changes).items():
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).write_bytes(data)
        return tmp_path

    return write


def test_the_check_tells_of_the_curriculum_too(types, folder):
    page = "modules/listening/1-l1.md"
    said = types("check", folder({page: PAGES[page] + "\nHe committed suicide.\n"}))
    assert said.exit_code == 1
    assert "goes against the rule died-by-suicide; write “died by suicide”" in said.output


def test_the_map_is_printed(types, folder):
    said = types("report", folder())
    assert (said.exit_code, "Module listening: Listening (complete)" in said.output) == (0, True)


def test_the_map_as_json_holds_everything(types, folder):
    said = types("report", folder(), "--format", "json")
    assert said.exit_code == 0
    assert set(json.loads(said.output)) == {"courses", "modules", "quizzes"}


def test_the_gaps_of_a_course_are_printed(types, folder):
    said = types("gaps", "foundations", folder())
    assert said.exit_code == 0
    assert "46 h" in said.output


def test_the_gaps_of_a_course_that_is_not_there(types, folder):
    said = types("gaps", "advanced", folder())
    assert said.exit_code == 1
    assert "There is no course “advanced”; there are: foundations" in said.output


@pytest.mark.parametrize("words", [("check",), ("report",), ("gaps", "foundations")])
def test_a_folder_that_is_not_there(types, tmp_path, words):
    said = types(*words, tmp_path / "nowhere")
    assert said.exit_code == 1
    assert "There is no such folder" in said.output


def test_a_note_that_is_too_long_is_said_before_anything_is_read(types):
    refused = types("publish", "--note", "x" * 501)
    assert refused.exit_code == 1
    assert refused.output == "Error: The note has 501 characters, and 500 are kept. Say it in fewer.\n"
