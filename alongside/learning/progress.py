"""How far a person has come: lessons done, modules done, what is locked and why, what comes next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, bindparam, func, select, update

from alongside.content.catalogue import Catalogue, Course, Lesson, Module
from alongside.foundation import clock
from alongside.foundation.database import insert, session
from alongside.learning.models import STUCK_AFTER, Enrolment, LessonProgress, ModuleProgress

# ---- what is stored -------------------------------------------------------------------------------------------------


# Asked by every page of a trainee: built once, which halves what they cost.
_modules = select(ModuleProgress).where(ModuleProgress.enrolment_id == bindparam("enrolment_id"))
_modules_of_several = select(ModuleProgress).where(ModuleProgress.enrolment_id.in_(bindparam("enrolment_ids", expanding=True)))
_lessons = select(LessonProgress).where(
    LessonProgress.enrolment_id == bindparam("enrolment_id"), LessonProgress.module == bindparam("module")
)


def of_enrolment(enrolment_id: int) -> dict[str, ModuleProgress]:
    """Progress by module id."""
    rows = session.scalars(_modules, {"enrolment_id": enrolment_id})
    return {row.module: row for row in rows}


def of_enrolments(enrolment_ids: Sequence[int]) -> dict[int, dict[str, ModuleProgress]]:
    """Progress of several people at once: enrolment id -> module id -> row. One statement."""
    found: dict[int, dict[str, ModuleProgress]] = {one: {} for one in enrolment_ids}
    for row in session.scalars(_modules_of_several, {"enrolment_ids": list(enrolment_ids)}):
        found[row.enrolment_id][row.module] = row
    return found


def lessons(enrolment_id: int, module: str) -> dict[str, LessonProgress]:
    rows = session.scalars(_lessons, {"enrolment_id": enrolment_id, "module": module})
    return {row.lesson: row for row in rows}


def open_module(enrolment: Enrolment, module: Module) -> tuple[ModuleProgress, bool]:
    """The person's row for this module, and whether it was made just now; several requests at once make one."""
    made = session.execute(
        insert(ModuleProgress)
        .values(
            organization_id=enrolment.organization_id,
            enrolment_id=enrolment.id,
            module=module.id,
            lessons=len(module.lessons),
            lessons_done=0,
            attempts=0,
            started_at=clock.now(),
            last_active_at=clock.now(),
        )
        .on_conflict_do_nothing(index_elements=["enrolment_id", "module"])
        .returning(ModuleProgress.id)  # how many rows an INSERT made, not every driver says
    ).scalar()
    row = session.scalars(
        select(ModuleProgress)
        .where(ModuleProgress.enrolment_id == enrolment.id, ModuleProgress.module == module.id)
        .with_for_update()
        .execution_options(populate_existing=True)  # what was read before may have been counted up meanwhile
    ).one()
    return row, made is not None


def keep_position(enrolment: Enrolment, module: str, lesson: str, position: str) -> None:
    """Remember the paragraph; the newest one counts, on whatever device."""
    now = clock.now()
    session.execute(
        insert(LessonProgress)
        .values(
            organization_id=enrolment.organization_id,
            enrolment_id=enrolment.id,
            module=module,
            lesson=lesson,
            position=position,
            opened_at=now,
            read_at=now,
        )
        .on_conflict_do_update(
            index_elements=["enrolment_id", "module", "lesson"], set_={"position": position, "read_at": now}
        )
    )


def finish_lesson(enrolment: Enrolment, module: str, lesson: str) -> bool:
    """Mark the lesson done. True if it was not before."""
    now = clock.now()
    session.execute(
        insert(LessonProgress)
        .values(
            organization_id=enrolment.organization_id,
            enrolment_id=enrolment.id,
            module=module,
            lesson=lesson,
            position="",
            opened_at=now,
            read_at=now,
        )
        .on_conflict_do_nothing(index_elements=["enrolment_id", "module", "lesson"])
    )
    row = session.scalars(
        select(LessonProgress)
        .where(
            LessonProgress.enrolment_id == enrolment.id,
            LessonProgress.module == module,
            LessonProgress.lesson == lesson,
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    if row.done_at is not None:
        return False
    row.done_at = now
    return True


def sum_up(enrolment_id: int) -> None:
    """Keep with the enrolment how many of its modules are begun and how many are stuck: cohort pages find people by it."""
    session.flush()
    # Two requests of one person at once: the second one counts when the first is written.
    session.execute(select(Enrolment.id).where(Enrolment.id == enrolment_id).with_for_update(key_share=True))
    session.execute(
        update(Enrolment)
        .where(Enrolment.id == enrolment_id)
        .values(_summed_up())
        .execution_options(synchronize_session=False)
    )


def _summed_up() -> dict[str, Any]:
    """Of an enrolment: the modules begun and not done, and those whose quiz does not want to be passed."""
    is_stuck = (ModuleProgress.attempts >= STUCK_AFTER) & ModuleProgress.quiz_passed_at.is_(None)
    return {"modules_open": _how_many(), "modules_stuck": _how_many(is_stuck)}


def _how_many(*conditions: ColumnElement[bool]) -> Any:
    return (
        select(func.count())
        .where(ModuleProgress.enrolment_id == Enrolment.id, ModuleProgress.done_at.is_(None), *conditions)
        .scalar_subquery()
    )


def sum_up_cohort(cohort_id: int) -> None:
    """The same for everybody in a cohort, after rows were brought in from elsewhere."""
    session.execute(
        update(Enrolment)
        .where(Enrolment.cohort_id == cohort_id)
        .values(_summed_up())
        .execution_options(synchronize_session=False)
    )


def count_in_module(module: str) -> int:
    """How many people have begun it."""
    return session.scalar(select(func.count()).where(ModuleProgress.module == module)) or 0


def count_in_lesson(module: str, lesson: str) -> int:
    """How many people have opened it."""
    query = select(func.count()).where(LessonProgress.module == module, LessonProgress.lesson == lesson)
    return session.scalar(query) or 0


# ---- what it means --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Stop:
    """One module on a person's path: "done", "now" (the next one to do), "open", "locked" or "coming"."""

    module: Module
    state: str
    progress: ModuleProgress | None = None
    waits_for: tuple[Module, ...] = ()  # what opens it, when it is locked


@dataclass(frozen=True)
class NextStep:
    """What to do next: a lesson, a quiz, or nothing more ("done")."""

    kind: str
    module: Module | None = None
    lesson: Lesson | None = None


def path(course: Course, content: Catalogue, progress: Mapping[str, ModuleProgress]) -> list[Stop]:
    """The course as this person meets it, in the author's order."""
    stops: list[Stop] = []
    now_is_taken = False
    for module in (content.modules[one] for one in course.modules):
        row = progress.get(module.id)
        waits = waits_for(module, content, progress)
        if row and row.is_done:
            state = "done"
        elif module.status == "coming":
            state = "coming"
        elif waits:
            state = "locked"
        else:
            state, now_is_taken = ("open" if now_is_taken else "now"), True
        stops.append(Stop(module, state, row, waits))
    return stops


def waits_for(module: Module, content: Catalogue, progress: Mapping[str, ModuleProgress]) -> tuple[Module, ...]:
    """The prerequisites of a module that are not done yet; none means that it is open."""
    return tuple(
        content.modules[one]
        for one in module.prerequisites
        if not ((row := progress.get(one)) and row.is_done) and content.modules[one].status != "coming"
    )


def next_step(stops: Sequence[Stop], done_lessons: Mapping[str, set[str]]) -> NextStep:
    """`done_lessons`: module id -> ids of lessons done, for the module that is "now"."""
    stop = next((one for one in stops if one.state == "now"), None)
    if stop is None:
        return NextStep("done")
    done = done_lessons.get(stop.module.id, set())
    lesson = next((one for one in stop.module.lessons if one.id not in done), None)
    return NextStep("lesson", stop.module, lesson) if lesson else NextStep("quiz", stop.module)


def percent(module: Module, row: ModuleProgress | None) -> int:
    """How much of a module is done, its quiz counting like one lesson more; 100 only when all of it is."""
    if row is None or row.is_done:
        return 100 if row else 0
    steps = row.lessons + (module.quiz is not None)
    return min(99, 100 * (row.lessons_done + (row.quiz_passed_at is not None)) // max(steps, 1))


def done(modules: Sequence[Module], rows: Mapping[str, ModuleProgress]) -> int:
    """How many of these modules are done."""
    return sum((row := rows.get(one.id)) is not None and row.is_done for one in modules)


def current(rows: Mapping[str, ModuleProgress]) -> ModuleProgress | None:
    """The module a person is in the middle of: begun, not done, touched last."""
    return max((row for row in rows.values() if not row.is_done), key=lambda row: row.last_active_at, default=None)


def is_complete(module: Module, row: ModuleProgress) -> bool:
    """All lessons read, and its quiz passed if it has one."""
    return row.lessons_done >= len(module.lessons) and (module.quiz is None or row.quiz_passed_at is not None)
