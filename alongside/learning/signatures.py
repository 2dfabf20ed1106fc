"""Agreements that were signed: once each, for the words that stood there."""

from __future__ import annotations

import hashlib

from sqlalchemy import select

from alongside.content.catalogue import Agreement
from alongside.foundation.database import insert, session
from alongside.learning.models import Enrolment, Signature


def digest_of(html: str) -> str:
    """What a signature is bound to: SHA-256 of the agreement as it was shown."""
    return hashlib.sha256(html.encode()).hexdigest()


def of_enrolment(enrolment_id: int) -> dict[str, Signature]:
    """The newest signature under each agreement, by its id."""
    rows = session.scalars(select(Signature).where(Signature.enrolment_id == enrolment_id).order_by(Signature.id))
    return {row.agreement: row for row in rows}


def sign(enrolment: Enrolment, agreement: Agreement, html: str, *, name: str) -> bool:
    """False if these words were signed already."""
    made = session.execute(
        insert(Signature)
        .values(
            organization_id=enrolment.organization_id,
            enrolment_id=enrolment.id,
            agreement=agreement.id,
            version=agreement.version,
            digest=digest_of(html),
            name=name,
        )
        .on_conflict_do_nothing()
        .returning(Signature.id)
    ).first()
    return made is not None
