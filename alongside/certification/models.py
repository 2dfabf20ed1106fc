"""Tables of certificates: an identity, its immutable editions, and what happened to it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from alongside.foundation import clock, ids
from alongside.foundation.database import Key, Table
from alongside.foundation.files import StoredFile
from alongside.learning.models import Enrolment

VISIBILITIES = ("name", "initials", "nothing")


class Certificate(Table):
    """One certificate of one person for one course and cycle. What people hold are its editions."""

    __tablename__ = "certificate"
    __table_args__ = (
        UniqueConstraint("membership_id", "course", "cycle", name="one_certificate_a_cycle"),
        UniqueConstraint("id", "organization_id", name="certificate_in_organization"),
        # One key for all of it: whose, which course and which cycle are those of the enrolment, and cannot drift apart.
        ForeignKeyConstraint(
            ["enrolment_id", "organization_id", "membership_id", "course", "cycle"],
            [f"enrolment.{one}" for one in ("id", "organization_id", "membership_id", "course", "cycle")],
            "fk_certificate_enrolment",
        ),
        ForeignKeyConstraint(
            ["membership_id", "organization_id"],
            ["membership.id", "membership.organization_id"],
            "fk_certificate_membership",
        ),
        CheckConstraint("state IN ('earned', 'issued', 'revoked')", "state_is_known"),
        CheckConstraint("(state = 'earned') = (issued_at IS NULL)", "issued_has_a_date"),
        CheckConstraint("(state = 'revoked') = (revoked_at IS NOT NULL)", "revoked_has_a_date"),
        CheckConstraint("visibility IN ('name', 'initials', 'nothing')", "visibility_is_known"),
    )

    id: Mapped[Key]
    public_id: Mapped[str] = mapped_column(String(16), unique=True, default=ids.public_id)
    organization_id: Mapped[int] = mapped_column(index=True)
    membership_id: Mapped[int]
    enrolment_id: Mapped[int] = mapped_column(index=True)
    enrolment: Mapped[Enrolment] = relationship(
        innerjoin=True, primaryjoin=lambda: Certificate.enrolment_id == Enrolment.id, foreign_keys=[enrolment_id]
    )
    course: Mapped[str] = mapped_column(String(80))
    cycle: Mapped[int] = mapped_column(default=1)
    state: Mapped[str] = mapped_column(String(10), default="earned")
    earned_at: Mapped[datetime] = mapped_column(default=clock.now)
    issued_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    revocation_reason: Mapped[str | None] = mapped_column(String(500))  # between issuer and holder
    # What the holder lets visitors see. The name is shown only where the holder said so.
    visibility: Mapped[str] = mapped_column(String(10), default="initials")


class Edition(Table):
    """What was printed, once and for ever. A later edition makes it "superseded"."""

    __tablename__ = "edition"
    __table_args__ = (
        UniqueConstraint("certificate_id", "ordinal", name="editions_are_counted"),
        ForeignKeyConstraint(
            ["certificate_id", "organization_id"],
            ["certificate.id", "certificate.organization_id"],
            "fk_edition_certificate",
        ),
        ForeignKeyConstraint(
            ["pdf_file_id", "organization_id"], [StoredFile.id, StoredFile.organization_id], "fk_edition_pdf_file"
        ),
    )

    id: Mapped[Key]
    organization_id: Mapped[int]
    certificate_id: Mapped[int]
    certificate: Mapped[Certificate] = relationship(innerjoin=True)
    ordinal: Mapped[int] = mapped_column(default=1)  # which edition of the certificate, from 1
    code: Mapped[str] = mapped_column(String(32), unique=True)  # 128 random bits; in the QR code
    number: Mapped[str] = mapped_column(String(20), unique=True)  # printed, with a check character
    status_index: Mapped[int | None]  # place in the status list that signed credentials will point to
    name: Mapped[str] = mapped_column(String(120))  # as printed
    title: Mapped[str] = mapped_column(String(200))
    printed: Mapped[dict[str, Any]]  # the rest of what is printed, as plain values, and the issuer's time zone
    evidence: Mapped[dict[str, Any]]  # the decision and what it stood on: see evidence.py
    issued_on: Mapped[date]
    valid_until: Mapped[date | None]
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    sealed_at: Mapped[datetime | None]  # superseded: nothing personal is shown any more
    pdf_file_id: Mapped[int | None]  # stored_file; made once by a job
