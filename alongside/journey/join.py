"""Join: an organization invites, a person accepts; or gets a printed slip where there is no mailbox."""

from __future__ import annotations

from urllib.parse import quote

from alongside.foundation import sealing
from alongside.foundation.audit import record
from alongside.foundation.database import session
from alongside.foundation.installation import here
from alongside.foundation.mail import queue_mail
from alongside.journey import tags
from alongside.journey.enrol import enrol
from alongside.organizations import cohorts, invitations, members
from alongside.organizations.models import Cohort, Invitation, Membership, Organization
from alongside.people import accounts
from alongside.people.models import Account


class AnotherPersonsInvitation(Exception):
    """The invitation is bound to an address that is not this person's."""


def invite(by: Membership, *, role: str, cohort: Cohort | None = None, name: str = "", email: str = "") -> str:
    """Invite somebody; mails the link if there is an address. Returns the link. Raises MayNotGiveRole."""
    invitation, token = invitations.invite(by, role=role, cohort=cohort, name=name, email=email)
    link = f"{here().settings.base_url}/join/{token}"
    if email:
        queue_mail(
            "invitation",
            to=email.strip(),
            language=by.organization.language,
            organization_id=by.organization_id,
            organization=by.organization.name,
            name=name,
            link=link,
            days=invitations.LIVES_DAYS,
        )
    record(
        tags.INVITATION_MADE,
        organization_id=by.organization_id,
        actor=by.account.public_id,
        subject=invitation.public_id,
        role=role,
    )
    return link


def withdraw(invitation: Invitation, *, by: Membership) -> bool:
    """The link stops working. False if it was used or withdrawn before; nothing changes then."""
    done = invitations.withdraw(invitation)
    if done:
        record(
            tags.INVITATION_WITHDRAWN,
            organization_id=by.organization_id,
            actor=by.account.public_id,
            subject=invitation.public_id,
        )
    return done


def ask_by_mail(invitation: Invitation, token: str, email: str) -> None:
    """Send the link of an invitation to a mailbox, to see that it is theirs.

    Whether that address has an account is looked at by nobody here: the answer, and the work, are the same.
    """
    proof = sealing.seal(email.strip(), table="invitation", row=invitation.public_id, organization=invitation.organization_id)
    queue_mail(
        "invitation",
        to=email.strip(),
        language=invitation.organization.language,
        organization_id=invitation.organization_id,
        organization=invitation.organization.name,
        name="",
        link=f"{here().settings.base_url}/join/{token}?proof={quote(proof)}",
        days=invitations.LIVES_DAYS,
    )


def address_of(invitation: Invitation, proof: str) -> str | None:
    """The address that is known to be the visitor's: the link was mailed there, by the organization or on request."""
    if invitation.email_key is not None:
        return invitation.email_key
    try:
        return sealing.unseal_text(
            proof, table="invitation", row=invitation.public_id, organization=invitation.organization_id
        )
    except sealing.SealBroken:
        return None


def accept_as_newcomer(invitation: Invitation, *, name: str, email: str | None, password_hash: str) -> Account:
    """Somebody without an account joins. Raises InvitationIsSpent, AddressTaken."""
    invitations.use(invitation)
    account = accounts.create(name=name, email=email, language=invitation.organization.language)
    account.password_hash = password_hash
    _join(invitation, account)
    return account


def accept(invitation: Invitation, account: Account) -> Membership:
    """The person joins, in the role and cohort the invitation names. Raises InvitationIsSpent, AnotherPersonsInvitation."""
    if invitation.email_key is not None and invitation.email_key != account.email_key:
        raise AnotherPersonsInvitation
    invitations.use(invitation)
    return _join(invitation, account)


def _join(invitation: Invitation, account: Account) -> Membership:
    membership = members.add(invitation.organization, account, invitation.role)
    record(
        tags.INVITATION_ACCEPTED,
        organization_id=invitation.organization_id,
        actor=account.public_id,
        subject=invitation.public_id,
    )
    if invitation.cohort_id is not None:
        cohort = session.get_one(Cohort, invitation.cohort_id)
        if invitation.role == "trainee":
            enrol(membership, course=cohort.course, cohort=cohort, by=invitation.invited_by)
        elif invitation.role == "trainer":
            cohorts.add_trainer(cohort, membership)
    return membership


def add_without_mailbox(by: Membership, *, name: str, cohort: Cohort | None) -> tuple[Membership, str]:
    """A trainee who has no e-mail address: an account with a made-up sign-in name, and the token of its slip."""
    account = accounts.create(name=name, language=by.organization.language)
    membership = members.add(by.organization, account, "trainee")
    if cohort is not None:
        enrol(membership, course=cohort.course, cohort=cohort, by=by.account.public_id)
    return membership, print_slip(by, membership)


class NotOursAlone(Exception):
    """The account has a mailbox or belongs to another organization too: it recovers by mail, not by a slip from us."""


def print_slip(by: Membership, membership: Membership) -> str:
    """A fresh code to choose a password with; earlier slips stop working. Raises NotOursAlone.

    Only for people without a mailbox who belong to nobody else: a slip is as good as their password.
    """
    account = membership.account
    if account.email is not None or len(members.of_account(account.id)) > 1 or membership.has_role("owner", "administrator"):
        raise NotOursAlone
    record(
        tags.SLIP_PRINTED, organization_id=by.organization_id, actor=by.account.public_id, subject=membership.public_id
    )
    return accounts.one_time_link(account, "slip")


def found_organization(name: str, *, owner_name: str, owner_email: str) -> tuple[Organization, str]:
    """A new organization and the link its first owner chooses a password with."""
    organization = members.create_organization(name)
    account = accounts.by_email(owner_email) or accounts.create(name=owner_name, email=owner_email)
    members.add(organization, account, "owner", "administrator")
    record(tags.ORGANIZATION_CREATED, organization_id=organization.id, actor=None, subject=organization.public_id)
    return organization, owner_link(organization, account)


def owner_link(organization: Organization, account: Account) -> str:
    """For a first owner, or one who lost the way in. Whoever runs the machine may make one; it is written down."""
    record(tags.OWNER_RESCUED, organization_id=organization.id, actor=None, subject=account.public_id)
    return f"{here().settings.base_url}/password/{accounts.one_time_link(account, 'owner')}"
