"""Courses and what earns their certificate, read from courses/<course>.md."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from .catalogue import CertificateRules, Course, Module
from .front_matter import Form, Id, Settings, Words, read_page
from .links import Surroundings
from .places import Problems
from .prose import PAGE, render


def _all_is_none(value: Any) -> Any:
    return {"all": None}.get(value, value) if isinstance(value, str) else value or []


class RequiresForm(Form):
    modules: Annotated[list[Id] | None, BeforeValidator(_all_is_none)]  # None: all of them


class CertificateForm(Form):
    title: Words
    statement: Words
    issue: Literal["automatic", "confirmed"] = "automatic"
    valid_for_months: Annotated[int, Field(ge=1, le=600)] | None = None
    requires: RequiresForm


class CourseForm(Form):
    title: Words
    summary: Words
    modules: Annotated[list[Id], Field(min_length=1)]
    certificate: CertificateForm


def read_course(
    name: str, file: str, text: str, modules: Mapping[str, Module | None], around: Surroundings, problems: Problems
) -> Course | None:
    """`modules` has every module that has a page; None where the page could not be read."""
    settings, passage = read_page(file, text, CourseForm, problems)
    prose = render(passage, around, problems, PAGE)
    if settings is None:
        return None
    _check(file, settings, modules, problems)
    form = settings.form
    rules = form.certificate
    return Course(
        id=name,
        title=form.title,
        summary=form.summary,
        html=prose.html,
        modules=tuple(form.modules),
        certificate=CertificateRules(
            rules.title, rules.statement, rules.issue, rules.valid_for_months, _required(form, modules)
        ),
    )


def _required(form: CourseForm, modules: Mapping[str, Module | None]) -> tuple[str, ...]:
    """The modules that count; one that is still coming does not."""
    asked = form.certificate.requires.modules
    names = form.modules if asked is None else asked
    return tuple(name for name in names if (module := modules.get(name)) and module.status == "complete")


def _check(file: str, settings: Settings[CourseForm], modules: Mapping[str, Module | None], problems: Problems) -> None:
    listed: set[str] = set()
    for number, name in enumerate(settings.form.modules):
        place = settings.at("modules", number)
        if name not in modules:
            problems.error(
                file, place, f"there is no module “{name}”; write modules/{name}/module.md, or check the word"
            )
        if name in listed:
            problems.error(file, place, f"the module “{name}” is listed twice; keep one of them")
        listed.add(name)
    required = settings.form.certificate.requires.modules
    for number, name in enumerate(required or ()):
        place = settings.at("certificate", "requires", "modules", number)
        if name not in listed:
            problems.error(file, place, f"“{name}” is required, but the course has no such module; add it to modules")
        elif (module := modules.get(name)) and module.status == "coming":
            problems.warning(file, place, f"“{name}” is still coming, so it is not required yet; complete it, or wait")
