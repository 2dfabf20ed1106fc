"""Tables of assessment. An attempt stores what was shown; grades are only ever added."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from alongside.foundation import clock, ids
from alongside.foundation.database import Json, Key, Table
from alongside.learning.models import Enrolment


class Attempt(Table):
    """One go at a quiz, from the first question to the answers handed in."""

    __tablename__ = "attempt"
    __table_args__ = (
        UniqueConstraint("enrolment_id", "quiz", "number", name="attempts_are_counted"),
        UniqueConstraint("id", "organization_id", name="attempt_in_organization"),
        ForeignKeyConstraint(
            ["enrolment_id", "organization_id"], ["enrolment.id", "enrolment.organization_id"], "fk_attempt_enrolment"
        ),
        # The grade that counts is one of this very attempt.
        ForeignKeyConstraint(
            ["current_grade_id", "id", "organization_id"],
            ["grade.id", "grade.attempt_id", "grade.organization_id"],
            "fk_attempt_grade",
            use_alter=True,
        ),
        CheckConstraint("state IN ('open', 'finished')", "state_is_known"),
        CheckConstraint("(state = 'finished') = (finished_at IS NOT NULL)", "finished_has_a_date"),
        Index(
            "one_open_attempt",
            "enrolment_id",
            "quiz",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
    )

    id: Mapped[Key]
    public_id: Mapped[str] = mapped_column(String(16), unique=True, default=ids.public_id)
    organization_id: Mapped[int]
    enrolment_id: Mapped[int]
    enrolment: Mapped[Enrolment] = relationship(innerjoin=True)
    release_id: Mapped[int] = mapped_column(ForeignKey("release.id"), index=True)
    module: Mapped[str] = mapped_column(String(80))
    quiz: Mapped[str] = mapped_column(String(80))
    number: Mapped[int]
    seed: Mapped[str] = mapped_column(String(64))  # from `secrets`; never leaves the server
    # What was shown, in order: [{"bank", "item", "revision", "order": [option ids]}]
    shown: Mapped[list[Any]]
    state: Mapped[str] = mapped_column(String(10), default="open")
    started_at: Mapped[datetime] = mapped_column(default=clock.now)
    finished_at: Mapped[datetime | None]
    current_grade_id: Mapped[int | None]
    current_grade: Mapped[Grade | None] = relationship(
        primaryjoin="foreign(Attempt.current_grade_id) == Grade.id", viewonly=True
    )

    @property
    def is_finished(self) -> bool:
        return self.state == "finished"


class Answer(Table):
    """What a person answered to one shown item. The highest sequence number wins, whatever arrives when."""

    __tablename__ = "answer"
    __table_args__ = (
        UniqueConstraint("attempt_id", "position", name="one_an_item"),
        ForeignKeyConstraint(
            ["attempt_id", "organization_id"], ["attempt.id", "attempt.organization_id"], "fk_answer_attempt"
        ),
    )

    id: Mapped[Key]
    organization_id: Mapped[int]
    attempt_id: Mapped[int]
    position: Mapped[int]
    sequence: Mapped[int]
    response: Mapped[Any] = mapped_column(Json, nullable=True)
    saved_at: Mapped[datetime] = mapped_column(default=clock.now)


class Grade(Table):
    """A mark for a finished attempt. Never changed: a regrade is another row."""

    __tablename__ = "grade"
    __table_args__ = (
        UniqueConstraint("id", "attempt_id", "organization_id", name="grade_of_attempt"),
        ForeignKeyConstraint(
            ["attempt_id", "organization_id"], ["attempt.id", "attempt.organization_id"], "fk_grade_attempt"
        ),
        CheckConstraint("percent BETWEEN 0 AND 100", "percent_is_one"),
    )

    id: Mapped[Key]
    organization_id: Mapped[int]
    attempt_id: Mapped[int] = mapped_column(index=True)
    percent: Mapped[int]
    passed: Mapped[bool]
    critical_missed: Mapped[int] = mapped_column(default=0)
    fractions: Mapped[list[Any]]  # of each shown item, 0 to 1
    reason: Mapped[str] = mapped_column(String(20), default="submitted")
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
