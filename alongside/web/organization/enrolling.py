"""Enrol people in a cohort's course: some, or all trainees who do not take it. Twice is once."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from alongside.credentials.names import tidy
from alongside.foundation.i18n import gettext as _
from alongside.foundation.i18n import ngettext
from alongside.journey import gather
from alongside.journey.enrol import NoSuchCourse, NothingPublished
from alongside.learning import enrolments
from alongside.organizations.models import Cohort, Membership
from alongside.web.identity import place
from alongside.web.organization import front, ours

PAGE = 50
AT_ONCE = 200  # one unit of work: others who write must not wait long


@front.get("/cohorts/<public_id>/enrolments/new")
def enrolment_new(public_id: str) -> str:
    cohort = ours.cohort(public_id)
    if "everybody" in request.args and (count := _count(cohort)):
        return _confirm(cohort, count)
    return _page(cohort)


@front.post("/cohorts/<public_id>/enrolments")
def enrol(public_id: str) -> ResponseReturnValue:
    cohort = ours.cohort(public_id)
    chosen = _chosen(cohort)
    if not chosen:
        return _page(cohort, wrong=_("Choose at least one person.")), 422
    try:
        new = gather.enrol_together(chosen, cohort, by=place().membership())
    except (NoSuchCourse, NothingPublished):
        words = _("This course is not published any more, so nobody was enrolled. Make a cohort for another course.")
        return _page(cohort, wrong=words), 422
    _say(new, len(chosen) - new)
    return redirect(url_for(".cohort", public_id=public_id), 303)


def _chosen(cohort: Cohort) -> list[Membership]:
    """Those who were ticked, or everybody who may be: only our own members, whatever was sent. Raises Missing."""
    if "everybody" in request.form:
        return [member for member, _account in _without(cohort, size=AT_ONCE)]
    return ours.several_members(request.form.getlist("member")[:AT_ONCE])


def _without(cohort: Cohort, **options: object) -> list[tuple[Membership, object]]:
    return list(enrolments.without_course(place().organization_id, cohort.course, **options))  # type: ignore[arg-type]


def _count(cohort: Cohort) -> int:
    return enrolments.count_without_course(place().organization_id, cohort.course)


def _confirm(cohort: Cohort, count: int) -> str:
    """What enrolling everybody does, before it is done."""
    return render_template(
        "organization/enrolment_everybody.html",
        cohort=cohort,
        course=ours.course_title(cohort.course),
        count=count,
        at_once=AT_ONCE,
    )


def _say(new: int, before: int) -> None:
    if new:
        flash(ngettext("%(num)s person is enrolled.", "%(num)s people are enrolled.", new), "good")
    if before:
        flash(ngettext("%(num)s person takes this course already.", "%(num)s people take this course already.", before))
    if new == AT_ONCE:
        flash(_("These are the first %(count)s. Do it again for those who are left.", count=AT_ONCE))


def _page(cohort: Cohort, *, wrong: str = "") -> str:
    words = tidy(request.args.get("words", ""))[:80]
    after = None
    if "after" in request.args:
        last = ours.member(request.args["after"])
        after = (last.sort_name, last.id)
    rows = _without(cohort, words=words, after=after, size=PAGE + 1)
    shown = rows[:PAGE]
    more: dict[str, Any] = {"public_id": cohort.public_id, **({"words": words} if words else {})}
    return render_template(
        "organization/enrolment_new.html",
        cohort=cohort,
        course=ours.course_title(cohort.course),
        people=shown,
        words=words,
        wrong=wrong,
        count=_count(cohort) if shown else 0,
        chosen=set(request.form.getlist("member")),
        newer=url_for(".enrolment_new", **more) if after else None,
        older=url_for(".enrolment_new", **more, after=shown[-1][0].public_id) if len(rows) > PAGE else None,
    )
