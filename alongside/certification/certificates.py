"""Certificates: earned once, issued once, revoked with a reason, reinstated as a new edition."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import and_, func, select, update
from sqlalchemy.exc import IntegrityError

from alongside.certification.models import Certificate, Edition
from alongside.credentials import numbers
from alongside.foundation import clock
from alongside.foundation.database import rows_met, session
from alongside.learning.models import Enrolment
from alongside.organizations.models import Membership
from alongside.people.models import Account


class NotInThatState(Exception):
    """The certificate is not (or no longer) in the state this act starts from; somebody else was faster."""


def earn(enrolment: Enrolment) -> tuple[Certificate, bool]:
    """The certificate of this person for this course and cycle, and whether it is new. A thousand tries make one."""
    mine = select(Certificate).where(
        Certificate.membership_id == enrolment.membership_id,
        Certificate.course == enrolment.course,
        Certificate.cycle == enrolment.cycle,
    )
    there = session.scalar(mine)
    if there is not None:
        return there, False
    certificate = Certificate(
        organization_id=enrolment.organization_id,
        membership_id=enrolment.membership_id,
        enrolment=enrolment,
        course=enrolment.course,
        cycle=enrolment.cycle,
    )
    try:
        with session.begin_nested():
            session.add(certificate)
    except IntegrityError:
        there = session.scalar(mine)  # it was earned twice at once
        if there is None:
            raise  # or something else was wrong, and would be again
        return there, False
    return certificate, True


def mark_issued(certificate: Certificate) -> None:
    """From earned to issued; raises NotInThatState for all but one."""
    _move(certificate, "earned", state="issued", issued_at=clock.now())


def mark_revoked(certificate: Certificate, reason: str) -> None:
    _move(certificate, "issued", state="revoked", revoked_at=clock.now(), revocation_reason=reason)


def mark_reinstated(certificate: Certificate) -> None:
    _move(certificate, "revoked", state="issued", revoked_at=None, revocation_reason=None)


def _move(certificate: Certificate, before: str, **values: Any) -> None:
    won = rows_met(
        update(Certificate).where(Certificate.id == certificate.id, Certificate.state == before).values(**values)
    )
    session.refresh(certificate)
    if not won:
        raise NotInThatState


def add_edition(
    certificate: Certificate,
    *,
    name: str,
    title: str,
    printed: dict[str, Any],
    evidence: dict[str, Any],
    issued_on: date,
    valid_until: date | None,
) -> Edition:
    """A new edition; the ones before are sealed and answer "superseded"."""
    session.execute(
        update(Edition)
        .where(Edition.certificate_id == certificate.id, Edition.sealed_at.is_(None))
        .values(sealed_at=clock.now())
    )
    count = session.scalar(select(func.count()).where(Edition.certificate_id == certificate.id)) or 0
    edition = Edition(
        organization_id=certificate.organization_id,
        certificate=certificate,
        ordinal=count + 1,
        code=numbers.new_code(),
        number=numbers.new_number(),
        name=name,
        title=title,
        printed=printed,
        evidence=evidence,
        issued_on=issued_on,
        valid_until=valid_until,
    )
    session.add(edition)
    session.flush()
    return edition


def current_edition(certificate_id: int) -> Edition | None:
    return session.scalar(
        select(Edition)
        .where(Edition.certificate_id == certificate_id, Edition.sealed_at.is_(None))
        .order_by(Edition.ordinal.desc())
        .limit(1)
    )


def current_editions(certificate_ids: Sequence[int]) -> dict[int, Edition]:
    """What the holders of several certificates hold now: certificate id -> edition. One statement."""
    rows = session.scalars(
        select(Edition)
        .where(Edition.certificate_id.in_(certificate_ids), Edition.sealed_at.is_(None))
        .order_by(Edition.ordinal)
    )
    return {one.certificate_id: one for one in rows}


def editions(certificate_id: int) -> Sequence[Edition]:
    """All that was ever printed of it, newest first."""
    return session.scalars(
        select(Edition).where(Edition.certificate_id == certificate_id).order_by(Edition.ordinal.desc())
    ).all()


def edition(edition_id: int) -> Edition:
    return session.get_one(Edition, edition_id)


def find(organization_id: int, public_id: str) -> Certificate | None:
    return session.scalar(
        select(Certificate).where(Certificate.organization_id == organization_id, Certificate.public_id == public_id)
    )


def of_enrolments(enrolment_ids: Sequence[int]) -> dict[int, Certificate]:
    """Certificates of several courses at once, by enrolment."""
    rows = session.scalars(select(Certificate).where(Certificate.enrolment_id.in_(enrolment_ids)))
    return {one.enrolment_id: one for one in rows}


def of_enrolment(enrolment_id: int) -> Certificate | None:
    return session.scalar(select(Certificate).where(Certificate.enrolment_id == enrolment_id))


def of_membership(membership_id: int) -> Sequence[Certificate]:
    """A person's certificates from one organization, oldest first."""
    return session.scalars(
        select(Certificate).where(Certificate.membership_id == membership_id).order_by(Certificate.id)
    ).all()


def of_person(account_id: int, public_id: str) -> Certificate | None:
    """A person's own certificate, also from an organization they have left."""
    return session.scalar(
        select(Certificate)
        .join(Membership, Membership.id == Certificate.membership_id)
        .where(Membership.account_id == account_id, Certificate.public_id == public_id)
    )


def held_by(account_id: int) -> Sequence[tuple[Certificate, Edition]]:
    """A person's certificates as they hold them now: each with its edition, newest first."""
    rows = session.execute(
        select(Certificate, Edition)
        .join(Membership, Membership.id == Certificate.membership_id)
        .join(Edition, and_(Edition.certificate_id == Certificate.id, Edition.sealed_at.is_(None)))
        .where(Membership.account_id == account_id)
        .order_by(Certificate.id.desc())
    )
    return [(one, edition) for one, edition in rows]


def page(
    organization_id: int, *, state: str | None = None, before: int | None = None, size: int = 50
) -> Sequence[tuple[Certificate, str]]:
    """One page of certificates with their holders' names, newest first. `before`: id of the last row shown."""
    query = (
        select(Certificate, Account.name)
        .join(Membership, Membership.id == Certificate.membership_id)
        .join(Account, Account.id == Membership.account_id)
        .where(Certificate.organization_id == organization_id)
        .order_by(Certificate.id.desc())
        .limit(size)
    )
    if state:
        query = query.where(Certificate.state == state)
    if before:
        query = query.where(Certificate.id < before)
    return [(one, name) for one, name in session.execute(query)]


def with_mailbox(certificate_ids: Sequence[int]) -> set[int]:
    """Those of these certificates whose holders can be reached by mail. One statement, none for no certificate."""
    if not certificate_ids:
        return set()
    query = (
        select(Certificate.id)
        .join(Membership, Membership.id == Certificate.membership_id)
        .join(Account, Account.id == Membership.account_id)
        .where(Certificate.id.in_(certificate_ids), Account.email.is_not(None))
    )
    return set(session.scalars(query))


def count(organization_id: int, state: str) -> int:
    return (
        session.scalar(
            select(func.count()).where(Certificate.organization_id == organization_id, Certificate.state == state)
        )
        or 0
    )
