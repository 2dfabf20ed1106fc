"""Progress by module and lesson: counted from what stands in the database now."""

from __future__ import annotations

from sqlalchemy import select, update

from alongside.catalogue import shelf
from alongside.foundation import clock
from alongside.foundation.database import session
from alongside.learning import progress
from alongside.learning.models import LessonProgress, ModuleProgress
from tests.journeys.test_markdown_to_certificate import enrolment_of


def test_what_another_device_counted_meanwhile_is_seen(installation):
    with installation.database.writing():
        tess = enrolment_of("tess@example.org")
        module = shelf.outline(tess.release_id).modules["listening"]
        held, _new = progress.open_module(tess, module)
        meanwhile(update(ModuleProgress).values(lessons_done=1))
        assert progress.open_module(tess, module)[0].lessons_done == 1
        assert held.lessons_done == 1


def test_a_lesson_that_another_device_has_done_is_not_done_again(installation):
    with installation.database.writing():
        tess = enrolment_of("tess@example.org")
        progress.keep_position(tess, "listening", "first", "p1")
        held = session.scalars(select(LessonProgress)).one()
        meanwhile(update(LessonProgress).values(done_at=clock.now()))
        assert not progress.finish_lesson(tess, "listening", "first")
        assert held.done_at is not None


def meanwhile(change) -> None:
    """As if committed elsewhere: what this unit of work holds does not know of it."""
    session.execute(change.execution_options(synchronize_session=False))
