"""The map of routes, with ids filled in. A new route whose ids are unknown here fails: say what they are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import Flask

from alongside.web.front import ANYONE, SIGNED_IN, policy_of

# The part of an address before an id says what the id is of.
BEFORE = {
    "courses": "enrolment", "attempts": "attempt", "certificates": "certificate", "cohorts": "cohort",
    "conversations": "run",
    "invitations": "invitation", "verify": "code", "join": "invitation_token",
}  # fmt: skip
PEOPLE = {"review": "enrolment", "organization": "membership"}
# Ids that belong to no organization.
FREE = {
    "module_id": "listening", "lesson_id": "first", "scenario_id": "first-words", "page_name": "practice", "plan_name": "plan", "agreement_id": "small-code", "quiz_id": "listening", "position": 1, "token": "0" * 26,
    "digest": "0" * 64, "ending": "svg", "name": "css/site.css",
}  # fmt: skip
MISSING = {
    "enrolment": "0" * 16, "attempt": "0" * 16, "run": "0" * 16, "finished": "0" * 16, "certificate": "0" * 16, "cohort": "0" * 16,
    "membership": "0" * 16, "invitation": "0" * 16, "code": "0" * 26, "invitation_token": "0" * 26,
}  # fmt: skip


@dataclass(frozen=True)
class Route:
    endpoint: str
    method: str
    rule: str
    policy: tuple[str, ...]
    arguments: tuple[tuple[str, str | None], ...]  # (name, what it is an id of; None: of nothing that is owned)

    @property
    def is_owned(self) -> bool:
        return any(what for _, what in self.arguments)

    def path(self, app: Flask, ids: dict[str, Any]) -> str:
        values = {name: ids[what] if what else FREE[name] for name, what in self.arguments}
        with app.test_request_context():
            return app.url_for(self.endpoint, **values)

    def __str__(self) -> str:
        return f"{self.method} {self.rule}"


def routes(app: Flask) -> list[Route]:
    return list(_routes(app))


def _routes(app: Flask) -> Iterator[Route]:
    with app.app_context():
        for rule in app.url_map.iter_rules():
            arguments = tuple((name, _what(rule.rule, name)) for name in _names(rule.rule))
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                yield Route(rule.endpoint, method, rule.rule, policy_of(rule.endpoint), arguments)


def _names(rule: str) -> list[str]:
    return [part.split(">")[0].split(":")[-1] for part in rule.split("<")[1:]]


def _what(rule: str, name: str) -> str | None:
    if name in FREE and not (name == "token" and rule.startswith("/join")):
        return None
    before = rule.split("<")[_names(rule).index(name)].rstrip("/").rsplit("/", 1)[-1]
    if before == "people":
        return PEOPLE[rule.split("/")[1]]
    assert before in BEFORE, f"{rule}: what is <{name}> an id of? Say so in tests/guards/routes.py"
    what = BEFORE[before]
    return "finished" if rule.startswith("/review") and what == "attempt" else what


def may(route: Route, roles: set[str] | None) -> bool:
    """Whether somebody with these roles (None: nobody is signed in) may enter."""
    if route.policy == ANYONE:
        return True
    return roles is not None and (route.policy == SIGNED_IN or bool(roles & set(route.policy)))
