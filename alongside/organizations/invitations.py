"""Invitations: single use, expiring, bound to an address where there is one."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import select, update

from alongside.foundation import clock, emails, ids
from alongside.foundation.database import rows_met, session
from alongside.organizations.members import MayNotGiveRole, may_give
from alongside.organizations.models import ROLES, Cohort, Invitation, Membership

LIVES_DAYS = 14


class InvitationIsSpent(Exception):
    """The link was used, withdrawn, has run out, or never was."""


def invite(by: Membership, *, role: str, cohort: Cohort | None = None, name: str = "", email: str = "") -> tuple[Invitation, str]:
    """An invitation and the token of its link. Raises MayNotGiveRole."""
    if role not in may_give(by):
        raise MayNotGiveRole
    token = ids.token()
    address = emails.read(email) if email else None
    invitation = Invitation(
        organization_id=by.organization_id,
        token_hash=ids.digest(token),
        role=role,
        cohort_id=cohort.id if cohort else None,
        name=name,
        email=address.sendable if address else None,
        email_key=address.key if address else None,
        invited_by=by.account.public_id,
        expires_at=clock.in_(days=LIVES_DAYS),
    )
    session.add(invitation)
    session.flush()
    return invitation, token


def open_invitation(token: str) -> Invitation:
    """Raises InvitationIsSpent."""
    found = session.scalar(select(Invitation).where(Invitation.token_hash == ids.digest(ids.as_typed(token))))
    if found is None or not found.is_open:
        raise InvitationIsSpent
    return found


def use(invitation: Invitation) -> None:
    """One person wins, however many click at once. Raises InvitationIsSpent."""
    won = rows_met(
        update(Invitation)
        .where(
            Invitation.id == invitation.id,
            Invitation.used_at.is_(None),
            Invitation.withdrawn_at.is_(None),
            Invitation.expires_at > clock.now(),
        )
        .values(used_at=clock.now())
    )
    if not won:
        raise InvitationIsSpent


def withdraw(invitation: Invitation) -> bool:
    """Its link stops working. False if it was used or withdrawn before."""
    return bool(_withdraw(Invitation.id == invitation.id))


def withdraw_earlier(organization_id: int, *, name: str, role: str) -> list[str]:
    """A new link for the same name takes the place of one that was handed over before. Returns public ids."""
    return _withdraw(
        Invitation.organization_id == organization_id,
        Invitation.email_key.is_(None),
        Invitation.name == name,
        Invitation.role == role,
    )


def withdraw_of_leaver(membership: Membership, *, made: Collection[str] = ROLES, sent: Collection[str] = ROLES) -> list[str]:
    """Who loses rights must not come back by a link of their own making, nor by one that waits in their mailbox.

    `made`: the roles of links they made; `sent`: the roles of links sent to them. Returns public ids.
    """
    theirs = (Invitation.invited_by == membership.account.public_id) & Invitation.role.in_(made)
    if membership.account.email_key:
        theirs |= (Invitation.email_key == membership.account.email_key) & Invitation.role.in_(sent)
    return _withdraw(Invitation.organization_id == membership.organization_id, theirs)


def _withdraw(*which: Any) -> list[str]:
    done = session.scalars(
        update(Invitation)
        .where(*which, Invitation.used_at.is_(None), Invitation.withdrawn_at.is_(None))
        .values(withdrawn_at=clock.now())
        .returning(Invitation.public_id)
    )
    return sorted(done)


def open_to(organization_id: int, keys: Sequence[str]) -> set[str]:
    """Which of these (canonical) addresses have an invitation that is still open."""
    rows = session.scalars(
        select(Invitation.email_key).where(
            Invitation.organization_id == organization_id,
            Invitation.email_key.in_(keys),
            Invitation.used_at.is_(None),
            Invitation.withdrawn_at.is_(None),
            Invitation.expires_at > clock.now(),
        )
    )
    return {one for one in rows if one}


def find(organization_id: int, public_id: str) -> Invitation | None:
    return session.scalar(
        select(Invitation).where(Invitation.organization_id == organization_id, Invitation.public_id == public_id)
    )


def waiting(organization_id: int, *, before: int | None = None, size: int = 50) -> Sequence[Invitation]:
    """Those not accepted yet, newest first. `before`: id of the last one shown."""
    earlier = [Invitation.id < before] if before else []
    return session.scalars(
        select(Invitation)
        .where(
            *earlier,
            Invitation.organization_id == organization_id,
            Invitation.used_at.is_(None),
            Invitation.withdrawn_at.is_(None),
            Invitation.expires_at > clock.now(),
        )
        .order_by(Invitation.id.desc())
        .limit(size)
    ).all()
