"""Housekeeping: what the job worker tidies now and then."""

from __future__ import annotations

from alongside.foundation import jobs
from alongside.people import sign_ins


@jobs.every(60)
def clear_old_sign_ins() -> None:
    sign_ins.clear_old()
