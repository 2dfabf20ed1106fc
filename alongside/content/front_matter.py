"""The settings between two lines of --- that begin a page, checked against what the page may say.

Every mistake is told at once, at its own line and column.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Annotated, Any, Generic, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from .places import Passage, Place, Problems, lines_of
from .yaml_values import Path, Unreadable, Values, read_yaml

FENCE = re.compile(r"---[ ]*")
ID = re.compile(r"(?=.{1,80}$)[a-z0-9]+(-[a-z0-9]+)*")
COMPETENCY = re.compile(r"CC([1-9]|1[0-2])(\.[1-9][0-9]?)?|(ADV|ETH|MEN|REC|HR)(\.[1-9][0-9]?)?")
DOMAINS = ("ADV", "ETH", "MEN", "REC", "HR")  # the four of IC&RC, and harm reduction, which some boards ask for
NOT_AN_ID = "“{value}” cannot be an id; use small letters, digits and hyphens, such as active-listening"
NOT_A_COMPETENCY = "“{value}” is no competency; write CC1 to CC12 (CC9.2), or ADV, ETH, MEN, REC, HR"

WANTED = {
    "string_type": "words, in quotation marks",
    "string_too_short": "some words",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "date_type": "a date such as 2026-11-23",
    "list_type": "a list, such as [one, two]",
    "dict_type": "settings, such as {one: 1}",
    "model_type": "settings, such as {one: 1}",
    "model_attributes_type": "settings, such as {one: 1}",
}


def _an_id(value: str) -> str:
    if not ID.fullmatch(value):
        raise PydanticCustomError("not_an_id", NOT_AN_ID, {"value": value})
    return value


def _a_competency(value: str) -> str:
    if not COMPETENCY.fullmatch(value):
        raise PydanticCustomError("not_a_competency", NOT_A_COMPETENCY, {"value": value})
    return value


def _a_domain(value: str) -> str:
    if value not in DOMAINS:
        raise PydanticCustomError(
            "not_a_domain", "“{value}” is no domain; there are ADV, ETH, MEN, REC, HR", {"value": value}
        )
    return value


Words = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Id = Annotated[str, AfterValidator(_an_id)]
Competency = Annotated[str, AfterValidator(_a_competency)]
Domain = Annotated[str, AfterValidator(_a_domain)]


class Form(BaseModel):
    """What a settings block may hold. A key that is not listed is an error, and so is a number for a word."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class PageForm(Form):
    """What every page may say beside its own settings."""

    style_exceptions: list[Id] = []  # rules of modules/style.yaml that this page breaks in order to teach about them


F = TypeVar("F", bound=Form)


@dataclass(frozen=True)
class Settings(Generic[F]):
    """A settings block that fits its form, and where each setting stands."""

    form: F
    values: Values
    start: Place

    def at(self, *path: str | int) -> Place:
        """The place of a value, or of the nearest thing around it."""
        while path and path not in self.values.values:
            path = path[:-1]
        return self.values.values[path] if path else self.start

    def key(self, *path: str | int) -> Place:
        return self.values.keys.get(path, self.start)


def split(file: str, text: str, problems: Problems) -> tuple[str | None, Passage]:
    """The YAML between the fences (None if there is none) and the page below it."""
    lines = lines_of(text)
    if not FENCE.fullmatch(lines[0].text):
        problems.error(
            file, (1, 1), "the page has no settings; begin it with a line of --- and close them with another"
        )
        return None, Passage(file, lines)
    end = next((line.number for line in lines[1:] if FENCE.fullmatch(line.text)), None)
    if end is None:
        problems.error(file, (1, 1), "the settings are never closed; put a line of --- after them")
        return None, Passage(file, ())
    return "\n".join(line.text for line in lines[1 : end - 1]), Passage(file, lines[end:])


def read_page(file: str, text: str, form: type[F], problems: Problems) -> tuple[Settings[F] | None, Passage]:
    """A page's settings and its text. No settings means that the reason was reported."""
    block, passage = split(file, text, problems)
    settings = None if block is None else read_settings(file, block, form, problems, first_line=2)
    return settings, passage


def read_settings(
    file: str, block: str, form: type[F], problems: Problems, *, first_line: int = 1
) -> Settings[F] | None:
    start = (max(first_line - 1, 1), 1)
    try:
        values = read_yaml(block, first_line)
    except Unreadable as error:
        problems.error(file, error.place, error.message)
        return None
    if values.data is None:
        values.data = {}
    return fit(file, values, (), form, problems, start)


def fit(file: str, values: Values, path: Path, form: type[F], problems: Problems, start: Place) -> Settings[F] | None:
    """Lay the values below `path` over a form; each thing that does not fit is reported where it stands."""
    data: Any = values.data
    for step in path:
        data = data[step]
    try:
        return Settings(form.model_validate(data), values, start)
    except ValidationError as invalid:
        for error in invalid.errors(include_url=False):
            place, message = _said(error, (*path, *error["loc"]), values, start, form)
            problems.error(file, place, message)
        return None


def _said(error: ErrorDetails, path: Path, values: Values, start: Place, form: type[Form]) -> tuple[Place, str]:
    name = next((str(part) for part in reversed(path) if isinstance(part, str)), "")
    if error["type"] == "missing":
        return _around(values, path[:-1], start), f"“{path[-1]}” is missing; add it"
    if error["type"] == "extra_forbidden":
        return values.keys.get(path, start), f"“{path[-1]}” is not a setting here; {_instead(str(path[-1]), form)}"
    place = _around(values, path, start)
    if error["type"].startswith("not_a"):
        return values.keys[path[:-1]] if path[-1] == "[key]" else place, error["msg"]
    if error["type"] == "literal_error":
        return place, f"“{name}” cannot be “{error['input']}”; write {error['ctx']['expected'].replace(chr(39), '')}"
    if wanted := WANTED.get(error["type"]):
        return place, f"“{name}” has the wrong form; write {wanted}"
    return place, f"“{name}”: {error['msg'].removeprefix('Value error, ')}; compare it with docs/writing-content.md"


def _around(values: Values, path: Path, start: Place) -> Place:
    while path and path not in values.values:
        path = path[:-1]
    return values.values[path] if path else start


def _instead(key: str, form: type[Form]) -> str:
    names = _names(form)
    close = get_close_matches(key, names, 1)
    return f"did you mean “{close[0]}”?" if close else "remove it, or see docs/writing-content.md for what there is"


def _names(form: type[Form]) -> Sequence[str]:
    found = list(form.model_fields)
    for one in form.model_fields.values():
        for kind in (one.annotation, *getattr(one.annotation, "__args__", ())):
            if isinstance(kind, type) and issubclass(kind, Form):
                found += _names(kind)
    return found
