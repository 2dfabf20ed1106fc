"""People who are signed in: rows inserted, cookies signed with the product's own key."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from flask import Flask
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import insert

from alongside.foundation import clock, ids
from alongside.foundation.database import session
from alongside.people import sign_ins
from alongside.people.models import SignIn


@dataclass(frozen=True)
class Session:
    """What a signed-in browser sends."""

    cookie: str  # "name=value"
    token: str  # for X-CSRFToken and csrf_token


def sign_in(app: Flask, account_ids: list[int]) -> dict[int, Session]:
    """A session for each account, as if they had just signed in on a device of their own. Opens a unit of work."""
    rows, made = [], {}
    for account_id in account_ids:
        token = ids.token()
        rows.append({
            "token_hash": ids.digest(token), "account_id": account_id, "shared_device": False, "started_at": clock.now(),
            "last_seen_at": clock.now(), "expires_at": clock.now() + sign_ins.OWN_DEVICE,
        })  # fmt: skip
        made[account_id] = signed(app, {"_user_id": token, "_fresh": True, "_permanent": True})
    with app.extensions["alongside"].database.writing():
        session.execute(insert(SignIn.__table__), rows)
    return made


def signed(app: Flask, values: dict[str, object]) -> Session:
    raw = secrets.token_hex(20)
    serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    cookie = serializer.dumps(values | {"csrf_token": raw})
    form = URLSafeTimedSerializer(app.secret_key, salt="wtf-csrf-token").dumps(raw)  # type: ignore[arg-type]
    return Session(f"{app.config['SESSION_COOKIE_NAME']}={cookie}", str(form))
