"""What happened here: who did what, newest first, in words. Nothing in it can be changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import render_template, request, url_for

from alongside.foundation.audit import TAGS
from alongside.foundation.i18n import gettext as _
from alongside.reporting import happenings
from alongside.reporting.happenings import Happening
from alongside.web.identity import place
from alongside.web.organization import front

PAGE = 50



@dataclass(frozen=True)
class Entry:
    """One line of the log."""

    at: datetime
    title: str
    about: str


@front.get("/log")
def log() -> str:
    asked = request.args.get("before", "")
    before = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 19 else None
    rows = happenings.page(place().organization_id, before=before, size=PAGE + 1)
    older = url_for(".log", before=rows[PAGE - 1].id) if len(rows) > PAGE else None
    return render_template(
        "organization/log.html",
        entries=[_entry(one) for one in rows[:PAGE]],
        newer=url_for(".log") if before else None,
        older=older,
    )


def _entry(one: Happening) -> Entry:
    tag = TAGS.get(one.action)
    says = _(tag.says) if tag and tag.says else one.action
    who, about = _who(one), one.about
    if one.action == "system:certificate:earn" and about:
        who, about = about, ""
    title = _("%(who)s %(did)s", who=who, did=says)
    return Entry(one.at, title, about if about != who else "")


def _who(one: Happening) -> str:
    if one.actor:
        return one.actor
    if not one.by_nobody:
        return _("Somebody from outside")
    return _("Whoever runs this site") if one.action.startswith("operator:") else "Alongside"
