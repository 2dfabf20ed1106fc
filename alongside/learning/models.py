"""Tables of learning: enrolments, progress by module and lesson, pauses."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from alongside.foundation import clock, ids
from alongside.foundation.database import Key, Table
from alongside.organizations.models import Cohort, Membership

STUCK_AFTER = 2  # tries at a quiz that were not yet right


def _only(which: str) -> dict[str, Any]:
    """An index over some of the rows, on both engines."""
    return {"sqlite_where": text(which), "postgresql_where": text(which)}


class Enrolment(Table):
    """A person takes a course, on the release that was live when they began."""

    __tablename__ = "enrolment"
    __table_args__ = (
        UniqueConstraint("membership_id", "course", "cycle", name="one_enrolment_a_cycle"),
        UniqueConstraint("id", "organization_id", name="enrolment_in_organization"),
        ForeignKeyConstraint(
            ["membership_id", "organization_id"], ["membership.id", "membership.organization_id"], "fk_enrolment_membership"
        ),
        ForeignKeyConstraint(["cohort_id", "organization_id"], ["cohort.id", "cohort.organization_id"], "fk_enrolment_cohort"),
        # What a certificate points to: whose it is, of which course and cycle.
        Index("ix_enrolment_identity", "id", "organization_id", "membership_id", "course", "cycle", unique=True),
        # The cohort page goes through its people by name: the name is kept here so that one index serves it.
        Index("ix_enrolment_cohort", "cohort_id", "sort_name", "id"),
        # From which releases a cohort learns: one look a release, however many people are on it.
        Index("ix_enrolment_pinned", "cohort_id", "release_id", **_only("ended_at IS NULL")),
        # Who could use a hand: found without going through everybody.
        Index("ix_enrolment_stuck", "cohort_id", "sort_name", "id", **_only("modules_stuck > 0 AND ended_at IS NULL")),
        Index("ix_enrolment_idle", "cohort_id", "last_active_at", "id", **_only("modules_open > 0 AND ended_at IS NULL")),
    )

    id: Mapped[Key]
    public_id: Mapped[str] = mapped_column(String(16), unique=True, default=ids.public_id)
    organization_id: Mapped[int]
    membership_id: Mapped[int] = mapped_column(index=True)
    membership: Mapped[Membership] = relationship(innerjoin=True, overlaps="cohort")
    cohort_id: Mapped[int | None]
    cohort: Mapped[Cohort | None] = relationship(overlaps="membership")
    course: Mapped[str] = mapped_column(String(80))
    cycle: Mapped[int] = mapped_column(default=1)
    release_id: Mapped[int] = mapped_column(ForeignKey("release.id"), index=True)
    sort_name: Mapped[str] = mapped_column(String(120), default="")
    enrolled_at: Mapped[datetime] = mapped_column(default=clock.now)
    last_active_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    # Summed up from module_progress by progress.sum_up, so that cohort pages find people by it.
    modules_open: Mapped[int] = mapped_column(default=0, server_default="0")  # begun and not done
    modules_stuck: Mapped[int] = mapped_column(default=0, server_default="0")  # handed in twice or more, not passed


class ModuleProgress(Table):
    """How far a person is in one module. Written by the journey; read by everybody."""

    __tablename__ = "module_progress"
    __table_args__ = (
        UniqueConstraint("enrolment_id", "module", name="one_a_module"),
        ForeignKeyConstraint(
            ["enrolment_id", "organization_id"], ["enrolment.id", "enrolment.organization_id"], "fk_module_progress_enrolment"
        ),
        CheckConstraint("lessons_done >= 0 AND lessons_done <= lessons", "lessons_done_are_lessons"),
    )

    id: Mapped[Key]
    organization_id: Mapped[int]
    enrolment_id: Mapped[int]
    module: Mapped[str] = mapped_column(String(80))
    lessons: Mapped[int]
    lessons_done: Mapped[int] = mapped_column(default=0)
    attempts: Mapped[int] = mapped_column(default=0)
    best_percent: Mapped[int | None]
    quiz_passed_at: Mapped[datetime | None]
    started_at: Mapped[datetime] = mapped_column(default=clock.now)
    last_active_at: Mapped[datetime] = mapped_column(default=clock.now)
    done_at: Mapped[datetime | None]

    @property
    def is_done(self) -> bool:
        return self.done_at is not None

    @property
    def is_stuck(self) -> bool:
        """Tried twice or more, and not there yet: somebody should sit down with them."""
        return self.attempts >= STUCK_AFTER and self.quiz_passed_at is None


class LessonProgress(Table):
    """Where a person is in a lesson, the same on every device."""

    __tablename__ = "lesson_progress"
    __table_args__ = (
        UniqueConstraint("enrolment_id", "module", "lesson", name="one_a_lesson"),
        ForeignKeyConstraint(
            ["enrolment_id", "organization_id"], ["enrolment.id", "enrolment.organization_id"], "fk_lesson_progress_enrolment"
        ),
    )

    id: Mapped[Key]
    organization_id: Mapped[int]
    enrolment_id: Mapped[int]
    module: Mapped[str] = mapped_column(String(80))
    lesson: Mapped[str] = mapped_column(String(80))
    position: Mapped[str] = mapped_column(String(40), default="")  # id of the paragraph last read
    opened_at: Mapped[datetime] = mapped_column(default=clock.now)
    read_at: Mapped[datetime] = mapped_column(default=clock.now)
    done_at: Mapped[datetime | None]


class Signature(Table):
    """A person has signed an agreement, such as a code of ethics: which words, under which name, when."""

    __tablename__ = "signature"
    __table_args__ = (
        UniqueConstraint("enrolment_id", "agreement", "digest", name="signed_once"),
        ForeignKeyConstraint(
            ["enrolment_id", "organization_id"], ["enrolment.id", "enrolment.organization_id"], "fk_signature_enrolment"
        ),
    )

    id: Mapped[Key]
    organization_id: Mapped[int]
    enrolment_id: Mapped[int]
    agreement: Mapped[str] = mapped_column(String(80))
    version: Mapped[str] = mapped_column(String(40))
    digest: Mapped[str] = mapped_column(String(64))  # SHA-256 of the words that were signed
    name: Mapped[str] = mapped_column(String(120))  # as the person wrote it
    signed_at: Mapped[datetime] = mapped_column(default=clock.now)


class Pause(Table):
    """A stretch of time in which a person's clocks stand still. No reason is kept, and nobody is shown how often."""

    __tablename__ = "pause"
    __table_args__ = (
        ForeignKeyConstraint(
            ["enrolment_id", "organization_id"], ["enrolment.id", "enrolment.organization_id"], "fk_pause_enrolment"
        ),
        CheckConstraint("ended_at IS NULL OR ended_at >= started_at", "ends_after_it_starts"),
        Index(
            "one_open_pause",
            "enrolment_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[Key]
    organization_id: Mapped[int]
    enrolment_id: Mapped[int] = mapped_column(index=True)
    started_at: Mapped[datetime] = mapped_column(default=clock.now)
    ended_at: Mapped[datetime | None]
