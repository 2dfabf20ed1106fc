"""Belong: roles given and taken, and a membership that ends. Rights go with them, on the next request."""

from __future__ import annotations

from collections.abc import Sequence

from alongside.certification import certificates
from alongside.foundation.audit import record
from alongside.journey import tags
from alongside.learning import enrolments
from alongside.learning.models import Enrolment
from alongside.organizations import invitations, members
from alongside.organizations.models import Membership, Organization
from alongside.people import accounts
from alongside.people.models import Account
from alongside.reporting.counts import count_up


def change_roles(membership: Membership, roles: set[str], *, by: Membership) -> bool:
    """Give and take roles. False if nothing changed. Raises MayNotGiveRole, LastOwner."""
    before = set(membership.roles)
    if before == roles:
        return False
    could_give = members.may_give(membership)
    members.change_roles(membership, roles, by=by)
    accounts.spend_slips(membership.account)
    gives_no_more = set(could_give) - set(members.may_give(membership))
    # An owner may do what an administrator may: who leads no more must not come back as either.
    taken = (before - roles) | (set(members.MAY_GIVE) if gives_no_more else set())
    write_down_withdrawn(invitations.withdraw_of_leaver(membership, made=gives_no_more, sent=taken), by=by)
    record(
        tags.ROLES_CHANGED,
        organization_id=membership.organization_id,
        actor=by.account.public_id,
        subject=membership.public_id,
        person=membership.account.public_id,
        before=sorted(before),
        now=sorted(roles),
    )
    return True


def let_in(organization: Organization, account: Account, *roles: str) -> Membership:
    """Make the person a member with these roles; who had left goes on where they were."""
    membership = members.add(organization, account, *roles)
    accounts.spend_slips(account)
    _count(enrolments.resume(membership.id), 1)
    return membership


def end_membership(membership: Membership, *, by: Membership) -> None:
    """The person leaves: off every trainer's list at once; what they earned stays theirs. Raises MayNotGiveRole, LastOwner."""
    members.end(membership, by=by)
    accounts.spend_slips(membership.account)
    _count(enrolments.end(membership.id), -1)
    write_down_withdrawn(invitations.withdraw_of_leaver(membership), by=by)
    record(
        tags.MEMBERSHIP_ENDED,
        organization_id=membership.organization_id,
        actor=by.account.public_id,
        subject=membership.public_id,
        person=membership.account.public_id,
    )


def _count(who: Sequence[Enrolment], by: int) -> None:
    """A cohort's figures are of the people who are there, so that each is as long as the list it opens."""
    held = certificates.of_enrolments([one.id for one in who]) if who else {}
    for enrolment in who:
        where = (enrolment.organization_id, enrolment.cohort_id)
        if certificate := held.get(enrolment.id):
            count_up(*where, "earned", by=by)
            if certificate.issued_at is not None:
                count_up(*where, "certified", by=by)
        count_up(*where, "enrolled", by=by)


def write_down_withdrawn(public_ids: Sequence[str], *, by: Membership) -> None:
    """Invitations that ended by what somebody did."""
    for one in public_ids:
        record(tags.INVITATION_WITHDRAWN, organization_id=by.organization_id, actor=by.account.public_id, subject=one)
