"""Certificates: those that wait, hold, have ended or were revoked; and one with what it stands on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from flask import render_template, request, url_for

from alongside.catalogue import shelf
from alongside.certification import certificates as slice_
from alongside.certification.evidence import read
from alongside.certification.models import Certificate, Edition
from alongside.certification.verification import standing
from alongside.foundation.audit import record
from alongside.foundation.i18n import gettext as _
from alongside.foundation.i18n import ngettext
from alongside.journey import tags
from alongside.journey.certify import decision_for, evidence
from alongside.reporting import happenings
from alongside.web import pages
from alongside.web.afterwards import after_reading
from alongside.web.identity import person, place
from alongside.web.organization import front, ours, words

PAGE = 50
STATES = ("earned", "issued", "revoked")


@dataclass(frozen=True)
class Row:
    """One certificate of the list."""

    certificate: Certificate
    name: str
    title: str
    state: str
    edition: Edition | None
    is_own: bool
    has_mailbox: bool


@front.get("/certificates")
def certificates() -> str:
    return page()


def page(*, wrong: str = "") -> str:
    """The list; those that wait can be ticked and issued together."""
    state = request.args.get("state", "")
    state = state if state in STATES else ""
    before = ours.certificate(request.args["before"]).id if "before" in request.args else None
    found = slice_.page(place().organization_id, state=state or None, before=before, size=PAGE + 1)
    rows = _rows(found[:PAGE])
    asked: dict[str, Any] = {"state": state} if state else {}
    return render_template(
        "organization/certificates.html",
        heading=_heading(state, len(found) if before is None and len(found) <= PAGE else None),
        rows=rows,
        state=state,
        wrong=wrong,
        chosen=set(request.form.getlist("certificate")),
        words=words,
        newer=url_for(".certificates", **asked) if before else None,
        older=url_for(".certificates", **asked, before=rows[-1].certificate.public_id) if len(found) > PAGE else None,
    )


def _rows(found: Any) -> list[Row]:
    editions = slice_.current_editions([one.id for one, _name in found])
    reachable = slice_.with_mailbox([one.id for one, _name in found if one.state == "earned"])
    return [
        Row(
            certificate=one,
            name=edition.name if (edition := editions.get(one.id)) else name,
            title=edition.title if edition else ours.course_title(one.course),
            state=standing(one, edition),
            edition=edition,
            is_own=one.membership_id == place().membership_id,
            has_mailbox=one.id in reachable,
        )
        for one, name in found
    ]


def _heading(state: str, count: int | None) -> str:
    if state == "earned" and count is not None:
        return words.ready(count) if count else _("Nobody waits for a certificate from you")
    if state == "revoked":
        return _("Revoked certificates") if count != 0 else _("No certificate is revoked")
    if state == "issued":
        return _("Issued certificates") if count != 0 else _("No certificate is issued yet")
    if count is None:
        return _("Your certificates")
    return ngettext("One certificate so far", "%(num)s certificates so far", count) if count else _("No certificate yet")


@front.get("/certificates/<public_id>")
def certificate(public_id: str) -> str:
    return detail(ours.certificate(public_id))


def detail(found: Certificate, *, refused: str = "") -> str:
    """One certificate with what it stands on; that somebody's record was looked at is written down."""
    enrolment, member = found.enrolment, found.enrolment.membership
    history = slice_.editions(found.id)
    edition = history[0] if history else None
    if member.id != place().membership_id:
        after_reading(
            partial(
                record,
                tags.RECORD_READ_BY_ADMINISTRATOR,
                organization_id=place().organization_id,
                actor=person().public_id,
                subject=found.public_id,
                person=member.account.public_id,
            )
        )
    state = standing(found, edition)
    return render_template(
        "organization/certificate.html",
        certificate=found,
        member=member,
        edition=edition,
        history=history,
        became={one.id: said for one, said in zip(history, _became(found, history), strict=True)},
        state=state,
        heading=_says(state, edition.name if edition else member.account.name),
        title=edition.title if edition else ours.course_title(found.course),
        evidence=read(edition.evidence) if edition else evidence(shelf.outline(enrolment.release_id), enrolment),
        earned=found.state != "earned" or decision_for(enrolment).earned,
        is_own=member.account_id == person().account_id,
        reprints=has_a_newer_name(found),
        refused=refused,
        words=words,
    )


def has_a_newer_name(found: Certificate) -> bool:
    """It holds, but its holder goes by another name than the one it was printed for; and it is somebody else's."""
    account = found.enrolment.membership.account
    edition = slice_.current_edition(found.id) if found.state == "issued" else None
    return edition is not None and edition.name != account.name and account.id != person().account_id


def has_mailbox(found: Certificate) -> bool:
    return found.enrolment.membership.account.email is not None


def _became(found: Certificate, history: Sequence[Edition]) -> Iterator[str]:
    """What happened to each edition after it was made: "Revoked on …; reinstated on …, as edition 2"."""
    acts = happenings.of_certificate(found.organization_id, found.public_id) if history else []
    until: datetime | None = None
    for edition in history:
        said = [
            _("Revoked on %(day)s", day=pages.date(at))
            for what, at in acts
            if what == "revoked" and edition.made_at <= at and (until is None or at < until)
        ]
        if said and until is not None:
            said.append(_("reinstated on %(day)s, as edition %(number)s", day=pages.date(until), number=edition.ordinal + 1))
        elif until is not None:
            said.append(_("Printed again on %(day)s, as edition %(number)s", day=pages.date(until), number=edition.ordinal + 1))
        yield "; ".join(said)
        until = edition.made_at


def _says(state: str, name: str) -> str:
    if state == "earned":
        return _("%(name)s has earned this certificate", name=name)
    if state == "revoked":
        return _("This certificate was revoked")
    if state == "expired":
        return _("This certificate has ended")
    return _("%(name)s holds this certificate", name=name)
