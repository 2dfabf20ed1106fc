"""Invitations: by mail to one or many, or as a link to hand over; and those that wait for an answer."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import Field, RadioField, SelectField, TextAreaField
from wtforms.validators import StopValidation

from alongside.credentials.names import tidy
from alongside.foundation import emails
from alongside.foundation.i18n import gettext as _
from alongside.foundation.i18n import lazy_gettext as _l
from alongside.foundation.i18n import ngettext
from alongside.journey import join
from alongside.organizations import cohorts as groups
from alongside.organizations import invitations as slice_
from alongside.organizations.models import Cohort
from alongside.web.identity import place
from alongside.web.organization import front, ours, words
from alongside.web.organization.cohorts import cohort_choices
from alongside.web.organization.fields import AtMost, Line, Printable
from alongside.web.organization.person import role_options
from alongside.web.pages import Form

AT_ONCE = 100
PAGE = 50
LONGEST_LINE = 500
NAMED = re.compile(r'"?([^"<>]*?)"?\s*<([^<>]+)>')  # Tess Lindqvist <tess@example.org>


class InvitationForm(Form):
    role = RadioField(_l("They come as"), default="trainee")
    cohort = SelectField(_l("Cohort"), default="", description=_l("Trainees are enrolled in its course; trainers see its people."))
    addresses = TextAreaField(
        _l("Email addresses"),
        [AtMost(AT_ONCE * LONGEST_LINE)],
        description=_l("One a line. We send each of them a link. Leave it empty to get a link that you hand over yourself."),
    )
    name = Line(
        _l("Name"),
        [AtMost(120), Printable()],
        description=_l("For one person. Without an address we need it, so that you know whose link it is."),
    )

    def validate_addresses(self, _field: Field) -> None:
        if len(self.lines) > AT_ONCE:
            raise StopValidation(_("At most %(count)s at once; send the rest in a second go.", count=AT_ONCE))
        wrong = [
            _("Line %(line)s: “%(text)s” is not an address.", line=one.number, text=one.text[:80])
            for one in self.lines
            if one.address is None
        ]
        if wrong:
            raise StopValidation(" ".join(wrong[:5]))

    def validate_name(self, field: Field) -> None:
        if not self.people() and not field.data:
            raise StopValidation(_("Write an address above, or a name here."))

    def people(self) -> dict[str, tuple[str, str]]:
        """Canonical address -> (address, name), in order, each once."""
        alone = self.name.data if len(self.lines) == 1 else ""
        return {one.address.key: (one.address.sendable, one.name or alone) for one in self.lines if one.address}

    @cached_property
    def lines(self) -> list[Addressed]:
        """What stands in the field, read once: an address costs. Of too many lines, no more than show that they are."""
        written = ((number, line) for number, line in enumerate(_lines(self.addresses.data), 1) if line.strip())
        return [_read(number, line) for number, line in islice(written, AT_ONCE + 1)]


@dataclass(frozen=True)
class Addressed:
    """One line of the field: the name and the address in it, if it is one."""

    number: int
    name: str
    text: str
    address: emails.Address | None


def _lines(text: str | None) -> list[str]:
    return (text or "").replace("\0", "").splitlines()


def _read(number: int, line: str) -> Addressed:
    if len(line) > LONGEST_LINE:  # no address is that long; looking for a name in it would take long, too
        return Addressed(number, "", line, None)
    found = NAMED.fullmatch(line.strip())
    name, text = (tidy(found[1])[:120], found[2].strip()) if found else ("", line.strip().rstrip(",;"))
    return Addressed(number, name, text, _address(text))


def _address(text: str) -> emails.Address | None:
    try:
        return emails.read(text)
    except emails.NotAnAddress:
        return None


@front.get("/invitations/new")
def invitation_new() -> str:
    return render_template("organization/invitation_new.html", form=_form())


@front.post("/invitations/new")
def invite() -> ResponseReturnValue:
    form = _form()
    if not form.validate():
        return render_template("organization/invitation_new.html", form=form), 422
    takes_cohort = form.cohort.data and form.role.data in {"trainee", "trainer"}
    cohort = ours.cohort(form.cohort.data) if takes_cohort else None
    if form.people():
        _mail(form, cohort)
        return redirect(url_for(".invitations"), 303)
    return _hand_over(form, cohort)


def _form() -> InvitationForm:
    form = InvitationForm(data={"cohort": request.args.get("cohort", "")})
    form.role.choices = role_options()
    form.cohort.choices = cohort_choices()
    return form


def _mail(form: InvitationForm, cohort: Cohort | None) -> None:
    done = join.invite_several(place().membership(), role=form.role.data, cohort=cohort, people=form.people())
    if done.new:
        flash(ngettext("%(num)s invitation is on its way.", "%(num)s invitations are on their way.", done.new), "good")
    if done.waiting:
        flash(
            ngettext(
                "%(num)s address was invited before. That link still holds; to send a new one, withdraw it first.",
                "%(num)s addresses were invited before. Those links still hold; to send new ones, withdraw them first.",
                done.waiting,
            )
        )
    if done.here:
        flash(ngettext("%(num)s address belongs to a member already.", "%(num)s addresses belong to members already.", done.here))


def _hand_over(form: InvitationForm, cohort: Cohort | None) -> str:
    """The link, shown once, as the answer."""
    link = join.hand_over(place().membership(), role=form.role.data, cohort=cohort, name=form.name.data)
    return render_template(
        "organization/invitation_link.html", link=link, name=form.name.data, role=words.ROLES[form.role.data], days=slice_.LIVES_DAYS
    )


@front.get("/invitations")
def invitations() -> str:
    before = ours.invitation(request.args["before"]).id if "before" in request.args else None
    rows = slice_.waiting(place().organization_id, before=before, size=PAGE + 1)
    older = url_for(".invitations", before=rows[PAGE - 1].public_id) if len(rows) > PAGE else None
    return render_template(
        "organization/invitations.html",
        invitations=rows[:PAGE],
        heading=_heading(len(rows), whole=before is None and len(rows) <= PAGE),
        cohorts={one.id: one.name for one in groups.of_organization(place().organization_id)} if rows else {},
        words=words,
        newer=url_for(".invitations") if before else None,
        older=older,
    )


def _heading(count: int, *, whole: bool) -> str:
    if not count:
        return _("Nobody is invited right now")
    if not whole:
        return _("Invitations that wait for an answer")
    return ngettext("One invitation waits for an answer", "%(num)s invitations wait for an answer", count)


@front.get("/invitations/<public_id>/withdrawal")
def withdrawal(public_id: str) -> ResponseReturnValue:
    found = ours.invitation(public_id)
    if not found.is_open:
        return redirect(url_for(".invitations"))
    return render_template("organization/withdrawal.html", invitation=found, name=found.name or found.email_key)


@front.post("/invitations/<public_id>/withdrawal")
def withdraw_invitation(public_id: str) -> ResponseReturnValue:
    if join.withdraw(ours.invitation(public_id), by=place().membership()):
        flash(_("The invitation is withdrawn. Its link no longer works."), "good")
    else:
        flash(_("This invitation was used or withdrawn before. Nothing has changed."))
    return redirect(url_for(".invitations"), 303)
