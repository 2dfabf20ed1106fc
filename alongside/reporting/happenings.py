"""What happened in an organization, from its audit log, with names where they are still known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select, union_all

from alongside.assessment.models import Attempt
from alongside.certification.models import Certificate
from alongside.foundation import audit
from alongside.foundation.database import session
from alongside.learning.models import Enrolment
from alongside.organizations.models import Cohort, Invitation, Membership
from alongside.people.models import Account


@dataclass(frozen=True)
class Happening:
    """One row: who did what, about whom or what. Codes and names; sentences are made by the page."""

    id: int
    at: datetime
    action: str  # the tag's text: "administrator:certificate:revoke"
    actor: str  # a name, or "" where nobody acted or nobody knows any more
    by_nobody: bool  # no person did it: the product itself, or whoever runs it
    about: str  # a name, or ""
    detail: dict[str, Any]


def page(organization_id: int, *, before: int | None = None, size: int = 50) -> list[Happening]:
    """Newest first. A few statements, however many rows there are."""
    rows = audit.page(organization_id, before=before, size=size)
    wanted: dict[str, set[str]] = defaultdict(set)
    for row, _detail in rows:
        wanted["account"].add(row.actor_id or "")
        wanted[row.subject_type].add(row.subject_id or "")
    names = {kind: _names(kind, organization_id, ids - {""}) for kind, ids in wanted.items()}
    return [
        Happening(
            id=row.id,
            at=row.at,
            action=row.action,
            actor=names["account"].get(row.actor_id or "", ""),
            by_nobody=row.actor_id is None,
            about=names[row.subject_type].get(row.subject_id or "", ""),
            detail=detail,
        )
        for row, detail in rows
    ]


def of_certificate(organization_id: int, public_id: str) -> list[tuple[str, datetime]]:
    """When a certificate was revoked and when it was reinstated, oldest first."""
    said = {"administrator:certificate:revoke": "revoked", "administrator:certificate:reinstate": "reinstated"}
    rows = audit.about_thing(organization_id, "certificate", public_id)
    return [(said[row.action], row.at) for row in rows if row.action in said]


def _names(kind: str, organization_id: int, ids: Iterable[str]) -> dict[str, str]:
    """Public id -> name, only of what belongs to this organization."""
    if not ids or kind not in _QUERIES:
        return {}
    return dict(session.execute(_QUERIES[kind](organization_id, list(ids))).all())


def _accounts(organization_id: int, ids: list[str]) -> Select[str, str]:
    return (
        select(Account.public_id, Account.name)
        .join(Membership, Membership.account_id == Account.id)
        .where(Membership.organization_id == organization_id, Account.public_id.in_(ids))
    )


def _memberships(organization_id: int, ids: list[str]) -> Select[str, str]:
    return (
        select(Membership.public_id, Account.name)
        .join(Account, Membership.account_id == Account.id)
        .where(Membership.organization_id == organization_id, Membership.public_id.in_(ids))
    )


def _cohorts(organization_id: int, ids: list[str]) -> Select[str, str]:
    return select(Cohort.public_id, Cohort.name).where(Cohort.organization_id == organization_id, Cohort.public_id.in_(ids))


def _invitations(organization_id: int, ids: list[str]) -> Select[str, str]:
    return select(Invitation.public_id, Invitation.name).where(
        Invitation.organization_id == organization_id, Invitation.public_id.in_(ids)
    )


def _enrolments(organization_id: int, ids: list[str]) -> Select[str, str]:
    return _of_member(Enrolment, Enrolment.membership_id, organization_id, ids)


def _certificates(organization_id: int, ids: list[str]) -> Select[str, str]:
    return _of_member(Certificate, Certificate.membership_id, organization_id, ids)


def _records(organization_id: int, ids: list[str]) -> Select[str, str]:
    """What was looked at is somebody's membership, enrolment, attempt or certificate."""
    kinds = (_memberships, _enrolments, _attempts, _certificates)
    found = union_all(*(kind(organization_id, ids) for kind in kinds)).subquery()
    return select(found)


def _attempts(organization_id: int, ids: list[str]) -> Select[str, str]:
    return _of_member(Attempt, Enrolment.membership_id, organization_id, ids, Enrolment)


def _of_member(table: Any, membership_id: Any, organization_id: int, ids: list[str], by_way_of: Any = None) -> Select[str, str]:
    query = select(table.public_id, Account.name).select_from(table)
    if by_way_of is not None:
        query = query.join(by_way_of, by_way_of.id == table.enrolment_id)
    return (
        query.join(Membership, Membership.id == membership_id)
        .join(Account, Account.id == Membership.account_id)
        .where(table.organization_id == organization_id, table.public_id.in_(ids))
    )


_QUERIES: dict[str, Callable[[int, list[str]], Select[str, str]]] = {
    "account": _accounts,
    "sign-in": _accounts,
    "password": _accounts,
    "membership": _memberships,
    "slip": _memberships,
    "cohort": _cohorts,
    "invitation": _invitations,
    "enrolment": _enrolments,
    "module": _enrolments,
    "record": _records,
    "certificate": _certificates,
    "attempt": _attempts,
}
