"""How long a certificate holds: whole months, to the end of its last day at the issuer's."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from alongside.certification.models import Certificate, Edition
from alongside.certification.verification import state_of
from alongside.foundation import clock
from alongside.journey.certify import months_after


@pytest.mark.parametrize(
    "start, months, end",
    [
        (date(2026, 11, 23), 24, date(2028, 11, 23)),
        (date(2026, 12, 31), 1, date(2027, 1, 31)),
        (date(2026, 12, 1), 12, date(2027, 12, 1)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 5, 31), 1, date(2026, 6, 30)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),  # the 29th of February does not come every year
        (date(2028, 2, 29), 48, date(2032, 2, 29)),
        (date(2026, 2, 28), 24, date(2028, 2, 28)),
    ],
)
def test_months_later(start, months, end):
    assert months_after(start, months) == end


@pytest.mark.parametrize(
    "zone, instant, state",
    [
        ("UTC", datetime(2026, 11, 23, 23, 59, tzinfo=UTC), "valid"),
        ("UTC", datetime(2026, 11, 24, 0, 0, tzinfo=UTC), "expired"),
        ("Pacific/Honolulu", datetime(2026, 11, 24, 9, 59, tzinfo=UTC), "valid"),  # still the 23rd there
        ("Pacific/Honolulu", datetime(2026, 11, 24, 10, 0, tzinfo=UTC), "expired"),
        ("Asia/Tokyo", datetime(2026, 11, 23, 14, 59, tzinfo=UTC), "valid"),
        ("Asia/Tokyo", datetime(2026, 11, 23, 15, 0, tzinfo=UTC), "expired"),  # the 24th has begun there
    ],
)
def test_the_last_day_ends_at_the_issuers_midnight(zone, instant, state):
    edition = Edition(valid_until=date(2026, 11, 23), printed={"time_zone": zone})
    with clock.at(instant):
        assert state_of(edition, Certificate(state="issued")) == state


def test_a_certificate_without_an_end_holds():
    edition = Edition(valid_until=None, printed={"time_zone": "UTC"})
    with clock.at(datetime(2076, 1, 1, tzinfo=UTC)):
        assert state_of(edition, Certificate(state="issued")) == "valid"
