"""An organization at a glance: the figures of its first page, in one statement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, func, or_, select

from alongside.certification.models import Certificate, Edition
from alongside.foundation import clock
from alongside.foundation.database import session
from alongside.organizations.models import Cohort, Invitation, Membership, Organization


@dataclass(frozen=True)
class Overview:
    """Who is ready, who is here, what holds."""

    waiting: int  # earned, and not issued yet
    people: int
    in_force: int
    invitations: int
    cohorts: int
    has_signatory: bool
    is_alone: bool  # nobody but the one who asks, and nobody invited

    @property
    def is_new(self) -> bool:
        return not (self.cohorts and self.has_signatory) or self.is_alone


def of_organization(organization_id: int, today: date) -> Overview:
    """`today`: the date in the organization's time zone; certificates end with a day there."""
    mine = Membership.organization_id == organization_id
    counts = {
        "waiting": _count(Certificate).where(
            Certificate.organization_id == organization_id, Certificate.state == "earned"
        ),
        "people": _count(Membership).where(mine, Membership.ended_at.is_(None)),
        "in_force": _count(Edition)
        .join(Certificate, Certificate.id == Edition.certificate_id)
        .where(
            Certificate.organization_id == organization_id,
            Certificate.state == "issued",
            Edition.sealed_at.is_(None),
            or_(Edition.valid_until.is_(None), Edition.valid_until >= today),
        ),
        "invitations": _count(Invitation).where(
            Invitation.organization_id == organization_id,
            Invitation.used_at.is_(None),
            Invitation.withdrawn_at.is_(None),
            Invitation.expires_at > clock.now(),
        ),
        "cohorts": _count(Cohort).where(Cohort.organization_id == organization_id),
    }
    row = session.execute(
        select(
            *(query.scalar_subquery().label(name) for name, query in counts.items()),
            Organization.signatory_name.label("signatory"),
        ).where(Organization.id == organization_id)
    ).one()
    figures = {name: getattr(row, name) for name in counts}
    return Overview(
        **figures, has_signatory=bool(row.signatory), is_alone=row.people <= 1 and not row.invitations
    )


def _count(table: type) -> Select[int]:
    return select(func.count()).select_from(table)
