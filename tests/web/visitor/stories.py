"""Certificates for tests of those who check them."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select, update

from alongside.catalogue import shelf
from alongside.certification import certificates
from alongside.certification.models import Certificate, Edition
from alongside.foundation import clock
from alongside.foundation.database import session
from alongside.journey import certify
from alongside.learning import progress
from alongside.learning.models import Enrolment
from alongside.organizations.models import Membership
from alongside.people.models import Account


class Paper:
    """Tess's certificate, and what happens to it."""

    def __init__(self, installation) -> None:
        self.installation = installation
        with installation.database.writing():
            enrolment = session.scalars(
                select(Enrolment)
                .join(Membership, Membership.id == Enrolment.membership_id)
                .join(Account, Account.id == Membership.account_id)
                .where(Account.email == "tess@example.org")
            ).one()
            content = shelf.outline(enrolment.release_id)
            for module in (content.modules[one] for one in content.courses[enrolment.course].modules):
                row, _ = progress.open_module(enrolment, module)
                row.lessons_done, row.best_percent = len(module.lessons), 100
                row.quiz_passed_at = row.done_at = clock.now()
            certificate = certify.certify_if_earned(enrolment)
            assert certificate is not None
            self.id = certificate.id
            edition = certificates.current_edition(self.id)
            assert edition is not None
            self.edition_id, self.code, self.number = edition.id, edition.code, edition.number

    @property
    def path(self) -> str:
        return f"/verify/{self.code}"

    def shows(self, visibility: str) -> None:
        with self.installation.database.writing():
            session.execute(update(Certificate).values(visibility=visibility))

    def runs_out(self) -> None:
        with self.installation.database.writing():
            yesterday = clock.now().date() - timedelta(days=2)
            session.execute(update(Edition).values(valid_until=yesterday))

    def is_revoked(self, reason: str = "Between us") -> None:
        with self.installation.database.writing():
            certify.revoke(session.get_one(Certificate, self.id), reason, by=self._omar())

    def is_reinstated(self) -> None:
        """As a new edition: the one before is superseded."""
        with self.installation.database.writing():
            certify.reinstate(session.get_one(Certificate, self.id), by=self._omar())

    @staticmethod
    def _omar() -> Membership:
        return session.scalars(
            select(Membership).join(Account, Account.id == Membership.account_id).where(Account.email == "omar@example.org")
        ).one()
