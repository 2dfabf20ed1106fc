"""Pause and go on: everything a person takes, in every organization, at once. No reason is asked or kept."""

from __future__ import annotations

from alongside.learning import enrolments, pauses


def pause(account_id: int) -> None:
    for enrolment in enrolments.of_account(account_id):
        pauses.begin(enrolment)


def go_on(account_id: int) -> None:
    for enrolment in enrolments.of_account(account_id):
        pauses.end(enrolment)
