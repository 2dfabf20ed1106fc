"""A start puts in place what is missing, and demonstration people only where nobody else can reach them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from alongside.catalogue.models import Derived
from alongside.cli import database
from alongside.cli.serve import put_in_place, say
from alongside.foundation import keys
from alongside.foundation.database import session
from alongside.journey import demo
from alongside.journey.prepare import NothingToServe, Prepared, prepare
from alongside.journey.publish import CannotRead
from alongside.organizations import members
from alongside.people.models import Account
from tests.foundation.installations import installed
from tests.small_course import SMALL_COURSE

PEOPLE = {"owner": {"email": "olivia@example.org", "password": "amber-birch-cedar"}}


def people() -> dict[str, dict[str, str]]:
    """A demonstration as small as can be."""
    members.create_organization("Harbor Street Center")
    return PEOPLE


@pytest.fixture
def fresh(tmp_path, monkeypatch):
    """An installation as it is unpacked: no tables, no people, the small course as its content."""
    content = tmp_path / "content"
    for path, data in SMALL_COURSE.items():
        (content / path).parent.mkdir(parents=True, exist_ok=True)
        (content / path).write_bytes(data)
    monkeypatch.setattr(demo, "people", people)
    with installed(tmp_path / "instance", tables=False, content_root=content) as installation:
        database.upgrade(installation)
        yield installation


def content(installation) -> Path:
    return installation.settings.content_root


def test_a_first_start_on_this_machine_makes_demonstration_people(fresh):
    done = prepare(fresh, demo=True)
    assert done.people == PEOPLE
    assert done.demo_file.exists()
    assert not done.too_open


def test_a_start_that_cannot_write_the_sign_ins_down_makes_nobody_and_the_next_one_does(fresh, monkeypatch):
    def disk_is_full(*_given):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as first_start:
        first_start.setattr(keys, "replace", disk_is_full)
        with pytest.raises(OSError, match="No space left"):
            prepare(fresh, demo=True)
    done = prepare(fresh, demo=True)
    assert json.loads(done.demo_file.read_text()) == done.people == PEOPLE


def test_sign_ins_that_nobody_was_made_for_are_told_to_nobody(fresh):
    (fresh.folder / "demo.json").write_text("{}")
    assert prepare(fresh, demo=False).demo_file is None


def test_a_server_that_others_can_reach_makes_none_and_says_so(fresh, monkeypatch, capsys):
    monkeypatch.setenv("HOST", "0.0.0.0")  # noqa: S104
    monkeypatch.delenv("DEMO", raising=False)
    put_in_place(fresh)
    assert "No demonstration people: this site can be reached by others." in capsys.readouterr().out
    with fresh.database.reading():
        assert session.scalar(select(func.count()).select_from(Account)) == 0


def test_people_made_before_are_warned_of_when_others_can_reach_them(fresh, capsys):
    prepare(fresh, demo=True)
    say(prepare(fresh, demo=True, only_here=False))
    assert "people of the demonstration can sign in" in capsys.readouterr().err


def test_content_with_errors_and_nothing_published_is_nothing_to_serve(fresh):
    (content(fresh) / "modules/listening/1-first.md").write_bytes(b"---\ntitle: First\nminits: 5\n---\nText.\n")
    with pytest.raises(NothingToServe) as refused:
        prepare(fresh, demo=False)
    assert any("minits" in str(one) for one in refused.value.problems)


def test_content_with_errors_leaves_what_was_published_and_every_problem_is_told(fresh, capsys):
    prepare(fresh, demo=False)
    (content(fresh) / "modules/listening/1-first.md").write_bytes(b"---\ntitle: First\nminits: 5\n---\nText.\n")
    say(prepare(fresh, demo=False))
    said = capsys.readouterr().err
    assert "minits" in said and "what was published before goes on serving" in said


def test_a_reader_that_fails_leaves_what_was_published(fresh, monkeypatch, capsys):
    """Content must not be able to keep the product from starting, not even through a defect of ours."""
    prepare(fresh, demo=False)
    (content(fresh) / "modules/listening/1-first.md").write_bytes(b"changed")

    def fails(*_given):
        raise OverflowError("cannot convert float infinity to integer")

    monkeypatch.setattr("alongside.journey.publish.read_catalogue", fails)
    say(prepare(fresh, demo=False))
    said = capsys.readouterr().err
    assert "could not be read" in said and "what was published before goes on serving" in said


def test_a_reader_that_fails_on_an_old_release_leaves_it_as_it_was_made(fresh, monkeypatch, capsys):
    prepare(fresh, demo=False)
    with fresh.database.writing():
        session.execute(update(Derived).values(format=0))

    def fails(*_given):
        raise OverflowError("cannot convert float infinity to integer")

    monkeypatch.setattr("alongside.journey.publish.read_catalogue", fails)
    say(prepare(fresh, demo=False))
    assert "people on it read it as it was made" in capsys.readouterr().err
    with fresh.database.reading():
        assert set(session.scalars(select(Derived.format))) == {0}


def test_a_reader_that_fails_with_nothing_published_is_told(fresh, monkeypatch):
    def fails(*_given):
        raise OverflowError("cannot convert float infinity to integer")

    monkeypatch.setattr("alongside.journey.publish.read_catalogue", fails)
    with pytest.raises(CannotRead):
        prepare(fresh, demo=False)


def test_a_second_start_finds_everything_there(fresh):
    prepare(fresh, demo=False)
    assert prepare(fresh, demo=False) == Prepared()
