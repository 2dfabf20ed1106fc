"""Doors are closed; an open one is said aloud. Every front names who may enter, and so does every route."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, current_app, request
from flask_login import current_user

from alongside.web import identity
from alongside.web.identity import person_or_none

ANYONE = ("anyone",)
SIGNED_IN = ("signed in",)


class SignInNeeded(Exception):
    """Nobody is signed in (any more)."""


class NotYourFront(Exception):
    """The person's role in this organization has no part in this front."""


class AnotherOrganization(Exception):
    """The form was drawn for another organization than the one the person is in now: two tabs."""


class NoPolicy(RuntimeError):
    """A route without a declared policy: a defect, found by the guard test."""


class Front(Blueprint):
    """Pages of one kind of person, under one address, behind one door."""

    def __init__(
        self,
        name: str,
        *,
        may_enter: tuple[str, ...],
        url_prefix: str = "",
        belongs_to: Callable[[int], int | None] | None = None,
    ) -> None:
        """`belongs_to` finds, for an account, the organization of the thing that an address names."""
        super().__init__(name, __name__, url_prefix=url_prefix or None)
        self.may_enter = may_enter
        self.belongs_to = belongs_to


def only(*roles: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Narrow the door of one route: `@only("owner")`."""

    def mark(view: Callable[..., Any]) -> Callable[..., Any]:
        view.may_enter = roles  # type: ignore[attr-defined]
        return view

    return mark


def policy_of(endpoint: str) -> tuple[str, ...]:
    """Who may call this endpoint: roles, or ANYONE, or SIGNED_IN. Raises NoPolicy."""
    narrowed: tuple[str, ...] | None = getattr(current_app.view_functions[endpoint], "may_enter", None)
    if narrowed is not None:
        return narrowed
    front = current_app.blueprints.get(endpoint.rpartition(".")[0])
    if not isinstance(front, Front):
        raise NoPolicy(endpoint)
    return front.may_enter


def guard() -> None:
    """Let the person in, or raise SignInNeeded or NotYourFront. Called for every request, before its page."""
    policy = policy_of(request.endpoint or "")
    if policy == ANYONE:
        return
    if not current_user.is_authenticated:
        raise SignInNeeded
    if policy == SIGNED_IN:
        return
    _go_where_it_is()
    someone = person_or_none()
    if someone is None or someone.place is None or not someone.place.has_role(*policy):
        raise NotYourFront


def _go_where_it_is() -> None:
    """Who belongs to several organizations opens a page of one while looking at another: the thing on it decides."""
    someone, front = person_or_none(), current_app.blueprints.get(request.blueprint or "")
    if someone is None or len(someone.places) < 2 or not isinstance(front, Front) or front.belongs_to is None:
        return
    organization_id = front.belongs_to(someone.account_id)
    if organization_id is not None:
        identity.be_in(organization_id)


def check_organization() -> None:
    """A form says which organization it was drawn for; if the person has changed over meanwhile, nothing is done."""
    drawn_for = request.form.get("organization")
    someone = person_or_none() if drawn_for else None
    if someone is not None and someone.place is not None and drawn_for != someone.place.public_id:
        raise AnotherOrganization
