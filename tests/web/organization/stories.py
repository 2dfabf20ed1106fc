"""What these tests tell again and again: somebody has earned a certificate, somebody joins, a name is looked up."""

from __future__ import annotations

from contextlib import contextmanager

from sqlalchemy import select

from alongside.catalogue import shelf
from alongside.certification.models import Certificate
from alongside.foundation import clock
from alongside.foundation.database import session
from alongside.journey.certify import certify_if_earned
from alongside.journey.enrol import enrol
from alongside.learning import enrolments, progress
from alongside.organizations import members
from alongside.organizations.models import Membership, Organization
from alongside.people import accounts
from alongside.people.models import Account

CONFIRMED = "confirmed-course"


@contextmanager
def write(app):
    with app.app_context(), app.extensions["alongside"].database.writing():
        yield


@contextmanager
def read(app):
    with app.app_context(), app.extensions["alongside"].database.reading():
        yield


def membership(name: str) -> Membership:
    return session.scalars(select(Membership).join(Account).where(Account.name == name)).one()


def member_id(app, name: str) -> str:
    with read(app):
        return membership(name).public_id


def add_people(app, *names: str, role: str = "trainee", email: bool = True) -> None:
    with write(app):
        harbor = session.scalars(select(Organization).where(Organization.name == "Harbor Street Center")).one()
        for name in names:
            address = f"{name.lower().replace(' ', '.')}@harbor.example" if email else None
            members.add(harbor, accounts.create(name=name, email=address), role)


def earn(app, name: str, course: str = CONFIRMED) -> str:
    """Everything is done; the certificate waits for a confirmation. Returns its public id."""
    with write(app):
        enrolment = enrol(membership(name), course=course, by=None)
        for module in shelf.outline(enrolment.release_id).modules.values():
            row, _new = progress.open_module(enrolment, module)
            row.lessons_done, row.attempts, row.best_percent = len(module.lessons), 1, 90
            row.quiz_passed_at = row.done_at = clock.now()
        session.flush()
        certificate = certify_if_earned(enrolment)
        return certificate.public_id


def certificate(app, public_id: str) -> Certificate:
    with read(app):
        return session.scalars(select(Certificate).where(Certificate.public_id == public_id)).one()


def enrolled(app, name: str) -> list[str]:
    with read(app):
        return [one.course for one in enrolments.of_member(membership(name).id)]


def links_of(page) -> set[str]:
    return {href for href, _words in page.links if href.startswith("/organization")}
