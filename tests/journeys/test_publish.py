"""Publishing: a release with errors is refused and the live one goes on; what vanished is named with what hangs on it."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.exc import IntegrityError

from alongside.assessment import attempts
from alongside.catalogue import releases, shelf
from alongside.catalogue.models import Blob, Derived, Release, ReleaseFile, SearchEntry
from alongside.content import store
from alongside.foundation import clock
from alongside.foundation.database import session
from alongside.journey.prepare import Prepared, _derive_anew
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


def test_what_else_the_database_refuses_is_not_taken_for_somebody_faster(installation):
    with installation.database.writing():
        taken = releases.live().id
        event.listen(Release, "before_insert", as_if_taken := lambda _mapper, _connection, release: setattr(release, "id", taken))
        try:
            with pytest.raises(IntegrityError):
                publish(SMALL_COURSE | {"modules/glossary.md": SMALL_COURSE["modules/glossary.md"] + b"\n"}, **TODAY)
        finally:
            event.remove(Release, "before_insert", as_if_taken)


def test_people_stay_on_the_release_they_began_with(installation):
    with installation.database.writing():
        tess = enrolment_of("tess@example.org")
        changed = SMALL_COURSE["modules/listening/1-first.md"].replace(b"The first paragraph", b"A new first paragraph")
        published = publish(SMALL_COURSE | {"modules/listening/1-first.md": changed}, **TODAY)
        assert "A new first" in shelf.html(published.release.id, "lesson", "listening/first")
        assert "A new first" not in shelf.html(tess.release_id, "lesson", "listening/first")


@pytest.fixture
def older(installation, monkeypatch) -> int:
    """The release Tess is on, as an older version of the product left it: lessons were kept in capitals."""
    with installation.database.writing():
        release_id = enrolment_of("tess@example.org").release_id
        for row in session.scalars(select(Derived).where(Derived.release_id == release_id)):
            row.format, row.html = 0, row.html.upper()
    monkeypatch.setitem(store.UPGRADERS, 0, lambda part, data, html: (data, html.lower()))
    shelf.forget()
    yield release_id
    shelf.forget()


def derived(release_id: int) -> dict[int, int]:
    """Format -> how many rows."""
    rows = session.execute(select(Derived.format, func.count()).where(Derived.release_id == release_id).group_by(Derived.format))
    return dict(rows.all())


def found_by_search(release_id: int) -> int:
    return session.scalar(select(func.count()).where(SearchEntry.release_id == release_id))


def test_an_old_release_is_read_through_upgraders_and_reading_writes_nothing(installation, older):
    with installation.database.reading():
        before = derived(older)
        assert "the first paragraph" in shelf.html(older, "lesson", "listening/first")
        assert shelf.outline(older).courses
        assert derived(older) == before


def test_what_has_no_upgrader_is_not_guessed_at(installation, older, monkeypatch):
    monkeypatch.delitem(store.UPGRADERS, 0)
    with installation.database.reading(), pytest.raises(store.UnknownFormat):
        shelf.outline(older)


def test_a_start_makes_an_old_release_anew_once_however_many_start(installation, older):
    with installation.database.reading():
        before, found = derived(older)[0], found_by_search(older)
    with ThreadPoolExecutor(3) as starts:
        list(starts.map(lambda _: _derive_anew(installation, Prepared()), range(3)))
    shelf.forget()
    with installation.database.reading():
        assert derived(older) == {0: before, store.FORMAT: before}
        assert found_by_search(older) == found
        assert "The first paragraph" in shelf.html(older, "lesson", "listening/first")


def test_where_todays_reader_finds_fault_nothing_of_an_old_release_is_lost(installation, older):
    with installation.database.writing():
        path = "modules/listening/1-first.md"
        file = session.get_one(ReleaseFile, (older, path))
        faulty = b"---\ntitle: First\nminits: 5\n---\nText.\n"
        session.add(Blob(digest="0" * 64, bytes=faulty))
        session.flush()
        file.digest = "0" * 64
    _derive_anew(installation, done := Prepared())
    with installation.database.reading():
        assert done.left_old == [session.get_one(Release, older).public_id]
        assert "the first paragraph" in shelf.html(older, "lesson", "listening/first")


def test_of_several_who_publish_at_once_one_is_next_and_all_have_it(installation):
    def start(_):
        with installation.database.writing():
            return publish(SMALL_COURSE | _changed(), **TODAY).release.id

    with ThreadPoolExecutor(4) as starts:
        published = set(starts.map(start, range(4)))
    with installation.database.reading():
        assert published == {releases.live().id}
        assert session.scalar(select(func.count()).select_from(Release)) == 2


def test_who_publishes_something_else_at_the_same_time_follows(installation):
    def start(number):
        with installation.database.writing():
            words = f"Paragraph of {number}".encode()
            first = SMALL_COURSE["modules/listening/1-first.md"].replace(b"The first paragraph", words)
            return publish(SMALL_COURSE | {"modules/listening/1-first.md": first}, **TODAY).release.id

    with ThreadPoolExecutor(3) as starts:
        published = sorted(starts.map(start, range(3)))
    with installation.database.reading():
        parents = [session.get_one(Release, one).parent_id for one in published]
        assert parents[1:] == published[:-1]


def test_what_hangs_on_vanished_items_is_counted_in_one_reading(installation, statements):
    with installation.database.writing():
        tess = enrolment_of("tess@example.org")
        for lesson in ("first", "second"):
            finish_lesson(tess, "listening", lesson)
        take(tess, "listening")
        statements.clear()
        counted = attempts.count_with_items({("listening", "asking"), ("listening", "gone"), ("crisis", "gone")})
    assert counted == {("listening", "asking"): 1, ("listening", "gone"): 0, ("crisis", "gone"): 0}
    assert len(statements) == 1


def test_a_fact_verified_today_east_of_us_does_not_refuse_a_release(installation):
    facts = SMALL_COURSE["modules/facts.yaml"]
    found = re.search(rb"last_verified: (\S+)", facts)
    for day, refused in (("2026-11-24", False), ("2026-11-25", True)):
        files = SMALL_COURSE | {"modules/facts.yaml": facts.replace(found[0], b"last_verified: " + day.encode(), 1)}
        with installation.database.writing(), clock.at(datetime(2026, 11, 23, 20, tzinfo=UTC)):
            if refused:
                with pytest.raises(ContentHasErrors):
                    publish(files)
            else:
                assert publish(files).is_new


def test_who_reads_meets_the_new_release_as_soon_as_it_is_published(installation):
    with installation.database.reading():
        before = releases.live_id()
    with installation.database.writing():
        published = publish(SMALL_COURSE | _changed(), **TODAY)
    with installation.database.reading():
        assert releases.live_id() == published.release.id != before


def test_a_release_that_was_taken_back_is_never_live(installation):
    with installation.database.reading():
        before = releases.live_id()
    with pytest.raises(ZeroDivisionError), installation.database.writing():
        publish(SMALL_COURSE | _changed(), **TODAY)
        assert releases.live_id() != before
        raise ZeroDivisionError
    with installation.database.reading():
        assert releases.live_id() == before


def test_what_was_read_is_kept_once_for_reading_and_for_writing(installation):
    shelf.forget()
    with installation.database.reading():
        release = releases.live_id()
        outline = shelf.outline(release)
    with installation.database.writing():
        assert shelf.outline(release) is outline


def _changed() -> dict[str, bytes]:
    return {"modules/listening/1-first.md": SMALL_COURSE["modules/listening/1-first.md"].replace(b"The first paragraph", b"Another first paragraph")}
