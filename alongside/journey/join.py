"""Join: an organization invites, a person accepts; or gets a printed slip where there is no mailbox."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from alongside.foundation import emails, log, sealing
from alongside.foundation.audit import record
from alongside.foundation.database import session
from alongside.foundation.installation import here
from alongside.foundation.mail import queue_mail
from alongside.journey import belong, tags
from alongside.journey.enrol import NoSuchCourse, NothingPublished, enrol, release_with
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
    if invitation.email:
        queue_mail(
            "invitation",
            to=invitation.email,
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


@dataclass(frozen=True)
class Invited:
    """What came of inviting several: who has a letter now, whose earlier link still holds, who belongs here already."""

    new: int
    waiting: int
    here: int


def invite_several(
    by: Membership, *, role: str, cohort: Cohort | None, people: Mapping[str, tuple[str, str]]
) -> Invited:
    """Invite by mail. `people`: canonical address -> (address, name). Raises MayNotGiveRole.

    Who belongs here or has an open invitation gets no second one; so the second click sends nothing.
    """
    members.take_turn(by.organization_id)
    here = members.addresses(by.organization_id, list(people))
    waiting = invitations.open_to(by.organization_id, list(people)) - here
    new = [one for key, one in people.items() if key not in here | waiting]
    for address, name in new:
        invite(by, role=role, cohort=cohort, name=name, email=address)
    return Invited(len(new), len(waiting), len(here))


def hand_over(by: Membership, *, role: str, cohort: Cohort | None, name: str) -> str:
    """A link to give to somebody by hand; one made for the same name before stops working. Raises MayNotGiveRole."""
    members.take_turn(by.organization_id)
    belong.write_down_withdrawn(invitations.withdraw_earlier(by.organization_id, name=name, role=role), by=by)
    return invite(by, role=role, cohort=cohort, name=name)


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
    address = emails.sendable(email)
    proof = sealing.seal(address, table="invitation", row=invitation.public_id, organization=invitation.organization_id)
    queue_mail(
        "invitation",
        to=address,
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
        return invitation.email or invitation.email_key  # as it is written, not folded as the key is
    try:
        return sealing.unseal_text(
            proof, table="invitation", row=invitation.public_id, organization=invitation.organization_id
        )
    except sealing.SealBroken:
        return None


def accept_as_newcomer(
    invitation: Invitation, *, name: str, email: str | None, password_hash: str, called: str | None = None
) -> Account:
    """Somebody without an account joins. Raises InvitationIsSpent, AddressTaken."""
    invitations.use(invitation)
    account = accounts.create(name=name, email=email, language=invitation.organization.language)
    account.called = called
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
    membership = belong.let_in(invitation.organization, account, invitation.role)
    record(
        tags.INVITATION_ACCEPTED,
        organization_id=invitation.organization_id,
        actor=account.public_id,
        subject=invitation.public_id,
    )
    if invitation.cohort_id is not None:
        cohort = session.get_one(Cohort, invitation.cohort_id)
        if invitation.role == "trainee":
            _enrol_if_published(membership, cohort, by=invitation.invited_by)
        elif invitation.role == "trainer":
            cohorts.add_trainer(cohort, membership)
    return membership


def _enrol_if_published(membership: Membership, cohort: Cohort, *, by: str | None) -> None:
    """An invitation outlives a course: who holds one comes in all the same, and the organization reads that a course is missing."""
    try:
        enrol(membership, course=cohort.course, cohort=cohort, by=by)
    except (NoSuchCourse, NothingPublished) as missing:
        log.event("enrolment.missed", level="warning", error=missing, cohort=cohort.public_id)
        record(
            tags.ENROLMENT_MISSED,
            organization_id=membership.organization_id,
            actor=None,
            subject=membership.public_id,
            cohort=cohort.public_id,
        )


class Namesake(Exception):
    """A member of this name is here already: the same person entered twice, or another one."""

    def __init__(self, membership: Membership) -> None:
        self.membership = membership


def add_without_mailbox(
    by: Membership, *, name: str, cohort: Cohort | None, another: bool = False
) -> tuple[Membership, str]:
    """A trainee who has no e-mail address: an account with a made-up sign-in name, and the token of its slip.

    `another`: it is known that somebody else has this name. Raises Namesake, NoSuchCourse, NothingPublished; then
    nothing was done.
    """
    members.take_turn(by.organization_id)  # the second click of a double click must not make a second person
    namesake = members.namesake(by.organization_id, name)
    if namesake is not None and not another:
        raise Namesake(namesake)
    if cohort is not None:
        release_with(cohort.course)
    account = accounts.create(name=name, language=by.organization.language)
    membership = members.add(by.organization, account, "trainee")
    if cohort is not None:
        enrol(membership, course=cohort.course, cohort=cohort, by=by.account.public_id)
    return membership, print_slip(by, membership)


class NotOursAlone(Exception):
    """The account has a mailbox or belongs to another organization too: it recovers by mail, not by a slip from us."""


def _is_ours_alone(membership: Membership) -> bool:
    """A slip is as good as a password, and whoever prints it could use it.

    So it is for people without a mailbox who never belonged to anybody else, and who run nothing here.
    """
    account = membership.account
    alone = members.count_ever(account.id) == 1
    return account.email is None and alone and not membership.has_role("owner", "administrator")


def print_slip(by: Membership, membership: Membership) -> str:
    """A fresh code to choose a password with; earlier slips stop working. Raises NotOursAlone."""
    account = membership.account
    if not _is_ours_alone(membership):
        raise NotOursAlone
    record(
        tags.SLIP_PRINTED,
        organization_id=by.organization_id,
        actor=by.account.public_id,
        subject=membership.public_id,
        person=account.public_id,
    )
    return accounts.one_time_link(account, "slip")


def found_organization(name: str, *, owner_name: str, owner_email: str) -> tuple[Organization, str]:
    """A new organization and the link its first owner chooses a password with."""
    organization = members.create_organization(name)
    account = accounts.by_email(owner_email) or accounts.create(name=owner_name, email=owner_email)
    belong.let_in(organization, account, "owner", "administrator")
    record(tags.ORGANIZATION_CREATED, organization_id=organization.id, actor=None, subject=organization.public_id)
    return organization, owner_link(organization, account)


def owner_link(organization: Organization, account: Account) -> str:
    """For a first owner, or one who lost the way in. Whoever runs the machine may make one; it is written down."""
    record(tags.OWNER_RESCUED, organization_id=organization.id, actor=None, subject=account.public_id, person=account.public_id)
    return f"{here().settings.base_url}/password/{accounts.one_time_link(account, 'owner')}"
