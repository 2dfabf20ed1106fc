"""Help now: numbers of the live release, emergency first. For somebody in a crisis, and for who sits with them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from flask import render_template
from flask.typing import ResponseReturnValue

from alongside.catalogue import releases, shelf
from alongside.content.catalogue import Fact
from alongside.web.visitor import front

FIRST = ("emergency_line", "crisis_line")  # each has a place of its own on the page
LINES = re.compile(r"crisis_|trevor_|.*helpline")  # which facts are numbers to call or write to
DIALED = re.compile(r"(\+?[\d-]{3,})(?: .*)?")  # "988", "988 and press 1"
SITE = re.compile(r"[a-z0-9.-]+\.[a-z]{2,}")


@dataclass(frozen=True)
class Line:
    """One way to reach somebody."""

    says: str
    words: str
    link: str  # "tel:988", "sms:741741", "https://…", or nothing where one link cannot do it


@front.get("/help", endpoint="help")
def help_now() -> ResponseReturnValue:
    release = releases.live_id()
    facts = shelf.outline(release).facts if release else {}
    return render_template("visitor/help.html", others=others(facts))


def others(facts: Mapping[str, Fact]) -> list[Line]:
    """All lines but the first two, in the author's order."""
    return [
        Line(one.says, one.value, _link(one.id, one.value))
        for one in facts.values()
        if one.id not in FIRST and LINES.match(one.id)
    ]


def _link(name: str, value: str) -> str:
    if number := DIALED.fullmatch(value):
        return f"{'sms' if 'text' in name else 'tel'}:{number[1]}"
    return f"https://{value}" if SITE.fullmatch(value) else ""
