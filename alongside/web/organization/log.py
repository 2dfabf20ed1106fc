"""What happened here: who did what, newest first, in words. Nothing in it can be changed.

Looking is written down each time; here somebody who looked at one person again and again on one day is told once, with how often.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from flask import render_template, request, url_for

from alongside.foundation import sealing
from alongside.foundation.audit import TAGS
from alongside.foundation.i18n import gettext as _
from alongside.journey import tags
from alongside.reporting import happenings
from alongside.reporting.happenings import Happening
from alongside.web import pages
from alongside.web.identity import place
from alongside.web.organization import front, ours

PAGE = 50
LOOKS = {tags.RECORD_READ.text, tags.RECORD_READ_BY_ADMINISTRATOR.text}


@dataclass(frozen=True)
class Entry:
    """One line of the log."""

    at: datetime
    title: str
    about: str
    times: int = 1


@front.get("/log")
def log() -> str:
    before = _opened(request.args.get("before", ""))
    rows = happenings.page(place().organization_id, before=before, size=PAGE + 1)
    older = url_for(".log", before=_sealed(rows[PAGE - 1].id)) if len(rows) > PAGE else None
    return render_template(
        "organization/log.html",
        entries=_folded(rows[:PAGE]),
        newer=url_for(".log") if before else None,
        older=older,
    )


def _sealed(row_id: int) -> str:
    """Rows of all organizations are counted as one: how many there are next door is nobody's business."""
    return sealing.seal(str(row_id), table="audit_row", row="before", organization=place().organization_id)


def _opened(asked: str) -> int | None:
    """None for what no page of ours said: then the log begins with the newest."""
    try:
        return int(sealing.unseal_text(asked, table="audit_row", row="before", organization=place().organization_id))
    except sealing.SealBroken:
        return None


def _folded(rows: list[Happening]) -> list[Entry]:
    """Each row a line; but of looking at one person on one day only the last, with how often."""
    modules = ours.module_titles() if any("module" in one.detail for one in rows) else {}
    looks: dict[object, int] = {}
    entries: list[Entry] = []
    for one in rows:
        same = (one.action, one.actor, one.about, pages.date(one.at))
        if same in looks:
            at = looks[same]
            entries[at] = replace(entries[at], times=entries[at].times + 1)
            continue
        if one.action in LOOKS:
            looks[same] = len(entries)
        entries.append(_entry(one, modules))
    return entries


def _entry(one: Happening, modules: Mapping[str, str]) -> Entry:
    tag = TAGS.get(one.action)
    says = _(tag.says) if tag and tag.says else one.action
    who, about = _who(one), one.about
    if one.action == "system:certificate:earn" and about:
        who, about = about, ""
    title = _("%(who)s %(did)s", who=who, did=says)
    module = one.detail.get("module", "")
    things = [about if about != who else "", modules.get(module, module), one.detail.get("number", "")]
    return Entry(one.at, title, " · ".join(filter(None, things)))


def _who(one: Happening) -> str:
    if one.actor:
        return one.actor
    if not one.by_nobody:
        return _("Somebody from outside")
    return _("Whoever runs this site") if one.action.startswith("operator:") else "Alongside"
