"""Tables of organizations. Every row below one names it, and cannot point to a neighbour's row."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from alongside.foundation import clock, ids
from alongside.foundation.database import Key, Table
from alongside.people.models import Account

ROLES = ("trainee", "trainer", "observer", "administrator", "owner")


class Organization(Table):
    """A recovery organization that trains people and issues certificates under its own name."""

    __tablename__ = "organization"

    id: Mapped[Key]
    public_id: Mapped[str] = mapped_column(String(16), unique=True, default=ids.public_id)
    name: Mapped[str] = mapped_column(String(120))
    time_zone: Mapped[str] = mapped_column(String(60), default="America/New_York")
    language: Mapped[str] = mapped_column(String(12), default="en")
    contact: Mapped[str] = mapped_column(String(254), default="")  # how a visitor reaches the issuer
    signatory_name: Mapped[str] = mapped_column(String(120), default="")
    signatory_role: Mapped[str] = mapped_column(String(120), default="")
    paper: Mapped[str] = mapped_column(String(10), default="us-letter")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)


class Membership(Table):
    """A person in an organization. Rights end with it, on the next request."""

    __tablename__ = "membership"
    __table_args__ = (
        UniqueConstraint("organization_id", "account_id", name="one_membership_a_person"),
        UniqueConstraint("id", "organization_id", name="membership_in_organization"),
        # The people's page goes through them by name: the name is kept here so that one index serves it.
        Index("ix_membership_name", "organization_id", "sort_name", "id"),
    )

    id: Mapped[Key]
    public_id: Mapped[str] = mapped_column(String(16), unique=True, default=ids.public_id)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    organization: Mapped[Organization] = relationship(innerjoin=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    account: Mapped[Account] = relationship(innerjoin=True)
    sort_name: Mapped[str] = mapped_column(String(120), default="", server_default="")
    joined_at: Mapped[datetime] = mapped_column(default=clock.now)
    ended_at: Mapped[datetime | None]

    # Roles are flags: few, fixed, and read with the membership in one go.
    is_trainee: Mapped[bool] = mapped_column(default=False)
    is_trainer: Mapped[bool] = mapped_column(default=False)
    is_observer: Mapped[bool] = mapped_column(default=False)
    is_administrator: Mapped[bool] = mapped_column(default=False)
    is_owner: Mapped[bool] = mapped_column(default=False)

    @property
    def roles(self) -> tuple[str, ...]:
        return tuple(role for role in ROLES if getattr(self, f"is_{role}"))

    def has_role(self, *roles: str) -> bool:
        return any(getattr(self, f"is_{role}") for role in roles)


class Cohort(Table):
    """People who learn together, with their trainers."""

    __tablename__ = "cohort"
    __table_args__ = (UniqueConstraint("id", "organization_id", name="cohort_in_organization"),)

    id: Mapped[Key]
    public_id: Mapped[str] = mapped_column(String(16), unique=True, default=ids.public_id)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    organization: Mapped[Organization] = relationship(innerjoin=True)
    name: Mapped[str] = mapped_column(String(120))
    course: Mapped[str] = mapped_column(String(80))  # id of the course it takes
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)


class CohortTrainer(Table):
    """A trainer sees the cohorts that name them, and no others."""

    __tablename__ = "cohort_trainer"
    __table_args__ = (
        UniqueConstraint("cohort_id", "membership_id", name="once_a_cohort"),
        ForeignKeyConstraint(
            ["cohort_id", "organization_id"], ["cohort.id", "cohort.organization_id"], "fk_cohort_trainer_cohort"
        ),
        ForeignKeyConstraint(
            ["membership_id", "organization_id"],
            ["membership.id", "membership.organization_id"],
            "fk_cohort_trainer_membership",
        ),
    )

    id: Mapped[Key]
    organization_id: Mapped[int]
    cohort_id: Mapped[int]
    membership_id: Mapped[int] = mapped_column(index=True)


class Invitation(Table):
    """A link that lets one person join, once, in the roles and the cohort it names."""

    __tablename__ = "invitation"
    __table_args__ = (
        ForeignKeyConstraint(
            ["cohort_id", "organization_id"], ["cohort.id", "cohort.organization_id"], "fk_invitation_cohort"
        ),
        CheckConstraint("role IN ('trainee', 'trainer', 'observer', 'administrator', 'owner')", "role_is_known"),
    )

    id: Mapped[Key]
    public_id: Mapped[str] = mapped_column(String(16), unique=True, default=ids.public_id)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    organization: Mapped[Organization] = relationship(innerjoin=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    role: Mapped[str] = mapped_column(String(16))
    cohort_id: Mapped[int | None]
    name: Mapped[str] = mapped_column(String(120), default="")
    email: Mapped[str | None] = mapped_column(String(254))  # bound to this address, if there is one
    email_key: Mapped[str | None] = mapped_column(String(254))
    invited_by: Mapped[str | None] = mapped_column(String(16))  # public id of the account
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]

    @property
    def is_open(self) -> bool:
        return self.used_at is None and self.withdrawn_at is None and self.expires_at > clock.now()
