"""How role plays are looked at: the rubrics of modules/rubrics.yaml."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from .catalogue import Criterion, Rubric
from .facts import NAME
from .front_matter import NOT_AN_ID, Form, Settings, Words, fit
from .places import Problems
from .yaml_values import Unreadable, Values, read_yaml

RUBRICS = "modules/rubrics.yaml"
LEVELS = 4


def _a_criterion(value: str) -> str:
    if not NAME.fullmatch(value):
        raise PydanticCustomError("not_an_id", NOT_AN_ID, {"value": value})
    return value


CriterionId = Annotated[str, AfterValidator(_a_criterion)]
OneALevel = Annotated[list[Words], Field(min_length=LEVELS, max_length=LEVELS)]
Level = Annotated[int, Field(ge=1, le=LEVELS)]


class CriterionForm(Form):
    id: CriterionId
    title: Words
    says: Words
    anchors: OneALevel
    critical: bool = False


class PassForm(Form):
    lowest: Level
    critical: Level
    mean: Annotated[float, Field(ge=1, le=LEVELS)]


class RubricForm(Form):
    title: Words
    levels: OneALevel
    to_pass: PassForm
    criteria: Annotated[list[CriterionForm], Field(min_length=1)]


def read_rubrics(text: str | None, problems: Problems) -> dict[str, Rubric | None]:
    """The rubrics by id; None for one that stands there and could not be read."""
    try:
        values = read_yaml(text or "")
    except Unreadable as error:
        problems.error(RUBRICS, error.place, error.message)
        return {}
    if values.data is not None and not isinstance(values.data, dict):
        problems.error(
            RUBRICS, (1, 1), "a rubric is written “name:”, then its settings below it; see docs/writing-content.md"
        )
        return {}
    return {name: _rubric(name, values, problems) for name in values.data or {}}


def _rubric(name: str, values: Values, problems: Problems) -> Rubric | None:
    settings = fit(RUBRICS, values, (name,), RubricForm, problems, values.keys[name,])
    if settings is None:
        return None
    _check_names(name, settings, problems)
    form = settings.form
    return Rubric(
        name,
        form.title,
        tuple(form.levels),
        tuple(Criterion(one.id, one.title, one.says, tuple(one.anchors), one.critical) for one in form.criteria),
        form.to_pass.lowest,
        form.to_pass.critical,
        form.to_pass.mean,
    )


def _check_names(name: str, settings: Settings[RubricForm], problems: Problems) -> None:
    seen: set[str] = set()
    for number, one in enumerate(settings.form.criteria):
        if one.id in seen:
            problems.error(
                RUBRICS, settings.at(name, "criteria", number, "id"), f"two criteria are called “{one.id}”; rename one"
            )
        seen.add(one.id)
