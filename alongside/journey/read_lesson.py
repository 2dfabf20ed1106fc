"""Read: keep the place, finish a lesson, finish the module with its last lesson."""

from __future__ import annotations

from alongside.catalogue import shelf
from alongside.content.catalogue import Module
from alongside.foundation import clock
from alongside.foundation.audit import record
from alongside.foundation.missing import Missing
from alongside.journey import tags
from alongside.journey.certify import certify_if_earned
from alongside.learning import enrolments, progress
from alongside.learning.models import Enrolment, ModuleProgress
from alongside.reporting.counts import count_up


class ModuleIsLocked(Exception):
    """Its prerequisites are not done yet; `waits_for` names them."""

    def __init__(self, waits_for: tuple[Module, ...]) -> None:
        self.waits_for = waits_for


def module_for(enrolment: Enrolment, module_id: str) -> Module:
    """The module, if it is open to this person; changes nothing. Raises ModuleIsLocked, Missing."""
    content = shelf.outline(enrolment.release_id)
    course = content.courses[enrolment.course]
    module = content.modules.get(module_id)
    if module is None or module_id not in course.modules or module.status == "coming":
        raise Missing(module_id)
    if module.prerequisites:
        waits = progress.waits_for(module, content, progress.of_enrolment(enrolment.id))
        if waits:
            raise ModuleIsLocked(waits)
    return module


def open_module(enrolment: Enrolment, module_id: str) -> tuple[Module, ModuleProgress]:
    """The module and the person's row in it, made at the first visit. Raises ModuleIsLocked, Missing."""
    module = module_for(enrolment, module_id)
    row, is_new = progress.open_module(enrolment, module)
    if is_new:
        count_up(enrolment.organization_id, enrolment.cohort_id, "module_started", module.id)
        progress.sum_up(enrolment.id)
    return module, row


def keep_position(enrolment: Enrolment, module_id: str, lesson_id: str, position: str) -> None:
    """Raises ModuleIsLocked, Missing."""
    module, row = open_module(enrolment, module_id)
    if module.lesson(lesson_id) is None:
        raise Missing(lesson_id)
    progress.keep_position(enrolment, module_id, lesson_id, position)
    row.last_active_at = clock.now()
    enrolments.seen(enrolment)


def finish_lesson(enrolment: Enrolment, module_id: str, lesson_id: str) -> None:
    """Done with a lesson (or with its way round, which counts the same). Raises ModuleIsLocked, Missing."""
    module, row = open_module(enrolment, module_id)
    if module.lesson(lesson_id) is None:
        raise Missing(lesson_id)
    if progress.finish_lesson(enrolment, module_id, lesson_id):
        row.lessons_done += 1
        row.last_active_at = clock.now()
        enrolments.seen(enrolment)
        finish_module_if_complete(enrolment, module, row)


def finish_module_if_complete(enrolment: Enrolment, module: Module, row: ModuleProgress) -> None:
    """The last lesson or the passed quiz closes a module; it may be the last thing that was missing."""
    if row.is_done or not progress.is_complete(module, row):
        return
    row.done_at = clock.now()
    progress.sum_up(enrolment.id)
    count_up(enrolment.organization_id, enrolment.cohort_id, "module_done", module.id)
    record(
        tags.MODULE_FINISHED,
        organization_id=enrolment.organization_id,
        actor=enrolment.membership.account.public_id,
        subject=enrolment.public_id,
        module=module.id,
    )
    certify_if_earned(enrolment)
