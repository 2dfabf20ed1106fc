"""Answers that arrive late, twice, not at all or after the hand-in: what counts is what the person did last (Q03, R01)."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from sqlalchemy import select

from alongside.foundation.database import session
from alongside.learning.models import Enrolment
from alongside.people.models import Account
from bench.torture import orders
from bench.torture.orders import HAND_IN, Packet

POSITIONS = 5  # of the small course's quiz
packets = some.builds(Packet, some.integers(0, POSITIONS - 1), some.integers(1, 9), some.booleans())
scripts = some.lists(packets, max_size=12, unique_by=lambda one: (one.position, one.sequence))


@pytest.fixture
def sheet(app, installation):
    """Makes another open attempt of Tess's, each time."""
    with installation.database.reading():
        tess = session.scalars(select(Account).where(Account.name == "Tess Lindqvist")).one()
        enrolment = session.scalars(select(Enrolment).join(Enrolment.membership).where(Enrolment.membership.has(account_id=tess.id))).one()
    return lambda: orders.new_sheet(app, enrolment.id, tess.id)


# One database for all examples: every example has an attempt of its own in it.
@settings(max_examples=12, deadline=None, database=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(script=scripts, data=some.data())
def test_the_newest_answer_before_the_hand_in_counts_whatever_the_network_does(app, sheet, script, data):
    again = data.draw(some.lists(some.sampled_from(script), max_size=4)) if script else []
    order = data.draw(some.permutations([*script, *again]))
    if data.draw(some.booleans()):
        order = [*order]
        order.insert(data.draw(some.integers(0, len(order))), HAND_IN)
    assert orders.play(app, sheet(), list(order)) == []


def test_an_answer_after_the_hand_in_changes_nothing(app, sheet):
    assert orders.play(app, sheet(), [Packet(0, 1, True), HAND_IN, Packet(0, 2, False), Packet(1, 1, True)]) == []


def test_an_older_answer_that_comes_late_changes_nothing(app, sheet):
    assert orders.play(app, sheet(), [Packet(0, 7, True), Packet(0, 3, False), Packet(0, 7, True)]) == []
