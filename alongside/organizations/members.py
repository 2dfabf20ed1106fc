"""Who belongs to an organization, and in which roles."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Row, delete, func, select, tuple_, update
from sqlalchemy.orm import joinedload

from alongside.foundation import clock
from alongside.foundation.database import insert, session
from alongside.organizations.models import ROLES, CohortTrainer, Membership, Organization
from alongside.people.models import Account

# Who may give (and take) which role: nobody can give a right they do not have.
MAY_GIVE = {
    "owner": ROLES,
    "administrator": ("trainee", "trainer", "observer", "administrator"),
}


class MayNotGiveRole(Exception):
    """Somebody tried to give or take a role that they do not hold themselves."""


class LastOwner(Exception):
    """The last owner cannot leave or lose the role: name another one first."""


def create_organization(name: str, **settings: str) -> Organization:
    organization = Organization(name=name, **settings)
    session.add(organization)
    session.flush()
    return organization


def nobody_yet() -> bool:
    """Is this an installation without any organization: fresh, and waiting for its first owner?"""
    return session.scalar(select(Organization.id).limit(1)) is None


def organizations() -> list[tuple[Organization, list[str]]]:
    """Every organization of the installation with the addresses or sign-in names of its owners, by name."""
    owners: dict[int, list[str]] = {}
    for organization_id, name in session.execute(
        select(Membership.organization_id, Account.sign_in_name)
        .join(Account, Account.id == Membership.account_id)
        .where(Membership.is_owner, Membership.ended_at.is_(None))
        .order_by(Account.sign_in_name)
    ):
        owners.setdefault(organization_id, []).append(name)
    return [(one, owners.get(one.id, [])) for one in session.scalars(select(Organization).order_by(Organization.name))]


def add(organization: Organization, account: Account, *roles: str) -> Membership:
    """Make the person a member with these roles; a member gains them, one who had left comes back.

    Two invitations accepted at once make one membership, with the roles of both.
    """
    session.execute(
        insert(Membership)
        .values(organization_id=organization.id, account_id=account.id, sort_name=account.sort_name)
        .on_conflict_do_nothing(index_elements=["organization_id", "account_id"])
    )
    membership = session.scalars(
        select(Membership)
        .where(Membership.organization_id == organization.id, Membership.account_id == account.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).one()
    if membership.ended_at is not None:
        membership.ended_at = None
        _set_roles(membership, ())
    _set_roles(membership, {*membership.roles, *roles})
    session.flush()
    return membership


def rename(account: Account) -> None:
    """Lists go by the person's new name."""
    session.execute(update(Membership).where(Membership.account_id == account.id).values(sort_name=account.sort_name))


def _set_roles(membership: Membership, roles: Sequence[str] | set[str]) -> None:
    for role in ROLES:
        setattr(membership, f"is_{role}", role in roles)
    if "trainer" not in roles:
        _leave_cohorts(membership)


def _leave_cohorts(membership: Membership) -> None:
    """No cohort names a person who trains no more: whoever gets the role again is named again."""
    if membership.id is not None:
        session.execute(delete(CohortTrainer).where(CohortTrainer.membership_id == membership.id))


def change_roles(membership: Membership, roles: set[str], *, by: Membership) -> None:
    """Raises MayNotGiveRole, LastOwner."""
    before = set(membership.roles)
    if any(role not in may_give(by) for role in before ^ roles):
        raise MayNotGiveRole
    if "owner" in before - roles:
        _other_owner_must_exist(membership)
    _set_roles(membership, roles)


def may_give(membership: Membership) -> tuple[str, ...]:
    held = [role for role in ("owner", "administrator") if getattr(membership, f"is_{role}")]
    return MAY_GIVE[held[0]] if held else ()


def end(membership: Membership, *, by: Membership) -> None:
    """The person leaves; what they did and earned stays. Raises MayNotGiveRole, LastOwner."""
    if any(role not in may_give(by) for role in membership.roles):
        raise MayNotGiveRole
    if membership.is_owner:
        _other_owner_must_exist(membership)
    _leave_cohorts(membership)
    membership.ended_at = clock.now()


def _other_owner_must_exist(membership: Membership) -> None:
    take_turn(membership.organization_id)  # two owners who leave at once must not both find the other one
    others = select(func.count()).where(
        Membership.organization_id == membership.organization_id,
        Membership.id != membership.id,
        Membership.is_owner,
        Membership.ended_at.is_(None),
    )
    if not session.scalar(others):
        raise LastOwner


def of_account(account_id: int) -> Sequence[Membership]:
    """The organizations a person belongs to now, oldest first."""
    return session.scalars(
        select(Membership)
        .where(Membership.account_id == account_id, Membership.ended_at.is_(None))
        .order_by(Membership.id)
    ).all()


def find(organization_id: int, public_id: str) -> Membership | None:
    return session.scalar(
        select(Membership).where(
            Membership.organization_id == organization_id,
            Membership.public_id == public_id,
            Membership.ended_at.is_(None),
        )
    )


def find_several(organization_id: int, public_ids: Sequence[str]) -> Sequence[Membership]:
    """Those of them who belong here now, with their accounts. One statement."""
    return session.scalars(
        select(Membership)
        .options(joinedload(Membership.account))
        .where(
            Membership.organization_id == organization_id,
            Membership.public_id.in_(public_ids),
            Membership.ended_at.is_(None),
        )
        .order_by(Membership.id)
    ).all()


def take_turn(organization_id: int) -> None:
    """Others who add people here wait until this unit of work is done: what was looked up stays true until it is written."""
    session.execute(select(Organization.id).where(Organization.id == organization_id).with_for_update())


def namesake(organization_id: int, name: str) -> Membership | None:
    """A member of exactly this name: the same person entered twice, or another one."""
    return session.scalar(
        select(Membership)
        .join(Account, Membership.account_id == Account.id)
        .where(Membership.organization_id == organization_id, Membership.ended_at.is_(None), Account.name == name)
        .limit(1)
    )


def addresses(organization_id: int, keys: Sequence[str]) -> set[str]:
    """Which of these (canonical) addresses belong to members."""
    rows = session.scalars(
        select(Account.email_key)
        .join(Membership, Membership.account_id == Account.id)
        .where(Membership.organization_id == organization_id, Membership.ended_at.is_(None), Account.email_key.in_(keys))
    )
    return {one for one in rows if one}


def public_ids(membership_ids: Sequence[int]) -> dict[int, str]:
    """What leads to the pages of several members: membership id -> public id. One statement."""
    rows = session.execute(select(Membership.id, Membership.public_id).where(Membership.id.in_(membership_ids)))
    return dict(rows.all())


def person_of(membership_id: int) -> str | None:
    """The public id of the person behind a membership, for the audit log."""
    return session.scalar(
        select(Account.public_id).join(Membership, Membership.account_id == Account.id).where(Membership.id == membership_id)
    )


def page(
    organization_id: int, *, role: str | None = None, words: str = "", after: tuple[str, int] | None = None, size: int = 50
) -> Sequence[Row[Membership, Account]]:
    """One page of members by name. `after`: (sort_name, id) of the row before it. Its cost does not grow with people."""
    query = (
        select(Membership, Account)
        .join(Account, Membership.account_id == Account.id)
        .where(Membership.organization_id == organization_id, Membership.ended_at.is_(None))
        .order_by(Membership.sort_name, Membership.id)
        .limit(size)
    )
    if role:
        query = query.where(getattr(Membership, f"is_{role}"))
    if words:
        query = query.where(Membership.sort_name.contains(words.casefold(), autoescape=True))
    if after:
        # Compared as a pair: so the index is entered at this place, not read up to it.
        query = query.where(tuple_(Membership.sort_name, Membership.id) > after)
    return session.execute(query).all()


def with_role(organization_id: int, role: str) -> Sequence[Membership]:
    return session.scalars(
        select(Membership)
        .where(
            Membership.organization_id == organization_id,
            Membership.ended_at.is_(None),
            getattr(Membership, f"is_{role}"),
        )
        .order_by(Membership.id)
    ).all()


def count_ever(account_id: int) -> int:
    """To how many organizations the person belongs or once belonged."""
    return session.scalar(select(func.count()).where(Membership.account_id == account_id)) or 0
