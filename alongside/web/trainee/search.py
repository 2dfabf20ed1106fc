"""Search in the lessons and words of the release a person learns from."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from alongside.catalogue import search as searching
from alongside.catalogue import shelf
from alongside.catalogue.search import Hit
from alongside.foundation.i18n import gettext as _
from alongside.learning import enrolments, progress
from alongside.web.identity import place
from alongside.web.trainee import front
from alongside.web.trainee.taking import Taking

# Words that somebody may type in a crisis: then help stands on top, above whatever was found.
IN_CRISIS = re.compile(
    r"\b(suicid\w*|kill\w*|die|dying|dead|death|overdos\w*|self.?harm\w*|cut(ting)? myself|hurt(ing)? myself|hang(ing)? myself"
    r"|end it all|od|want to live|wanna live|not worth living)\b",
    re.IGNORECASE,
)
LONGEST = 100  # characters
SHORTEST, MOST = 2, 20


@dataclass(frozen=True)
class Found:
    """A hit as this person meets it: a lesson they may open, one that waits, or a word with its meaning."""

    hit: Hit
    where: str = ""
    url: str = ""
    html: str = ""  # a word's meaning


@front.get("/search")
def search() -> ResponseReturnValue:
    asked = " ".join(request.args.get("q", "").split())[:LONGEST]
    mine = enrolments.of_member(place().membership_id)
    too_short = bool(asked) and _is_too_short(asked)
    found = _look(asked, mine[-1].release_id) if asked and mine and not too_short else []
    if found:
        rows = progress.of_enrolments([one.id for one in mine])
        courses = [Taking(one, rows[one.id]) for one in mine]
        places = [one for one in (_place(hit, courses) for hit in found) if one]
    else:
        places = []
    return render_template(
        "trainee/search.html",
        asked=asked,
        found=places[:MOST],
        there_are_more=len(places) > MOST,
        too_short=too_short,
        takes_something=bool(mine),
        in_crisis=bool(IN_CRISIS.search(asked)),
    )


def _is_too_short(asked: str) -> bool:
    """One letter is the beginning of too many words. In other scripts one sign can be a whole word."""
    return asked.isascii() and sum(map(str.isalnum, asked)) < SHORTEST


def _look(asked: str, release_id: int) -> list[Hit]:
    return searching.search(release_id, asked, size=2 * MOST)


def _place(hit: Hit, courses: list[Taking]) -> Found | None:
    """Where a hit stands in the person's courses; None if in none of them."""
    if hit.kind == "term":
        term = shelf.outline(courses[-1].enrolment.release_id).glossary.get(hit.key)
        return Found(hit, _("A word we use"), html=term.html) if term else None
    for taking in reversed(courses):
        stop = next((one for one in taking.stops if one.module.id == hit.module), None)
        if stop is None or stop.module.lesson(hit.key) is None:
            continue
        if stop.state in {"locked", "coming"}:
            first = stop.waits_for[0].title if stop.waits_for else ""
            waits = _("Opens when “%(module)s” is done", module=first) if first else _("Still being written")
            return Found(hit, f"{stop.module.title} · {waits}")
        return Found(
            hit,
            stop.module.title,
            url_for(".lesson", public_id=taking.enrolment.public_id, module_id=hit.module, lesson_id=hit.key),
        )
    return None
