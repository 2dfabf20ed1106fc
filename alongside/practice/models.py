"""Tables of practice: runs of a conversation, and every choice made in them, in order."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from alongside.foundation import clock, ids
from alongside.foundation.database import Key, Table
from alongside.learning.models import Enrolment


class ScenarioRun(Table):
    """One way through a conversation, from its first scene to an ending. On the release it was begun on."""

    __tablename__ = "scenario_run"
    __table_args__ = (
        UniqueConstraint("id", "organization_id", name="scenario_run_in_organization"),
        ForeignKeyConstraint(
            ["enrolment_id", "organization_id"], ["enrolment.id", "enrolment.organization_id"], "fk_scenario_run_enrolment"
        ),
        CheckConstraint("(ending IS NULL) = (ended_at IS NULL)", "an_ending_has_a_date"),
        Index("ix_scenario_run_of", "enrolment_id", "module", "scenario", "id"),
        Index(
            "one_open_scenario_run",
            "enrolment_id",
            "module",
            "scenario",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[Key]
    public_id: Mapped[str] = mapped_column(String(16), unique=True, default=ids.public_id)
    organization_id: Mapped[int]
    enrolment_id: Mapped[int]
    enrolment: Mapped[Enrolment] = relationship(innerjoin=True)
    release_id: Mapped[int] = mapped_column(ForeignKey("release.id"), index=True)
    module: Mapped[str] = mapped_column(String(80))
    scenario: Mapped[str] = mapped_column(String(80))
    scene: Mapped[str] = mapped_column(String(80))  # where the person is
    steps: Mapped[int] = mapped_column(default=0)  # choices made and steps back, counted: the next one has this number
    started_at: Mapped[datetime] = mapped_column(default=clock.now)
    ended_at: Mapped[datetime | None]
    ending: Mapped[str | None] = mapped_column(String(10))  # "good" or "open"


class ScenarioChoice(Table):
    """What a person chose in a scene. A choice taken back stays, and says so."""

    __tablename__ = "scenario_choice"
    __table_args__ = (
        UniqueConstraint("run_id", "number", name="choices_are_counted"),
        ForeignKeyConstraint(
            ["run_id", "organization_id"], ["scenario_run.id", "scenario_run.organization_id"], "fk_scenario_choice_run"
        ),
    )

    id: Mapped[Key]
    organization_id: Mapped[int]
    run_id: Mapped[int]
    number: Mapped[int]
    scene: Mapped[str] = mapped_column(String(80))
    reply: Mapped[str] = mapped_column(String(80))
    chosen_at: Mapped[datetime] = mapped_column(default=clock.now)
    taken_back_at: Mapped[datetime | None]
