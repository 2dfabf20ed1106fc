"""The disk is full (R03): a clear 503, nothing half-written, pages go on, and all is well once there is room again.

On SQLite only: PostgreSQL's files are its server's, not ours; what it says then is known by its words.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import OperationalError

from alongside.foundation import clock
from alongside.foundation.database import is_full, session
from alongside.learning.models import Enrolment
from alongside.people.models import Account, SignIn
from bench.torture import orders
from bench.torture.full_disk import full_disk
from bench.torture.orders import HAND_IN, Packet
from tests.conftest import digest_of_database

on_sqlite = pytest.mark.parametrize("settings", ["sqlite"], indirect=True)


@pytest.fixture
def sheet(app, installation):
    with installation.database.reading():
        tess = session.scalars(select(Account).where(Account.name == "Tess Lindqvist")).one()
        enrolment = session.scalars(select(Enrolment).where(Enrolment.membership.has(account_id=tess.id))).one()
    return orders.new_sheet(app, enrolment.id, tess.id)


@on_sqlite
def test_an_answer_on_a_full_disk_is_refused_and_can_be_sent_again(app, installation, sheet):
    before = digest_of_database(installation)
    save, submit = orders._save(sheet, Packet(0, 1, True)), orders._submit(sheet)
    with full_disk():
        answers = [orders.call(app, save), orders.call(app, submit)]
        question = orders.call(app, orders.Ask(f"/learn/attempts/{sheet.public_id}/1", who=sheet.who))
    assert [one.status_code for one in answers] == [503, 503]
    assert "what_to_do" in answers[0].get_json()
    assert question.status_code == 200
    assert digest_of_database(installation) == before
    assert orders.play(app, sheet, [Packet(0, 1, True), HAND_IN]) == []
    with installation.database.reading():
        assert session.scalar(text("PRAGMA integrity_check")) == "ok"


@on_sqlite
def test_the_page_says_that_nothing_is_lost(app, sheet):
    with full_disk():
        page = orders.call(app, orders._submit(sheet))
    assert page.status_code == 503
    assert "Nothing was lost" in page.get_data(as_text=True)


def long_since_seen(installation):
    """Everybody is signed in, and was last here five minutes ago: the next page writes that down."""
    with installation.database.writing():
        session.execute(update(SignIn).values(last_seen_at=clock.now() - timedelta(minutes=5)))


@on_sqlite
def test_a_page_goes_on_though_nobody_can_write_down_that_she_was_here(tess, installation):
    long_since_seen(installation)
    with full_disk():
        assert tess.get("/learn").status == 200
    assert tess.get("/learn").status == 200
    with installation.database.reading():
        assert clock.now() - session.scalars(select(SignIn.last_seen_at).where(SignIn.account.has(name="Tess Lindqvist"))).one() < timedelta(minutes=1)


@on_sqlite
def test_a_record_is_not_shown_if_nobody_can_write_down_who_looked(omar, tess, installation):
    href = omar.get("/organization/people").link("Tess Lindqvist")
    long_since_seen(installation)
    with full_disk():
        assert omar.get(href).status == 503
        assert omar.get("/organization/people").status == 200
    assert omar.get(href).status == 200


def test_a_full_disk_is_known_by_what_both_engines_say():
    for words in ("database or disk is full", "disk I/O error", "could not extend file: No space left on device"):
        assert is_full(OperationalError("INSERT", {}, Exception(words)))
    assert not is_full(OperationalError("INSERT", {}, Exception("syntax error")))
