"""A certificate in its holder's hands: how it stands, its file, its printed page, and who may see what.

It belongs to the person, so these pages are open to whoever is signed in, also after they left the organization.
"""

from __future__ import annotations

import io
from typing import Any

import segno
from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import InputRequired

from alongside.certification import certificates, evidence, verification
from alongside.certification.competencies import CATEGORIES
from alongside.certification.models import VISIBILITIES, Certificate, Edition
from alongside.credentials import names
from alongside.foundation import files
from alongside.foundation.i18n import gettext as _
from alongside.foundation.i18n import lazy_gettext as _l
from alongside.foundation.missing import Missing
from alongside.journey import certify
from alongside.journey.print_certificate import address_of
from alongside.web.front import SIGNED_IN, only
from alongside.web.identity import person
from alongside.web.pages import Form
from alongside.web.reaching import reach
from alongside.web.trainee import front
from alongside.web.trainee.mine import my_certificate


class VisibilityForm(Form):
    """What a visitor with the link sees of the holder."""

    visibility = RadioField(
        _l("What do visitors see of you?"),
        choices=[
            SelectChoice("name", _l("My name, to whoever has the link or the code")),
            SelectChoice("initials", _l("Only my initials")),
            SelectChoice("nothing", _l("Nothing about me: only how the certificate stands")),
        ],
        validators=[InputRequired(_l("Choose one of the three"))],
    )


@front.get("/certificates/<public_id>")
@only(*SIGNED_IN)
def certificate(public_id: str) -> ResponseReturnValue:
    it = my_certificate(public_id)
    return _page(it, VisibilityForm(formdata=None, visibility=it.visibility))


def _page(it: Certificate, form: VisibilityForm) -> str:
    edition = certificates.current_edition(it.id)
    organization = it.enrolment.membership.organization
    return render_template(
        "trainee/certificate.html",
        certificate=it,
        edition=edition,
        issuer=organization,
        contact=reach(organization.contact or ""),
        state=verification.standing(it, edition),
        address=address_of(edition) if edition else "",
        evidence=evidence.read(edition.evidence) if edition else None,
        initials=verification.initials(edition.name) if edition else "",
        form=form,
    )


@front.post("/certificates/<public_id>/visibility")
@only(*SIGNED_IN)
def certificate_visibility(public_id: str) -> ResponseReturnValue:
    it = my_certificate(public_id)
    form = VisibilityForm()
    if not form.validate() or form.visibility.data not in VISIBILITIES:
        return _page(it, form), 422
    if form.visibility.data != it.visibility:
        certify.show_to_visitors(it, form.visibility.data, by=person().public_id)
    flash(_("Saved. It counts from now on, for the public page and everything behind it."), "good")
    return redirect(url_for(".certificate", public_id=public_id), 303)


@front.get("/certificates/<public_id>/certificate.pdf")
@only(*SIGNED_IN)
def certificate_pdf(public_id: str) -> ResponseReturnValue:
    it, edition = my_certificate(public_id), _edition(public_id)
    file = files.by_id(edition.pdf_file_id, it.organization_id) if edition.pdf_file_id else None
    if file is None:
        flash(_("The file is still being made. Try again in a minute."), "wait")
        return redirect(url_for(".certificate", public_id=public_id))
    answer = Response(file.content, content_type=file.media_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="certificate-{edition.number}.pdf"'
    return answer


@front.get("/certificates/<public_id>/print")
@only(*SIGNED_IN)
def certificate_print(public_id: str) -> ResponseReturnValue:
    edition = _edition(public_id)
    return render_template(
        "trainee/certificate_print.html",
        certificate=edition.certificate,
        edition=edition,
        facts=edition.printed,
        initial=names.initial(edition.printed["issuer"]),
        competencies=[str(CATEGORIES[one]) for one in edition.printed["competencies"]],
        address=address_of(edition),
    )


@front.get("/certificates/<public_id>/qr.svg")
@only(*SIGNED_IN)
def certificate_qr(public_id: str) -> ResponseReturnValue:
    """The code that opens the public page, dark on white in both themes, so that every camera reads it."""
    out = io.BytesIO()
    code: Any = segno.make(address_of(_edition(public_id)), error="m")
    code.save(out, kind="svg", dark="#08383d", light="#ffffff", border=3, xmldecl=False, svgclass=None, lineclass=None, omitsize=True)
    return Response(out.getvalue(), content_type="image/svg+xml")


def _edition(public_id: str) -> Edition:
    """What was issued. Raises Missing as long as nothing was."""
    edition = certificates.current_edition(my_certificate(public_id).id)
    if edition is None:
        raise Missing(public_id)
    return edition
