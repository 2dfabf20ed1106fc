"""What fuzzing found once stays mended: hostile bytes get an answer in good order, never a 500. More: python -m bench.torture."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from alongside.foundation.database import session
from alongside.people.models import Account
from bench.asks import Ask
from bench.in_process import call
from bench.sessions import sign_in

on_sqlite = pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
DEEP = "[" * 3000


@pytest.fixture
def tess_signed_in(app, installation):
    with installation.database.reading():
        tess = session.scalars(select(Account.id).where(Account.name == "Tess Lindqvist")).one()
    return sign_in(app, [tess])[tess]


@on_sqlite
@pytest.mark.parametrize("body", ["true", "-1", "[1]", DEEP, "{"])
@pytest.mark.parametrize("path", ["/sign-in", "/welcome", "/account/password"])
def test_json_is_no_form(app, tess_signed_in, path, body):
    ask = Ask(path, "POST", body, "application/json", tess_signed_in, {"X-CSRFToken": tess_signed_in.token})
    assert call(app, ask).status_code < 500


@on_sqlite
def test_json_nested_too_deep_is_unreadable_json(app, tess_signed_in):
    path = "/learn/courses/0000000000000000/listening/first/position"
    ask = Ask(path, "POST", DEEP, "application/json", tess_signed_in, {"X-CSRFToken": tess_signed_in.token})
    assert call(app, ask).status_code in {400, 404, 422}


@on_sqlite
@pytest.mark.parametrize("name", ["x" * 5000, "a%00b", "../../alongside/settings.py"])
def test_a_style_that_cannot_be_a_file_is_refused(app, name):
    assert call(app, Ask(f"/static/0/{name}")).status_code in {400, 404}


@on_sqlite
@pytest.mark.parametrize("kept", ["", f"&kept_path=/learn&kept_fields={DEEP}"])
def test_a_line_break_in_an_address_gets_no_further(app, kept):
    path = "/learn/attempts/%0D%0ASet-Cookie%3A%20x%3D1/result"
    response = call(app, Ask(path, "POST", f"password=x{kept}", "application/x-www-form-urlencoded"))
    assert response.status_code < 500
    assert not any(cookie.startswith("x=") for cookie in response.headers.getlist("Set-Cookie"))
