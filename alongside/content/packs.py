"""Rule packs: what a board or an agency asks of somebody who wants its certification, read from courses/packs/<name>.yaml."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from .front_matter import Domain, Form, Settings, Words, read_settings
from .places import Problems
from .rubrics import CriterionId

# What a course can give, measured from its files; "elsewhere" is what a person shows in another way.
Measure = Literal[
    "training_hours",
    "domain_hours",
    "live_percent",
    "agreement",
    "examination",
    "competencies",
    "blood_borne_hours",
    "elsewhere",
]
HOW_MUCH = ("training_hours", "domain_hours", "live_percent", "blood_borne_hours")


class RequirementForm(Form):
    id: CriterionId
    asks: Words
    measure: Measure
    amount: Annotated[float, Field(gt=0, le=100_000)] | None = None
    unit: Words = "hours"
    domain: Domain | None = None
    source: Words
    last_verified: dt.date
    verified: bool


class RulePackForm(Form):
    title: Words
    says: Words
    requirements: Annotated[list[RequirementForm], Field(min_length=1)]


@dataclass(frozen=True)
class Requirement:
    """One thing that is asked, and how well we know it."""

    id: str
    asks: str
    measure: str
    amount: float | None
    unit: str
    domain: str | None
    source: str
    last_verified: dt.date
    verified: bool  # False: recalled, or read at second hand


@dataclass(frozen=True)
class RulePack:
    id: str
    title: str
    says: str
    requirements: tuple[Requirement, ...]


def read_rule_pack(name: str, file: str, text: str, problems: Problems) -> RulePack | None:
    settings = read_settings(file, text, RulePackForm, problems)
    if settings is None:
        return None
    _check(file, settings, problems)
    form = settings.form
    return RulePack(name, form.title, form.says, tuple(Requirement(**dict(one)) for one in form.requirements))


def _check(file: str, settings: Settings[RulePackForm], problems: Problems) -> None:
    seen: set[str] = set()
    for number, one in enumerate(settings.form.requirements):
        place = settings.at("requirements", number, "id")
        if one.id in seen:
            problems.error(file, place, f"two requirements are called “{one.id}”; rename one")
        seen.add(one.id)
        if one.measure in HOW_MUCH and one.amount is None:
            problems.error(file, place, f"“{one.id}” does not say how much; add amount")
        if (one.measure == "domain_hours") != (one.domain is not None):
            problems.error(file, place, "hours of a domain name it, and nothing else does; add domain, or remove it")
