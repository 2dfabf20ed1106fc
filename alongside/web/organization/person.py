"""One person: roles, how far they are, what they hold; a slip to sign in; and how a membership ends."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectMultipleField

from alongside.catalogue import shelf
from alongside.certification import certificates
from alongside.certification.models import Certificate, Edition
from alongside.certification.verification import standing
from alongside.foundation.audit import record
from alongside.foundation.i18n import gettext as _
from alongside.journey import belong, join, tags
from alongside.journey.certify import decision_for
from alongside.learning import enrolments, progress
from alongside.learning.models import Enrolment, ModuleProgress
from alongside.organizations.members import MAY_GIVE, LastOwner, MayNotGiveRole
from alongside.organizations.models import Membership
from alongside.web.afterwards import after_reading
from alongside.web.identity import person as me
from alongside.web.identity import place
from alongside.web.organization import front, ours, slips, words
from alongside.web.organization.fields import Option, options
from alongside.web.pages import Form


class RolesForm(Form):
    """The roles that whoever looks may give and take."""

    roles = SelectMultipleField(validate_choice=True)


@dataclass(frozen=True)
class Taken:
    """One course a person takes."""

    enrolment: Enrolment
    title: str
    done: int
    modules: int
    missing: list[str]


@dataclass(frozen=True)
class Held:
    """One certificate of a person, and how it stands today."""

    certificate: Certificate
    title: str
    edition: Edition | None
    state: str


@front.get("/people/<public_id>")
def person(public_id: str) -> str:
    member = ours.member(public_id)
    return page(member, roles_form(member))


@front.post("/people/<public_id>/roles")
def roles(public_id: str) -> ResponseReturnValue:
    member = ours.member(public_id)
    form = roles_form(member)
    if form.validate():
        kept = {one for one in member.roles if one not in offered()}
        refused = _change_roles(member, kept | set(form.roles.data or ()))
        if not refused:
            return redirect(url_for(".person", public_id=public_id), 303)
        form.roles.errors = [refused]
    return page(member, form), 422


def _change_roles(member: Membership, wanted: set[str]) -> str:
    """Why not, or nothing."""
    if not wanted:
        return _("Choose at least one role. To take all of them, end the membership below.")
    try:
        if belong.change_roles(member, wanted, by=place().membership()):
            flash(_("The roles are changed. They hold from the next page on."), "good")
    except MayNotGiveRole:
        return _("You can give and take only roles up to your own.")
    except LastOwner:
        return _("This is the last owner. Name another owner first.")
    return ""


def may_give() -> tuple[str, ...]:
    return MAY_GIVE["owner" if place().has_role("owner") else "administrator"]


def offered() -> tuple[str, ...]:
    """The roles that forms show: an observer has no pages yet, so nobody is made one here."""
    return tuple(one for one in may_give() if one != "observer")


def role_options() -> list[Option]:
    return options((one, f"{words.ROLES[one]}: {words.ROLES_DO[one]}") for one in offered())


def roles_form(member: Membership) -> RolesForm:
    form = RolesForm(data={"roles": list(member.roles)})
    form.roles.label.text = _("What they may do here")
    form.roles.choices = role_options()
    return form


def page(member: Membership, form: RolesForm) -> str:
    """The record of somebody; that it was looked at is written down."""
    taken = enrolments.of_member(member.id)
    rows = progress.of_enrolments([one.id for one in taken])
    held = certificates.of_membership(member.id)
    editions = certificates.current_editions([one.id for one in held])
    if taken and member.account_id != me().account_id:
        after_reading(
            partial(
                record,
                tags.RECORD_READ_BY_ADMINISTRATOR,
                organization_id=place().organization_id,
                actor=me().public_id,
                subject=member.public_id,
                person=member.account.public_id,
            )
        )
    return render_template(
        "organization/person.html",
        member=member,
        form=form,
        fixed=[one for one in member.roles if one not in may_give()],
        taken=[_taken(one, rows[one.id]) for one in taken],
        held=[_held(one, editions.get(one.id)) for one in held],
        may_have_slip=slips.may_have(member),
        may_end=all(one in may_give() for one in member.roles),
        words=words,
    )


def _taken(enrolment: Enrolment, rows: dict[str, ModuleProgress]) -> Taken:
    content = shelf.outline(enrolment.release_id)
    course = content.courses[enrolment.course]
    decision = decision_for(enrolment, rows)
    return Taken(
        enrolment, course.title, len(decision.met), len(course.certificate.modules + course.certificate.agreements), words.missing(decision, content)
    )


def _held(certificate: Certificate, edition: Edition | None) -> Held:
    return Held(certificate, ours.course_title(certificate.course), edition, standing(certificate, edition))


@front.post("/people/<public_id>/slip")
def slip(public_id: str) -> ResponseReturnValue:
    """Shown once, as the answer: a code that stood in an address or a cookie could be read by others."""
    member = ours.member(public_id)
    try:
        return slips.page(member, join.print_slip(place().membership(), member))
    except join.NotOursAlone:
        flash(_("This person chooses a new password by mail, with “I forgot my password”."), "wait")
        return redirect(url_for(".person", public_id=public_id), 303)


@front.get("/people/<public_id>/departure")
def departure(public_id: str) -> str:
    return render_template("organization/departure.html", member=ours.member(public_id), refused="")


@front.post("/people/<public_id>/departure")
def end_membership(public_id: str) -> ResponseReturnValue:
    member = ours.member(public_id)
    try:
        belong.end_membership(member, by=place().membership())
    except MayNotGiveRole:
        refused = _("Only an owner can end the membership of an owner.")
    except LastOwner:
        refused = _("This is the last owner. Name another owner first.")
    else:
        flash(_("%(name)s no longer belongs here.", name=member.account.name), "good")
        return redirect(url_for(".people"), 303)
    return render_template("organization/departure.html", member=member, refused=refused), 422
