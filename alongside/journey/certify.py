"""Certify: earned, issued, revoked, reinstated. Each once, each with what it stood on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from alongside.catalogue import shelf
from alongside.catalogue.models import Release
from alongside.certification import certificates
from alongside.certification.decision import Decision, ModuleRecord, Record, Requirement, Requirements, decide
from alongside.certification.evidence import AgreementMet, Evidence, ModuleMet
from alongside.certification.models import VISIBILITIES, Certificate, Edition
from alongside.content.catalogue import Agreement, Catalogue, Course
from alongside.foundation import clock
from alongside.foundation.audit import record
from alongside.foundation.database import session
from alongside.foundation.jobs import enqueue
from alongside.journey import tags
from alongside.learning import progress, signatures
from alongside.learning.models import Enrolment, ModuleProgress, Signature
from alongside.organizations.models import Membership
from alongside.reporting.counts import count_up


class MayNotIssueToOneself(Exception):
    """Nobody confirms their own certificate."""


class NotEarned(Exception):
    """The record does not meet the course's rules; `decision` says what is missing."""

    def __init__(self, decision: Decision) -> None:
        self.decision = decision


def decision_for(enrolment: Enrolment, rows: dict[str, ModuleProgress] | None = None) -> Decision:
    """What is missing for this person's certificate, from what is stored."""
    content = shelf.outline(enrolment.release_id)
    rows = progress.of_enrolment(enrolment.id) if rows is None else rows
    course = content.courses[enrolment.course]
    signed = signatures.of_enrolment(enrolment.id) if course.certificate.agreements else {}
    return decide(requirements(course, content), _record(content, rows, signed))


def requirements(course: Course, content: Catalogue) -> Requirements:
    """A course's rules, with the pass mark of each module's quiz beside it."""
    modules = [content.modules[one] for one in course.certificate.modules]
    return tuple(
        Requirement("module", {"module": one.id, "pass_mark": content.quizzes[one.quiz].pass_mark if one.quiz else 0})
        for one in modules
    ) + tuple(Requirement("agreement", {"agreement": one}) for one in course.certificate.agreements)


def _record(content: Catalogue, rows: dict[str, ModuleProgress], signed: Mapping[str, Signature]) -> Record:
    modules = {
        one: ModuleRecord(
            lessons=len(content.modules[one].lessons),
            lessons_done=row.lessons_done,
            has_quiz=content.modules[one].quiz is not None,
            best_percent=row.best_percent,
            quiz_passed=row.quiz_passed_at is not None,
        )
        for one, row in rows.items()
        if one in content.modules
    }
    return Record(modules=modules, signed=frozenset(signed))


def certify_if_earned(enrolment: Enrolment) -> Certificate | None:
    """If nothing is missing any more, the certificate is earned, and issued at once where the course says so."""
    session.flush()
    if not decision_for(enrolment).earned:
        return None
    certificate, is_new = certificates.earn(enrolment)
    if is_new:
        _count([enrolment], "earned")
        record(
            tags.CERTIFICATE_EARNED,
            organization_id=enrolment.organization_id,
            actor=None,
            subject=certificate.public_id,
            person=_holder(certificate),
        )
    course = shelf.outline(enrolment.release_id).courses[enrolment.course]
    if certificate.state == "earned" and course.certificate.issue == "automatic":
        issue(certificate, by=None)
    return certificate


def issue(certificate: Certificate, *, by: Membership | None) -> Edition:
    """Issue what was earned; `by` is None where the course issues by itself.

    Raises MayNotIssueToOneself, NotEarned, and certificates.NotInThatState for whoever comes second.
    """
    edition = _issue(certificate, by)
    _count([certificate.enrolment], "certified")
    return edition


def issue_several(chosen: Iterable[Certificate], *, by: Membership) -> list[Exception | None]:
    """Issue each on its own: what one lacks does not hold up the others. For each, why it was not issued, or None.

    First all certificates, then all counts, each in one order: so those who do this at once wait for each other and
    never crosswise.
    """
    refused: list[Exception | None] = []
    issued = []
    for certificate in sorted(chosen, key=lambda one: one.id):
        try:
            _issue(certificate, by)
        except (MayNotIssueToOneself, NotEarned, certificates.NotInThatState) as why:
            refused.append(why)
        else:
            refused.append(None)
            issued.append(certificate.enrolment)
    _count(issued, "certified")
    return refused


def _count(who: Sequence[Enrolment], what: str) -> None:
    """Counted in their cohorts, one after the other. Who has left is on no list there, and so in no figure."""
    here = Counter((one.organization_id, one.cohort_id or 0) for one in who if one.cohort_id and one.ended_at is None)
    for (organization_id, cohort_id), n in sorted(here.items()):
        count_up(organization_id, cohort_id, what, by=n)


def _issue(certificate: Certificate, by: Membership | None) -> Edition:
    enrolment = certificate.enrolment
    if by is not None and by.account_id == enrolment.membership.account_id:
        raise MayNotIssueToOneself
    decision = decision_for(enrolment)
    if not decision.earned:
        raise NotEarned(decision)
    certificates.mark_issued(certificate)
    edition = _new_edition(certificate, issued_on=_today(enrolment))
    record(
        tags.CERTIFICATE_ISSUED,
        organization_id=certificate.organization_id,
        actor=by.account.public_id if by else None,
        subject=certificate.public_id,
        person=_holder(certificate),
        edition=edition.ordinal,
        number=edition.number,
    )
    enqueue("certificate_pdf", organization_id=certificate.organization_id, edition_id=edition.id)
    return edition


def revoke(certificate: Certificate, reason: str, *, by: Membership) -> None:
    """Take it back; the reason stays between issuer and holder. Raises NotInThatState."""
    certificates.mark_revoked(certificate, reason)
    edition = certificates.current_edition(certificate.id)
    number = edition.number if edition else ""
    record(
        tags.CERTIFICATE_REVOKED,
        organization_id=certificate.organization_id,
        actor=by.account.public_id,
        subject=certificate.public_id,
        person=_holder(certificate),
        reason=reason,
        number=number,
    )
    enqueue(
        "certificate_revoked",
        organization_id=certificate.organization_id,
        certificate_id=certificate.id,
        reason=reason,  # as it was said now: by the time the job runs, the certificate may hold again
        number=number,
    )


def reinstate(certificate: Certificate, *, by: Membership) -> Edition:
    """It holds again, as a new edition with the dates of the old one. Raises NotInThatState, MayNotIssueToOneself."""
    if by.account_id == certificate.enrolment.membership.account_id:
        raise MayNotIssueToOneself
    before = certificates.current_edition(certificate.id)
    certificates.mark_reinstated(certificate)
    edition = _new_edition(certificate, issued_on=before.issued_on if before else _today(certificate.enrolment), like=before)
    record(
        tags.CERTIFICATE_REINSTATED,
        organization_id=certificate.organization_id,
        actor=by.account.public_id,
        subject=certificate.public_id,
        person=_holder(certificate),
        edition=edition.ordinal,
        number=edition.number,
    )
    enqueue("certificate_pdf", organization_id=certificate.organization_id, edition_id=edition.id)
    return edition


def reprint(certificate: Certificate, reason: str, *, by: Membership) -> Edition:
    """Print what holds again, with the holder's name of today and the dates of before: as a new edition.

    Raises MayNotIssueToOneself; NotInThatState where it does not hold, or was printed with this name already.
    """
    account = certificate.enrolment.membership.account
    if by.account_id == account.id:
        raise MayNotIssueToOneself
    session.refresh(certificate, with_for_update=True)  # of two clicks at once the second finds the new name
    before = certificates.current_edition(certificate.id)
    if certificate.state != "issued" or before is None or before.name == account.name:
        raise certificates.NotInThatState
    edition = _new_edition(certificate, issued_on=before.issued_on, like=before, name=account.name)
    record(
        tags.CERTIFICATE_REPRINTED,
        organization_id=certificate.organization_id,
        actor=by.account.public_id,
        subject=certificate.public_id,
        person=account.public_id,
        reason=reason,
        edition=edition.ordinal,
        number=edition.number,
    )
    enqueue("certificate_pdf", organization_id=certificate.organization_id, edition_id=edition.id, news="reprinted")
    return edition


def _holder(certificate: Certificate) -> str:
    return certificate.enrolment.membership.account.public_id


def show_to_visitors(certificate: Certificate, visibility: str, *, by: str) -> None:
    """The holder decides what others see: "name", "initials" or "nothing"."""
    if visibility not in VISIBILITIES:
        raise ValueError(visibility)
    certificate.visibility = visibility
    record(
        tags.CERTIFICATE_VISIBILITY,
        organization_id=certificate.organization_id,
        actor=by,
        subject=certificate.public_id,
        visibility=visibility,
    )


def _new_edition(
    certificate: Certificate, *, issued_on: date, like: Edition | None = None, name: str | None = None
) -> Edition:
    """`like`: an earlier edition, of which all is kept but the `name`, if one is given."""
    enrolment = certificate.enrolment
    organization, account = enrolment.membership.organization, enrolment.membership.account
    content = shelf.outline(enrolment.release_id)
    rules = content.courses[enrolment.course].certificate
    months = rules.valid_for_months
    return certificates.add_edition(
        certificate,
        name=name or (like.name if like else account.name),
        title=like.title if like else rules.title,
        printed=like.printed if like else _printed(content, enrolment, organization),
        evidence=like.evidence if like else evidence(content, enrolment).as_json(),
        issued_on=issued_on,
        valid_until=like.valid_until if like else (months_after(issued_on, months) if months else None),
    )


def _today(enrolment: Enrolment) -> date:
    """The day it is at the issuer's."""
    return clock.today(enrolment.membership.organization.time_zone)


def _printed(content: Catalogue, enrolment: Enrolment, organization: Any) -> dict[str, Any]:
    """What is printed beside name, title and dates, as it stands today; and by which zone its last day ends."""
    course = content.courses[enrolment.course]
    modules = [content.modules[one] for one in course.certificate.modules]
    categories = {code.split(".")[0] for module in modules for code in module.competencies if code.startswith("CC")}
    return {
        "statement": course.certificate.statement,
        "issuer": organization.name,
        "time_zone": organization.time_zone,
        "language": organization.language,
        "paper": organization.paper,
        "signatories": [[organization.signatory_name, organization.signatory_role]] if organization.signatory_name else [],
        "competencies": sorted(categories, key=lambda code: int(code[2:])),
        "hours": {
            "self_paced": sum(module.hours.self_paced for module in modules),
            "live": sum(module.hours.live for module in modules),
        },
    }


def evidence(content: Catalogue, enrolment: Enrolment) -> Evidence:
    """What the decision stands on now. Days are the issuer's: near midnight it is another day in UTC."""
    rows = progress.of_enrolment(enrolment.id)
    time_zone = enrolment.membership.organization.time_zone
    course = content.courses[enrolment.course]
    signed = signatures.of_enrolment(enrolment.id) if course.certificate.agreements else {}
    return Evidence(
        course=enrolment.course,
        release=session.get_one(Release, enrolment.release_id).public_id,
        met=tuple(
            module_met(one.values, content, rows[one.values["module"]], time_zone)
            if one.code == "module"
            else agreement_met(content.agreements[one.values["agreement"]], signed[one.values["agreement"]], time_zone)
            for one in requirements(course, content)
        ),
    )


def agreement_met(agreement: Agreement, signature: Signature, time_zone: str) -> AgreementMet:
    signed_on = signature.signed_at.astimezone(ZoneInfo(time_zone)).date()
    return AgreementMet(agreement.id, agreement.title, signature.version, signature.digest, signed_on)


def module_met(values: Mapping[str, Any], content: Catalogue, row: ModuleProgress, time_zone: str) -> ModuleMet:
    return ModuleMet(
        module=values["module"],
        title=content.modules[values["module"]].title,
        pass_mark=values["pass_mark"],
        percent=row.best_percent,
        attempts=row.attempts,
        lessons=row.lessons_done,
        done_on=_day(row.done_at, time_zone),
    )


def _day(instant: datetime | None, time_zone: str) -> date | None:
    return instant.astimezone(ZoneInfo(time_zone)).date() if instant else None


def months_after(start: date, months: int) -> date:
    """The same day so many months later; the last day of that month where there is no such day."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    for day in range(start.day, start.day - 4, -1):
        try:
            return date(year, month + 1, day)
        except ValueError:
            continue
    raise AssertionError("a month has at least 28 days")
