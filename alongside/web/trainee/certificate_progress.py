"""The way to the certificate: exactly what is missing, what is done, and how it stands when all is."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from alongside.catalogue import shelf
from alongside.certification import certificates
from alongside.foundation.i18n import gettext as _
from alongside.foundation.i18n import ngettext
from alongside.journey.certify import decision_for
from alongside.learning import enrolments, progress
from alongside.learning.models import Enrolment
from alongside.web.identity import place
from alongside.web.trainee import front, words
from alongside.web.trainee.mine import my_enrolment
from alongside.web.trainee.taking import Taking, taking


@front.get("/certificate")
def certificate_progress() -> ResponseReturnValue:
    mine = enrolments.of_member(place().membership_id)
    if not mine:
        return render_template("trainee/certificate_empty.html")
    here = taking(_asked_for(list(mine)))
    certificate = certificates.of_enrolment(here.enrolment.id)
    if certificate is not None and certificate.state != "earned":
        return redirect(url_for(".certificate", public_id=certificate.public_id))
    missing = _missing(here)
    return render_template(
        "trainee/certificate_progress.html",
        taking=here,
        others=[(one, shelf.outline(one.release_id).courses[one.course].title) for one in mine if one.id != here.enrolment.id],
        certificate=certificate,
        missing=missing,
        heading=_heading(len(missing)),
        questions_right=words.questions_right,
        signed=[one for one in here.agreements if one not in here.unsigned],
        done=[one for one in here.stops if one.state == "done" and one.module.id in here.course.certificate.modules],
    )


def _asked_for(mine: list[Enrolment]) -> Enrolment:
    """The course in the address, or the one somebody was in last."""
    asked = request.args.get("course")
    if asked:
        return my_enrolment(asked)
    return max(mine, key=lambda one: one.last_active_at or one.enrolled_at)


def _missing(here: Taking) -> list[words.Missing]:
    modules, found = here.content.modules, []
    for unmet in decision_for(here.enrolment, dict(here.rows)).missing:
        if unmet.code == "agreement":
            found.append(words.unsigned(here.content.agreements[unmet.values["agreement"]], here.enrolment))
            continue
        module = modules[unmet.values["module"]]
        waits = progress.waits_for(module, here.content, here.rows)
        found.append(words.missing(unmet, module, here.enrolment, quiz=here.content.quizzes.get(module.quiz or ""), waits_for=waits))
    return found


def _heading(count: int) -> str:
    if not count:
        return _("Everything is done")
    return ngettext("One thing is still missing", "%(num)s things are still missing", count)
