"""Pause and go on: everything a person takes in an organization, at once. No reason is asked or kept."""

from __future__ import annotations

from alongside.learning import enrolments, pauses


def pause(membership_id: int) -> None:
    for enrolment in enrolments.of_member(membership_id):
        pauses.begin(enrolment)


def go_on(membership_id: int) -> None:
    for enrolment in enrolments.of_member(membership_id):
        pauses.end(enrolment)


def is_paused(membership_id: int) -> bool:
    return any(paused for _, paused in enrolments.with_pauses(membership_id))
