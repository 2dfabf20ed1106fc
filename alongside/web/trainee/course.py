"""A course as a path: what is done, what is next, what opens when; and where links inside the texts lead."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from alongside.catalogue import shelf
from alongside.certification import certificates, verification
from alongside.foundation.i18n import gettext as _
from alongside.foundation.missing import Missing
from alongside.learning import enrolments
from alongside.learning.models import Enrolment
from alongside.web import pages
from alongside.web.identity import place
from alongside.web.trainee import front
from alongside.web.trainee.mine import my_enrolment
from alongside.web.trainee.taking import Taking, taking


@front.get("/courses/<public_id>")
def course(public_id: str) -> ResponseReturnValue:
    here = taking(my_enrolment(public_id))
    return render_template("trainee/course.html", taking=here, steps=[*here.steps(), _certificate_step(here)])


def _certificate_step(here: Taking) -> dict[str, str]:
    found = certificates.of_enrolment(here.enrolment.id) if here.is_earned else None
    if found is not None and found.state == "issued":
        is_over = verification.standing(found, certificates.current_edition(found.id)) == "expired"
        url, note, state = url_for(".certificate", public_id=found.public_id), _("It has run out.") if is_over else _("It is yours."), "done"
    else:
        url = url_for(".certificate_progress", course=here.enrolment.public_id)
        note, state = (_("All is done. See how it stands") if found else _("What is still missing")), "locked"
    return {"title": _("Certificate"), "url": url, "note": note, "state": state}


@front.get("/go/<module_id>")
@front.get("/go/<module_id>/<lesson_id>")
def go(module_id: str, lesson_id: str | None = None) -> ResponseReturnValue:
    """A link in a text names a module or a lesson; here it becomes the reader's own page of it."""
    for enrolment in _mine_from_here():
        if module_id in shelf.outline(enrolment.release_id).courses[enrolment.course].modules:
            here: dict[str, Any] = {"public_id": enrolment.public_id, "module_id": module_id}
            here["back"] = pages.safe_next(request.args.get("back"))
            return redirect(url_for(".lesson", **here, lesson_id=lesson_id) if lesson_id else url_for(".module", **here))
    raise Missing(module_id)


def _mine_from_here() -> list[Enrolment]:
    """The course that the link was read in, then the others of this organization, newest first."""
    asked, mine = request.args.get("course"), reversed(enrolments.of_member(place().membership_id))
    return [*([my_enrolment(asked)] if asked else []), *mine]
