"""A slip is as good as a password, and whoever printed it may have kept it (T01, T05, T06)."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from alongside.foundation.database import session
from alongside.journey import belong, join
from alongside.organizations.models import Membership, Organization
from alongside.people import accounts
from alongside.people.models import Account


def boss_of(name: str) -> Membership:
    return session.scalars(
        select(Membership).join(Organization, Organization.id == Membership.organization_id)
        .join(Account, Account.id == Membership.account_id).where(Organization.name == name, Membership.is_owner)
    ).one()  # fmt: skip


@pytest.fixture
def slip(installation):
    """Marisol has no mailbox; Omar printed a slip for her and kept a copy. (Her membership's id, the code.)"""
    with installation.database.writing():
        member, token = join.add_without_mailbox(boss_of("Harbor Street Center"), name="Marisol Vega", cohort=None)
        return member.id, token


def is_open(installation, token: str) -> bool:
    with installation.database.reading():
        try:
            accounts.open_link(token)
        except accounts.LinkIsSpent:
            return False
        return True


def test_a_kept_slip_does_not_open_what_the_person_was_given_later(installation, slip):
    member, token = slip
    assert is_open(installation, token)
    with installation.database.writing():
        belong.change_roles(session.get_one(Membership, member), {"trainee", "owner"}, by=boss_of("Harbor Street Center"))
    assert not is_open(installation, token)


def test_a_kept_slip_does_not_open_the_next_organization(installation, slip):
    member, token = slip
    with installation.database.writing():
        belong.let_in(boss_of("Hilltop House").organization, session.get_one(Membership, member).account, "administrator")
    assert not is_open(installation, token)


def test_the_next_organization_prints_no_slip_for_who_was_somewhere_before(installation, slip):
    member, _ = slip
    with installation.database.writing():
        harbor, hilltop = boss_of("Harbor Street Center"), boss_of("Hilltop House")
        membership = session.get_one(Membership, member)
        belong.end_membership(membership, by=harbor)
        there = belong.let_in(hilltop.organization, membership.account, "trainee")
        with pytest.raises(join.NotOursAlone):
            join.print_slip(hilltop, there)
