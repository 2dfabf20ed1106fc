"""Publishing: a release with errors is refused and the live one goes on; what vanished is named with what hangs on it."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from alongside.catalogue import releases, shelf
from alongside.catalogue.models import Derived
from alongside.foundation.database import session
from alongside.journey.publish import ContentHasErrors, publish
from alongside.journey.read_lesson import finish_lesson
from tests.journeys.test_markdown_to_certificate import enrolment_of, take
from tests.small_course import SMALL_COURSE

TODAY = {"today": date(2026, 11, 23)}


def test_the_same_files_again_are_no_new_release(installation):
    with installation.database.writing():
        assert not publish(SMALL_COURSE, **TODAY).is_new


def test_a_release_with_errors_is_refused_and_the_live_one_goes_on(installation):
    with installation.database.writing():
        before = releases.live().public_id
        broken = SMALL_COURSE | {"modules/listening/1-first.md": b"---\ntitle: First\nminits: 5\n---\nText.\n"}
        with pytest.raises(ContentHasErrors) as refused:
            publish(broken, **TODAY)
        assert any("minits" in str(one) for one in refused.value.problems)
        assert releases.live().public_id == before


def test_what_vanished_is_named_with_what_hangs_on_it(installation):
    with installation.database.writing():
        tess = enrolment_of("tess@example.org")
        for lesson in ("first", "second"):
            finish_lesson(tess, "listening", lesson)
        take(tess, "listening")
        without = dict(SMALL_COURSE)
        without.pop("modules/listening/2-second.md")
        bank = without["quizzes/listening.md"].decode().replace("lesson=second", "lesson=first").replace("{#asking ", "{#questions ")
        published = publish(without | {"quizzes/listening.md": bank.encode()}, **TODAY)
        assert [str(one) for one in published.vanished] == [
            "item listening/asking is gone; 1 attempts hang on it and are kept",
            "lesson listening/second is gone; 1 people’s progress hang on it and are kept",
        ]


def test_people_stay_on_the_release_they_began_with(installation):
    with installation.database.writing():
        tess = enrolment_of("tess@example.org")
        changed = SMALL_COURSE["modules/listening/1-first.md"].replace(b"The first paragraph", b"A new first paragraph")
        published = publish(SMALL_COURSE | {"modules/listening/1-first.md": changed}, **TODAY)
        assert "A new first" in shelf.html(published.release.id, "lesson", "listening/first")
        assert "A new first" not in shelf.html(tess.release_id, "lesson", "listening/first")


def test_an_old_release_is_made_anew_from_its_files_when_the_code_knows_another_shape(installation):
    with installation.database.writing():
        tess = enrolment_of("tess@example.org")
        for row in session.scalars(select(Derived).where(Derived.release_id == tess.release_id)):
            row.format = 0
        session.flush()
        shelf.forget()
        assert "first paragraph" in shelf.html(tess.release_id, "lesson", "listening/first")
