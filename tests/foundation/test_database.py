"""Nobody waits for ever: on PostgreSQL a lock is waited for as long as a turn to write is on SQLite."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from alongside.foundation.database import is_busy, session


def test_a_lock_that_somebody_keeps_is_given_up_and_told_as_busy(installation):
    if installation.settings.on_sqlite:
        pytest.skip("on SQLite the turn at the lock file is waited for")
    with installation.database.reading():
        asked = {name: session.scalar(text(f"SHOW {name}")) for name in ("lock_timeout", "idle_in_transaction_session_timeout")}
    assert asked == {"lock_timeout": "10s", "idle_in_transaction_session_timeout": "1min"}
    with installation.database.engine.connect() as keeper, installation.database.engine.connect() as waiting:
        keeper.execute(text("LOCK TABLE throttle_row"))
        waiting.execute(text("SET lock_timeout = '50ms'"))
        with pytest.raises(OperationalError) as refused:
            waiting.execute(text("DELETE FROM throttle_row"))
    assert is_busy(refused.value)
