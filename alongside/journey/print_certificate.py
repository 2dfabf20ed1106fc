"""Print a certificate: its file is made once, by a job, and stored for ever."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from alongside.certification import certificates
from alongside.certification.competencies import CATEGORIES
from alongside.certification.models import Certificate, Edition
from alongside.foundation import files
from alongside.foundation.database import session
from alongside.foundation.i18n import format_date, gettext, in_language
from alongside.foundation.installation import here
from alongside.foundation.jobs import handles
from alongside.foundation.mail import queue_mail


def facts_of(edition: Edition) -> Any:
    """All that stands on the page, in the language it is issued in."""
    from alongside.credentials.pdf import CertificateFacts  # heavy: only the job worker needs it

    facts = edition.printed
    with in_language(facts["language"]):
        return CertificateFacts(
            language=facts["language"],
            issuer=facts["issuer"],
            kind=gettext("Certificate of training"),
            number=edition.number,
            name=edition.name,
            has_completed=gettext("has completed"),
            title=edition.title,
            statement=facts["statement"],
            issued_on=edition.issued_on,
            issued_label=gettext("Issued on"),
            issued_words=format_date(edition.issued_on, "long"),
            valid_until=edition.valid_until,
            valid_label=gettext("Valid until"),
            valid_words=format_date(edition.valid_until, "long") if edition.valid_until else "",
            number_label=gettext("Number"),
            check_label=gettext("Scan, or go to"),
            address=address_of(edition),
            limits=gettext(
                "Evidence of training; not a license or a state certification, which a state or board gives. "
                "Compare every line with the page behind the code."
            ),
            logo_text=gettext("Emblem of %(organization)s", organization=facts["issuer"]),
            code_text=gettext("QR code that opens this certificate’s page"),
            competencies_label=gettext("Taught and assessed against SAMHSA’s Core Competencies for Peer Workers:"),
            competencies=tuple(str(CATEGORIES[one]) for one in facts["competencies"]),
            signatories=tuple((name, role) for name, role in facts["signatories"]),
            paper=facts["paper"],
        )


def address_of(edition: Edition) -> str:
    return f"{here().settings.base_url}/verify/{edition.code}"


@handles("certificate_pdf", outside=True)
def make_file(edition_id: int, news: str = "ready") -> None:
    """Make the file of an edition, once; then tell the holder the news. Nobody waits to write while it is set and drawn."""
    from alongside.credentials.fonts import font_paths  # heavy, both: only the job worker needs them
    from alongside.credentials.pdf import make_pdf

    database, extra = here().database, here().settings.fonts
    with database.reading():
        edition = session.get(Edition, edition_id)
        if edition is None or edition.pdf_file_id is not None:
            return
        facts = facts_of(edition)
    pdf = make_pdf(facts, font_paths(Path(extra) if extra else None))
    with database.writing():
        edition = session.get_one(Edition, edition_id, with_for_update=True)
        if edition.pdf_file_id is None:  # or another worker was faster
            edition.pdf_file_id = files.put(pdf, "application/pdf", edition.organization_id).id
            if edition.sealed_at is None and edition.certificate.state == "issued":  # not revoked while it was drawn
                tell(edition.certificate, news, number=edition.number)


@handles("certificate_revoked", private=True)
def tell_revoked(certificate_id: int, reason: str, number: str) -> None:
    tell(session.get_one(Certificate, certificate_id), "revoked", number=number, reason=reason)


@handles("certificate_notice")
def notice(certificate_id: int, what: str) -> None:
    """Jobs that were queued before the message carried its own words."""
    certificate = session.get_one(Certificate, certificate_id)
    edition = certificates.current_edition(certificate_id)
    tell(certificate, what, number=edition.number if edition else "", reason=certificate.revocation_reason or "")


def tell(certificate: Certificate, what: str, *, number: str, reason: str = "") -> None:
    """A neutral message to the holder: something is "ready", was "reprinted" or "revoked"."""
    account = certificate.enrolment.membership.account
    if account.email is None or account.is_disabled:
        return
    queue_mail(
        f"certificate-{what}",
        to=account.email,
        language=account.language,
        organization_id=certificate.organization_id,
        name=account.call_name,
        organization=certificate.enrolment.membership.organization.name,
        reason=reason,
        link=f"{here().settings.base_url}/learn/certificates/{certificate.public_id}",
        number=number,
    )
