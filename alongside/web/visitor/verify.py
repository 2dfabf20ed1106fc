"""Does it hold? A number or a link, and the answer, as far as the holder allows.

Everything that is not one of our certificates gets the same page, byte for byte, after the same work: a slip of the keyboard, a
wrong check character, a code that was never issued. Tries are counted before anything is looked up. Nobody writes down who
asked, or what for. Checking needs no cookie.
"""

from __future__ import annotations

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from alongside.certification import certificates, verification
from alongside.certification.competencies import CATEGORIES
from alongside.certification.verification import Finding
from alongside.credentials import numbers
from alongside.foundation import files, throttle
from alongside.foundation.files import StoredFile
from alongside.foundation.i18n import gettext as _
from alongside.foundation.installation import here
from alongside.foundation.missing import Missing
from alongside.web import callers
from alongside.web.application import own_work
from alongside.web.reaching import reach
from alongside.web.visitor import front

MINUTE = 60
LONGEST = 200  # of what somebody types; a whole link fits


@front.get("/verify")
def verify() -> ResponseReturnValue:
    """The form sends by GET: no cookie, no page that grows stale. What it asks for is answered on the certificate's page."""
    text = request.args.get("certificate")
    if text is None:
        return render_template("visitor/verify.html", wrong="")
    if not text.strip():
        return render_template("visitor/verify.html", wrong=_("Enter the number on the certificate, or its link")), 422
    found = numbers.normal_code(text) or numbers.normal_number(text) or _one_step(text)
    return redirect(url_for(".certificate", text=found), 303)


def _one_step(text: str) -> str:
    """What is no number of ours, as one step of an address: its slashes and dots must not lead to another page."""
    return " ".join(text[:LONGEST].replace("/", " ").split()).strip(".") or "-"


@front.get("/verify/<path:text>")
@own_work
def certificate(text: str) -> ResponseReturnValue:
    finding = _look_up(text)
    with here().database.reading():
        if finding.state == "unknown":
            return _unknown()
        return render_template(
            "visitor/certificate.html",
            finding=finding,
            competencies=_in_words(finding),
            contact=reach(finding.issuer_contact or ""),
        )


@front.get("/verify/<code>/certificate.pdf")
@own_work
def certificate_pdf(code: str) -> ResponseReturnValue:
    """The certificate itself, where the holder shows their name; else the answer of a missing one."""
    finding = _look_up(code)
    with here().database.reading():
        if not finding.has_file:
            return _unknown()
        file = _file(finding)
    response = Response(file.content, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{finding.number}.pdf"'
    return response


def _look_up(text: str) -> Finding:
    """Raises TooMany, before anything is looked up."""
    # By network alone: a limit that all share would let one attacker close the door for everybody, and a code of 130
    # random bits needs none.
    throttle.allow("verify, network", callers.network(), limit=30, per_seconds=MINUTE)
    with here().database.reading():
        return verification.look_up(text)


def _unknown() -> tuple[str, int]:
    return render_template("visitor/unknown.html"), 404


def _file(finding: Finding) -> StoredFile:
    edition = certificates.edition(finding.edition_id or 0)
    file = files.by_id(edition.pdf_file_id or 0, edition.organization_id)
    if file is None:
        raise Missing(finding.number)
    return file


def _in_words(finding: Finding) -> str:
    return ", ".join(str(CATEGORIES[one]) for one in finding.competencies if one in CATEGORIES)
