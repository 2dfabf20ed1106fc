"""Throttling: so many tries and no more, also with many at once, and no address can be read from it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from alongside.foundation import clock, throttle
from alongside.foundation.database import session
from alongside.foundation.installation import Installation
from alongside.foundation.throttle import ThrottleRow, TooMany

WHO = "tess@example.org"


def tries(installation: Installation, count: int, key: str = WHO, limit: int = 5) -> list[int]:
    """For each try 0, or how long to wait."""
    found = []
    for _ in range(count):
        try:
            throttle.allow("sign-in", key, limit=limit, per_seconds=60)
            found.append(0)
        except TooMany as refused:
            found.append(refused.retry_after)
    return found


def test_five_pass_and_the_sixth_waits(installation):
    with clock.at(clock.now()):
        assert tries(installation, 7) == [0, 0, 0, 0, 0, 12, 12]


def test_after_the_wait_it_passes_again(installation):
    now = clock.now()
    with clock.at(now):
        tries(installation, 6)
    with clock.at(clock.in_(seconds=12.1)):
        assert tries(installation, 1) == [0]


def test_nora_is_not_throttled_by_tess(installation):
    tries(installation, 6)
    assert tries(installation, 1, key="nora@example.org") == [0]


def test_the_right_person_is_forgiven(installation):
    with clock.at(clock.now()):
        tries(installation, 6)
        throttle.forgive("sign-in", WHO)
        assert tries(installation, 1) == [0]


def test_of_many_at_once_no_more_pass(installation):
    with clock.at(clock.now()):
        now = clock.now()

        def one(_number: int) -> int:
            with clock.at(now), installation.at_hand():
                return tries(installation, 1)[0]

        with ThreadPoolExecutor(8) as pool:
            assert sum(waits == 0 for waits in pool.map(one, range(24))) == 5


def test_a_try_counts_though_the_page_fails(installation):
    with clock.at(clock.now()):
        with pytest.raises(ZeroDivisionError):
            tries(installation, 5)
            1 / 0  # noqa: B018
        assert tries(installation, 1) == [12]


def test_no_address_can_be_read_from_a_row(installation):
    tries(installation, 1)
    with installation.database.reading():
        assert "tess" not in session.scalar(select(ThrottleRow.key))


def test_rows_that_stop_nobody_are_cleared(installation):
    tries(installation, 1)
    with clock.at(clock.in_(minutes=2)), installation.database.writing():
        throttle.clear_old()
        assert session.scalar(select(func.count()).select_from(ThrottleRow)) == 0


def test_counting_in_the_middle_of_writing_is_a_mistake_that_shows(on_sqlite):
    with pytest.raises(RuntimeError, match="wait for itself"), on_sqlite.database.writing():
        session.execute(select(1))
        throttle.allow("sign-in", WHO, limit=1, per_seconds=1)
