"""The account's front: signing in and out, passwords, invitations, and what somebody sets for themselves."""

from __future__ import annotations

from alongside.web.front import SIGNED_IN, Front

front = Front("account", may_enter=SIGNED_IN)

from alongside.web.account import (  # noqa: E402 - pages need the front they stand in
    account,
    devices,
    forgotten,
    join,
    organizations,
    password,
    sign_in,
    sign_out,
    slip,
)

__all__ = ["account", "devices", "forgotten", "front", "join", "organizations", "password", "sign_in", "sign_out", "slip"]
