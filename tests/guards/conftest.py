"""Every route with ids that exist: at Harbor Street Center (ours) and at Hilltop House (the neighbour's)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest
from sqlalchemy import select

from alongside.assessment.models import Attempt
from alongside.certification.models import Certificate, Edition
from alongside.foundation.database import session
from alongside.journey import join, practise
from alongside.journey.read_lesson import finish_lesson
from alongside.journey.take_quiz import begin_attempt
from alongside.learning.models import Enrolment
from alongside.organizations.models import Cohort, Invitation, Membership, Organization
from alongside.people.models import Account
from tests.journeys.test_markdown_to_certificate import finish_course


@dataclass
class Things:
    """One of each thing of an organization, by the name that routes use for it."""

    ids: dict[str, Any] = field(default_factory=dict)

    def of(self, organization_name: str, person: str) -> Things:
        organization = session.scalars(select(Organization).where(Organization.name == organization_name)).one()
        membership = session.scalars(
            select(Membership).join(Account, Account.id == Membership.account_id)
            .where(Membership.organization_id == organization.id, Account.name == person)
        ).one()  # fmt: skip
        boss = session.scalars(
            select(Membership).where(Membership.organization_id == organization.id, Membership.is_owner)
        ).one()
        enrolment = session.scalars(select(Enrolment).where(Enrolment.membership_id == membership.id)).one()
        finish_course(enrolment)
        finish_lesson(enrolment, "listening", "first")
        opened = begin_attempt(enrolment, "listening")
        finished = session.scalars(
            select(Attempt).where(Attempt.enrolment_id == enrolment.id, Attempt.state == "finished").order_by(Attempt.id)
        ).first()
        certificate = session.scalars(select(Certificate).where(Certificate.enrolment_id == enrolment.id)).one()
        edition = session.scalars(select(Edition).where(Edition.certificate_id == certificate.id)).one()
        cohort = session.scalars(select(Cohort).where(Cohort.organization_id == organization.id)).one()
        link = join.invite(boss, role="trainee", cohort=cohort)
        invitation = session.scalars(select(Invitation).where(Invitation.organization_id == organization.id)).one()
        self.ids = {
            "organization": organization.public_id,
            "membership": membership.public_id,
            "enrolment": enrolment.public_id,
            "attempt": opened.public_id,
            "run": practise.begin_run(enrolment, "listening", "first-words").public_id,
            "finished": finished.public_id,
            "certificate": certificate.public_id,
            "code": edition.code,
            "cohort": cohort.public_id,
            "invitation": invitation.public_id,
            "invitation_token": link.rsplit("/", 1)[1],
        }
        return self


@pytest.fixture
def things(installation) -> dict[str, Things]:
    """"ours" and "theirs"."""
    with installation.database.writing():
        ours = Things().of("Harbor Street Center", "Tess Lindqvist")
        theirs = Things().of("Hilltop House", "Nora Quist")
    return {"ours": ours, "theirs": theirs}
