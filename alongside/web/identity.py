"""Who is asking: the person behind the cookie, their organizations and roles, in one statement."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from flask import Flask, g, session
from flask_login import LoginManager, current_user, login_user, logout_user
from sqlalchemy import and_, bindparam, select
from sqlalchemy.exc import DBAPIError

from alongside.foundation import clock, ids
from alongside.foundation import database as db
from alongside.foundation.installation import here
from alongside.foundation.missing import Missing
from alongside.journey import sign_in as journey
from alongside.organizations.models import ROLES, Membership, Organization
from alongside.people import sign_ins
from alongside.people.models import Account, SignIn, call_name
from alongside.web.afterwards import if_possible


@dataclass(frozen=True, slots=True)
class Place:
    """A person's place in one organization."""

    membership_id: int
    membership_public_id: str
    organization_id: int
    public_id: str  # of the organization
    name: str
    time_zone: str
    roles: frozenset[str]

    def has_role(self, *roles: str) -> bool:
        return not self.roles.isdisjoint(roles)

    def membership(self) -> Membership:
        """The row, for verbs that need it."""
        return db.session.get_one(Membership, self.membership_id)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is signed in. What flask-login calls a user."""

    token: str
    account_id: int
    public_id: str
    name: str
    call_name: str
    theme: str
    language: str
    shared_device: bool
    places: tuple[Place, ...]
    place: Place | None  # the organization they are looking at now

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def get_id(self) -> str:
        return self.token

    def account(self) -> Account:
        return db.session.get_one(Account, self.account_id)


# Asked by every page: built once, and of plain columns, which cost half of what mapped ones do.
_sign_in, _account, _membership, _organization = (
    one.__table__ for one in (SignIn, Account, Membership, Organization)
)
_query = (
    select(
        _sign_in.c.id.label("sign_in_id"),
        _sign_in.c.shared_device,
        _sign_in.c.last_seen_at,
        _account.c.id.label("account_id"),
        _account.c.public_id.label("account_public_id"),
        _account.c.name.label("account_name"),
        _account.c.called.label("account_called"),
        _account.c.theme,
        _account.c.language,
        _membership.c.id.label("membership_id"),
        _membership.c.public_id.label("membership_public_id"),
        _membership.c.organization_id,
        *(_membership.c[f"is_{role}"] for role in ROLES),
        _organization.c.public_id.label("organization_public_id"),
        _organization.c.name.label("organization_name"),
        _organization.c.time_zone,
    )
    .select_from(
        _sign_in.join(_account, _account.c.id == _sign_in.c.account_id)
        .outerjoin(_membership, and_(_membership.c.account_id == _account.c.id, _membership.c.ended_at.is_(None)))
        .outerjoin(_organization, _organization.c.id == _membership.c.organization_id)
    )
    .where(
        _sign_in.c.token_hash == bindparam("token_hash"),
        _sign_in.c.expires_at > bindparam("now", type_=db.Instant()),
        _account.c.disabled_at.is_(None),
    )
    .order_by(_membership.c.id)
)


def load(token: str) -> Person | None:
    """The person of a sign-in token, if it is still good."""
    rows = db.session.connection().execute(_query, {"token_hash": ids.digest(token), "now": clock.now()}).all()
    if not rows or sign_ins.is_quiet_too_long(rows[0].last_seen_at, shared_device=rows[0].shared_device):
        return None
    first = rows[0]
    if clock.now() - first.last_seen_at > sign_ins.NOTICED_EVERY:
        if_possible(partial(sign_ins.notice, first.sign_in_id))
    places = tuple(_place(row) for row in rows if row.membership_id is not None)
    wanted = session.get("organization")
    return Person(
        token=token,
        account_id=first.account_id,
        public_id=first.account_public_id,
        name=first.account_name,
        call_name=call_name(first.account_name, first.account_called),
        theme=first.theme,
        language=first.language,
        shared_device=first.shared_device,
        places=places,
        place=next((one for one in places if one.public_id == wanted), places[0] if places else None),
    )


def _place(row: Any) -> Place:
    return Place(
        membership_id=row.membership_id,
        membership_public_id=row.membership_public_id,
        organization_id=row.organization_id,
        public_id=row.organization_public_id,
        name=row.organization_name,
        time_zone=row.time_zone,
        roles=frozenset(role for role in ROLES if getattr(row, f"is_{role}")),
    )


def person() -> Person:
    """The person signed in; only where the guard let somebody in."""
    return current_user._get_current_object()  # type: ignore[no-any-return]


def person_or_none() -> Person | None:
    """The person signed in, or None. Asks the database at most once a request."""
    return person() if current_user.is_authenticated else None


def place() -> Place:
    """Where the person is: the organization of this request."""
    found = person().place
    if found is None:
        raise RuntimeError("the guard lets nobody in here without an organization")
    return found


def sign_in(account: Account, *, shared_device: bool) -> None:
    """A new token and a fresh cookie: of what was before, only the organization one was looking at is kept."""
    if session.get("_user_id"):
        sign_ins.end(session["_user_id"])
    wanted = session.get("organization")
    _forget()
    if wanted:
        session["organization"] = wanted  # counts only if it is one of theirs
    if not shared_device:
        session["device_of"] = account.public_id
    token = journey.begin(account, shared_device=shared_device)
    db.session.flush()
    found = load(token)
    assert found is not None  # noqa: S101 - started just now
    login_user(found)
    session.permanent = not shared_device


def sign_out() -> None:
    """The row goes, so that an old cookie opens nothing."""
    if session.get("_user_id"):
        sign_ins.end(session["_user_id"])
    known = session.get("device_of")
    logout_user()
    _forget()
    if known:
        session["device_of"] = known


def is_device_of(account: Account) -> bool:
    """Did this person sign in on this device before, and say that it is their own?"""
    return bool(session.get("device_of") == account.public_id)


def look_again() -> None:
    """Their organizations or roles changed in this request."""
    found = load(person().token)
    assert found is not None  # noqa: S101 - signed in a moment ago
    g._login_user = found


def go_to(organization: str) -> None:
    """Look at another of one's organizations. Raises Missing for one that is not."""
    someone = person()
    found = next((one for one in someone.places if one.public_id == organization), None)
    if found is None:
        raise Missing(organization)
    session["organization"] = organization
    g._login_user = replace(someone, place=found)


def be_in(organization_id: int) -> None:
    """For this request, be in that organization, if it is one of one's own."""
    someone = person()
    found = next((one for one in someone.places if one.organization_id == organization_id), None)
    if found is not None:
        g._login_user = replace(someone, place=found)


def _forget() -> None:
    session.clear()
    g.pop("csrf_token", None)  # the token of a form belongs to the sign-in


def register(app: Flask) -> None:
    # Not init_app(): that would add a remember-me cookie, which nobody could take back.
    manager = app.login_manager = LoginManager()  # type: ignore[attr-defined]
    manager.session_protection = None  # the row is the protection
    manager.user_loader(_load_anywhere)


def _load_anywhere(token: str) -> Person | None:
    """Error pages ask outside a unit of work, and when the database is gone they do without."""
    if db.current_session() is not None:
        return load(token)
    try:
        with here().database.reading():
            return load(token)
    except (DBAPIError, db.DatabaseBusy):
        return None
