"""Whatever changes (telephone numbers, laws, dates), read from modules/facts.yaml."""

from __future__ import annotations

import re
from datetime import date, timedelta

from .catalogue import Fact
from .front_matter import Form, Words, fit
from .links import FACTS
from .places import Place, Problems
from .yaml_values import Unreadable, read_yaml

NAME = re.compile(r"[a-z0-9]+([_-][a-z0-9]+)*")
REQUIRED = ("emergency_line", "crisis_line")
FRESH = timedelta(days=183)  # six months
EAST = timedelta(days=1)  # who verifies a fact "today" east of us may be a day ahead


class FactForm(Form):
    value: Words
    says: Words
    jurisdiction: Words
    last_verified: date
    source: Words


def read_facts(text: str | None, today: date, problems: Problems) -> tuple[dict[str, Fact], frozenset[str]]:
    """The facts, and the names of all that stand there, readable or not."""
    try:
        values = read_yaml(text or "")
    except Unreadable as error:
        problems.error(FACTS, error.place, error.message)
        return {}, frozenset()
    if values.data is not None and not isinstance(values.data, dict):
        problems.error(
            FACTS, (1, 1), "facts are written “name:”, then its settings below it; see docs/writing-content.md"
        )
        return {}, frozenset()
    found = {}
    for name in values.data or {}:
        if not NAME.fullmatch(name):
            problems.error(
                FACTS, values.keys[name,], f"“{name}” cannot be a fact's name; write it small, such as crisis_line"
            )
        if settings := fit(FACTS, values, (name,), FactForm, problems, values.keys[name,]):
            found[name] = Fact(id=name, **dict(settings.form))
            _check_age(found[name], settings.at(name, "last_verified"), today, problems)
    for name in REQUIRED:
        if name not in (values.data or {}):
            problems.error(FACTS, (1, 1), f"“{name}” is missing, and every page shows it; add it")
    return found, frozenset(values.data or ())


def _check_age(fact: Fact, place: Place, today: date, problems: Problems) -> None:
    if fact.last_verified > today + EAST:
        problems.error(FACTS, place, f"{fact.id} was verified on a day that is still to come; write the right date")
    elif today - fact.last_verified > FRESH:
        problems.warning(
            FACTS,
            place,
            f"{fact.id} was last verified on {fact.last_verified}, over six months ago; "
            "verify it and write the new date",
        )
