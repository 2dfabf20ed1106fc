"""Every route × method × role of two organizations: doors are closed, and a stranger's id is a missing thing."""

from __future__ import annotations

import re

import pytest

from tests.conftest import digest_of_database
from tests.guards.routes import MISSING, may, routes

ROLES = {
    "vera": None,
    "tess": {"trainee"},
    "rae": {"trainer"},
    "omar": {"owner", "administrator"},
    "nora": {"owner", "administrator", "trainer", "trainee"},
}
NOTED = ("audit_row", "audit_detail", "throttle_row", "sign_in")  # what a look may write
OWN_ID_IS_THE_KEY = {"account.join", "account.accept", "visitor.certificate"}  # whoever holds the link may come in


def test_every_route_says_who_may_enter(app):
    assert len(routes(app)) > 80


@pytest.mark.parametrize("who", ROLES)
def test_nobody_enters_a_front_that_is_not_theirs(app, cast, things, installation, who):
    browser, roles = getattr(cast, who), ROLES[who]
    before = digest_of_database(installation, but=NOTED)
    for route in routes(app):
        if may(route, roles):
            continue
        path = route.path(app, things["ours"].ids)
        response = browser.client.open(path, method=route.method, data={"csrf_token": browser.token()})
        wanted = 403 if roles is not None else 302 if route.method == "GET" else 401
        assert response.status_code == wanted, f"{who}: {route} answered {response.status_code}"
        if wanted == 302:
            assert response.location.startswith("/sign-in?next=")
    assert digest_of_database(installation, but=NOTED) == before


@pytest.mark.parametrize("who", ROLES)
def test_everybody_enters_their_own_front(app, cast, things, who):
    browser, roles = getattr(cast, who), ROLES[who]
    ids = things["theirs" if who == "nora" else "ours"].ids
    for route in routes(app):
        if route.method == "GET" and may(route, roles):
            response = browser.client.get(route.path(app, ids))
            wanted = {200, 204, 302, 303} | ({404, 409} if _may_be_missing(route, who) else set())
            wanted |= {503} if route.rule in NO_WORKER_HERE else set()
            assert response.status_code in wanted, f"{who}: {route} answered {response.status_code}"


def _may_be_missing(route, who: str) -> bool:
    """Links that are spent or made up, things of somebody else in the same organization, files still being made."""
    return (
        any(name in {"token", "digest"} for name, _ in route.arguments)
        or (who != "nora" and who != "tess" and route.rule.startswith("/learn"))
        or route.rule.endswith((".pdf", "/<token>/mail"))
    )


NO_WORKER_HERE = {"/readyz"}  # says 503, rightly


def test_the_neighbour_gets_the_answer_of_a_missing_thing(app, nora, things, installation):
    before = digest_of_database(installation, but=NOTED)
    for route in routes(app):
        if not route.is_owned or route.endpoint in OWN_ID_IS_THE_KEY or not may(route, ROLES["nora"]):
            continue
        ours, missing = route.path(app, things["ours"].ids), route.path(app, things["theirs"].ids | MISSING)
        answers = [
            nora.client.open(path, method=route.method, data={"csrf_token": nora.token()}) for path in (ours, missing)
        ]
        if route.rule.startswith(("/verify", "/join")):
            continue
        # 422: what was sent is wrong in itself, and said before anything is looked up.
        assert answers[0].status_code in {404, 422}, f"{route} answered a neighbour {answers[0].status_code}"
        assert _words(answers[0]) == _words(answers[1]), f"{route} tells a foreign thing from a missing one"
    assert digest_of_database(installation, but=NOTED) == before


def test_colleagues_without_the_right_to_see_it_get_the_answer_of_a_missing_thing(app, cast, things):
    """Tess's attempts and certificates are hers: Omar, who may enter /learn with a second role, does not find them."""
    with app.extensions["alongside"].database.writing():
        from sqlalchemy import update

        from alongside.foundation.database import session
        from alongside.organizations.models import Membership

        session.execute(update(Membership).values(is_trainee=True))
    for route in routes(app):
        if route.is_owned and route.rule.startswith("/learn"):
            path = route.path(app, things["ours"].ids)
            response = cast.omar.client.open(path, method=route.method, data={"csrf_token": cast.omar.token()})
            assert response.status_code in {404, 422}, f"{route} answered {response.status_code}"


def _words(response) -> str:
    return re.sub(r"number: \w+", "", re.sub(r"<[^>]+>", " ", response.get_data(as_text=True)))


def test_a_form_without_its_token_changes_nothing(app, cast, things, installation):
    before = digest_of_database(installation, but=NOTED)
    for who, roles in ROLES.items():
        browser = getattr(cast, who)
        ids = things["theirs" if who == "nora" else "ours"].ids
        for route in routes(app):
            if route.method == "GET" or not may(route, roles):
                continue
            for kind in ("form", "json", "text"):
                body = {"form": {"data": {"x": "1"}}, "json": {"json": {"x": 1}}, "text": {"data": "x", "content_type": "text/plain"}}
                response = browser.client.open(route.path(app, ids), method=route.method, **body[kind])
                assert response.status_code in {400, 401, 404, 415}, f"{who}: {route} ({kind}) answered {response.status_code}"
    assert digest_of_database(installation, but=NOTED) == before


def test_a_look_writes_nothing_but_that_somebody_looked(app, cast, things, installation):
    before = digest_of_database(installation, but=NOTED)
    for who, roles in ROLES.items():
        ids = things["theirs" if who == "nora" else "ours"].ids
        for route in routes(app):
            if route.method == "GET" and may(route, roles):
                getattr(cast, who).client.get(route.path(app, ids))
    assert digest_of_database(installation, but=NOTED) == before
