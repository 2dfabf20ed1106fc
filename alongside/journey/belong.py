"""Belong: roles given and taken, and a membership that ends. Rights go with them, on the next request."""

from __future__ import annotations

from alongside.foundation.audit import record
from alongside.journey import tags
from alongside.organizations import invitations, members
from alongside.organizations.models import Membership


def change_roles(membership: Membership, roles: set[str], *, by: Membership) -> bool:
    """Give and take roles. False if nothing changed. Raises MayNotGiveRole, LastOwner."""
    before = members.membership_roles(membership)
    if before == roles:
        return False
    could_give = members.may_give(membership)
    members.change_roles(membership, roles, by=by)
    lost = tuple(role for role in could_give if role not in members.may_give(membership))
    if lost:
        invitations.withdraw_of_leaver(membership, lost)
    record(
        tags.ROLES_CHANGED,
        organization_id=membership.organization_id,
        actor=by.account.public_id,
        subject=membership.public_id,
        before=sorted(before),
        now=sorted(roles),
    )
    return True


def end_membership(membership: Membership, *, by: Membership) -> None:
    """The person leaves; what they did and earned stays. Raises MayNotGiveRole, LastOwner."""
    members.end(membership, by=by)
    invitations.withdraw_of_leaver(membership)
    record(
        tags.MEMBERSHIP_ENDED,
        organization_id=membership.organization_id,
        actor=by.account.public_id,
        subject=membership.public_id,
    )
