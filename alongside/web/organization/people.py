"""The people of the organization, by name; found by role and words."""

from __future__ import annotations

from typing import Any

from flask import render_template, request, url_for

from alongside.credentials.names import tidy
from alongside.foundation.i18n import gettext as _
from alongside.organizations import members
from alongside.organizations.models import ROLES
from alongside.web.identity import place
from alongside.web.organization import front, ours, words

PAGE = 50


@front.get("/people")
def people() -> str:
    role = request.args.get("role", "")
    asked = {"role": role if role in ROLES else "", "words": tidy(request.args.get("words", ""))[:80]}
    rows = members.page(
        place().organization_id, role=asked["role"] or None, words=asked["words"], after=_after(), size=PAGE + 1
    )
    shown = rows[:PAGE]
    more: dict[str, Any] = {one: value for one, value in asked.items() if value}
    return render_template(
        "organization/people.html",
        heading=_heading(asked, shown, whole=len(rows) <= PAGE and "after" not in request.args),
        people=shown,
        asked=asked,
        words=words,
        newer=url_for(".people", **more) if "after" in request.args else None,
        older=url_for(".people", **more, after=shown[-1][0].public_id) if len(rows) > PAGE else None,
    )


def _after() -> tuple[str, int] | None:
    """The list goes on after this member: an id in the address, never a name."""
    if "after" not in request.args:
        return None
    last = ours.member(request.args["after"])
    return last.sort_name, last.id


def _heading(asked: dict[str, str], shown: object, *, whole: bool) -> str:
    count = len(shown)  # type: ignore[arg-type]
    if not whole:
        return _("Your people")
    if any(asked.values()):
        return _("Nobody was found") if not count else _("Found: %(people)s", people=words.people(count).lower())
    return _("%(people)s belong here", people=words.people(count)) if count > 1 else _("You are the first one here")
