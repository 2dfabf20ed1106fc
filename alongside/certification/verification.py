"""What a visitor learns of a certificate: whether it holds, and what its holder lets them see.

Whatever is asked (a code, a number, a slip of the keyboard), the same work is done, and everything that is not one of
ours is "unknown" in the same way.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select

from alongside.certification.models import Certificate, Edition
from alongside.credentials import numbers
from alongside.foundation import clock
from alongside.foundation.database import session
from alongside.organizations.models import Organization

MOST_INITIALS = 3
NEVER = "-"  # no code and no number is this


@dataclass(frozen=True)
class Finding:
    """`state`: valid, expired, revoked, superseded or unknown. The rest only as far as the holder allows."""

    state: str
    checked_at: datetime
    by_code: bool = False  # asked with the code of the link, which shows more than the printed number
    number: str = ""
    issuer: str = ""  # as printed
    issuer_now: str = ""  # what it is called today, where that is something else
    issuer_contact: str = ""
    issuer_since: datetime | None = None
    title: str = ""
    statement: str = ""
    name: str = ""  # as printed, only if the holder wants it shown
    initials: str = ""
    signatory: str = ""
    competencies: tuple[str, ...] = ()  # codes, as they are printed
    hours: dict[str, float] = field(default_factory=dict)  # "self_paced", "live"
    issued_on: date | None = None
    valid_until: date | None = None
    revoked_on: date | None = None
    edition_id: int | None = None
    has_file: bool = False  # the certificate itself, for visitors who may see the name
    code: str = ""


def look_up(text: str) -> Finding:
    """Answer for a code, a printed number, or a whole link."""
    code, number = numbers.normal_code(text), numbers.normal_number(text)
    row = session.execute(
        select(Edition, Certificate, Organization)
        .join(Certificate, Certificate.id == Edition.certificate_id)
        .join(Organization, Organization.id == Edition.organization_id)
        .where(or_(Edition.code == (code or NEVER), Edition.number == (number or NEVER)))
    ).first()
    if row is None:
        return Finding("unknown", clock.now())
    edition, certificate, organization = row
    return describe(edition, certificate, organization, by_code=edition.code == code)


def describe(edition: Edition, certificate: Certificate, organization: Organization, *, by_code: bool) -> Finding:
    state = state_of(edition, certificate)
    printed = edition.printed["issuer"]
    known = Finding(
        state,
        clock.now(),
        number=edition.number,
        issuer=printed,
        issuer_now=organization.name if organization.name != printed else "",
        issuer_contact=organization.contact,
    )
    if edition.sealed_at is not None:
        return known
    holds = state in {"valid", "expired"}
    shows = certificate.visibility
    return replace(
        known,
        by_code=by_code,
        issuer_since=organization.created_at,
        title=edition.title,
        statement=edition.printed.get("statement", ""),
        name=edition.name if shows == "name" and by_code and holds else "",
        initials=initials(edition.name) if shows in {"name", "initials"} else "",
        signatory=", ".join(one[0] for one in edition.printed.get("signatories", ())),
        competencies=tuple(edition.printed.get("competencies", ())),
        hours=edition.printed.get("hours", {}),
        issued_on=edition.issued_on,
        valid_until=edition.valid_until,
        revoked_on=_day(certificate.revoked_at, edition),
        edition_id=edition.id,
        has_file=bool(shows == "name" and by_code and holds and edition.pdf_file_id),
        code=edition.code if by_code else "",
    )


def _day(instant: datetime | None, edition: Edition) -> date | None:
    """The day it was at the issuer's."""
    return instant.astimezone(ZoneInfo(edition.printed["time_zone"])).date() if instant else None


def state_of(edition: Edition, certificate: Certificate) -> str:
    """An edition holds to the end of its last day, by the issuer's time zone on the day it was issued.

    An issuer that moves, or mends its settings, does not move the end of what it has promised.
    """
    if certificate.state == "revoked":
        return "revoked"
    if edition.sealed_at is not None:
        return "superseded"
    if edition.valid_until is not None and clock.today(edition.printed["time_zone"]) > edition.valid_until:
        return "expired"
    return "valid"


def standing(certificate: Certificate, edition: Edition | None) -> str:
    """How it stands with its holder and its issuer: earned, issued, expired or revoked. `edition`: what is held, if anything is."""
    is_over = edition is not None and state_of(edition, certificate) == "expired"
    return "expired" if is_over else certificate.state


def initials(name: str) -> str:
    """ "Tess Lindqvist" -> "T. L." Of a long name the first two and the last: all of them would be nearly the name."""
    parts = name.split()
    return " ".join(f"{part[0]}." for part in (parts if len(parts) <= MOST_INITIALS else [*parts[: MOST_INITIALS - 1], parts[-1]]))
