"""Sign an agreement, such as the code of ethics; it may be the last thing that was missing."""

from __future__ import annotations

from alongside.catalogue import shelf
from alongside.content.catalogue import Agreement
from alongside.foundation.audit import record
from alongside.foundation.missing import Missing
from alongside.journey import tags
from alongside.journey.certify import certify_if_earned
from alongside.learning import enrolments, signatures
from alongside.learning.models import Enrolment


def agreement_for(enrolment: Enrolment, agreement_id: str) -> tuple[Agreement, str]:
    """An agreement of the release this person is on, whether or not their course asks for it, and its words. Raises Missing."""
    agreement = shelf.outline(enrolment.release_id).agreements.get(agreement_id)
    if agreement is None:
        raise Missing(agreement_id)
    return agreement, shelf.html(enrolment.release_id, "agreement", agreement_id)


def sign(enrolment: Enrolment, agreement_id: str, *, name: str) -> None:
    """Sign under this name. A second time changes nothing. Raises Missing."""
    agreement, html = agreement_for(enrolment, agreement_id)
    if not signatures.sign(enrolment, agreement, html, name=name):
        return
    record(
        tags.AGREEMENT_SIGNED,
        organization_id=enrolment.organization_id,
        actor=enrolment.membership.account.public_id,
        subject=enrolment.public_id,
        agreement=agreement.id,
        version=agreement.version,
    )
    enrolments.seen(enrolment)
    certify_if_earned(enrolment)
