"""Where a page of mine belongs: a course I take, an attempt and a conversation say which of my organizations this request is about.

A page that is about no one of them may be asked about one: `?course=…`.
"""

from __future__ import annotations

from flask import request

from alongside.assessment import attempts
from alongside.learning import enrolments
from alongside.practice import runs

FINDS = {
    "/learn/courses/<public_id>": enrolments.organization_of,
    "/learn/attempts/<public_id>": attempts.organization_of,
    "/learn/conversations/<public_id>": runs.organization_of,
}


def organization_asked_about(account_id: int) -> int | None:
    """The organization of what this address names, if it names something of this person's."""
    rule = request.url_rule.rule if request.url_rule else ""
    for begins, organization_of in FINDS.items():
        if rule.startswith(begins):
            return organization_of(account_id, (request.view_args or {})["public_id"])
    course = request.args.get("course")
    return enrolments.organization_of(account_id, course) if course else None
