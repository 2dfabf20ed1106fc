"""Courses and what earns their certificate, read from courses/<course>.md."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from .catalogue import CertificateRules, Course, Hours, Module
from .front_matter import Domain, Form, Id, PageForm, Settings, Words, read_page
from .links import Surroundings
from .modules import Amount, HoursForm
from .places import Problems
from .prose import PAGE, render


def _all_is_none(value: Any) -> Any:
    return {"all": None}.get(value, value) if isinstance(value, str) else value or []


class RequiresForm(Form):
    modules: Annotated[list[Id] | None, BeforeValidator(_all_is_none)]  # None: all of them
    agreements: list[Id] = []


class CertificateForm(Form):
    title: Words
    statement: Words
    issue: Literal["automatic", "confirmed"] = "automatic"
    valid_for_months: Annotated[int, Field(ge=1, le=600)] | None = None
    requires: RequiresForm


class CourseForm(PageForm):
    title: Words
    summary: Words
    hours: HoursForm | None = None  # what the page states; the curriculum's check adds the modules up
    domains: dict[Domain, Amount] | None = None
    modules: Annotated[list[Id], Field(min_length=1)]
    certificate: CertificateForm


@dataclass(frozen=True)
class CourseRead:
    """A course, and where its settings stand."""

    course: Course
    file: str
    settings: Settings[CourseForm]


def read_course(
    name: str,
    file: str,
    text: str,
    modules: Mapping[str, Module | None],
    agreements: Collection[str],
    around: Surroundings,
    problems: Problems,
) -> CourseRead | None:
    """`modules` has every module that has a page; None where the page could not be read. `agreements`: ids of those there are."""
    settings, passage = read_page(file, text, CourseForm, problems)
    prose = render(passage, around, problems, PAGE)
    if settings is None:
        return None
    _check(file, settings, modules, problems)
    _check_order(file, settings, modules, problems)
    _check_rules(file, settings, modules, agreements, problems)
    form = settings.form
    rules = form.certificate
    course = Course(
        id=name,
        title=form.title,
        summary=form.summary,
        html=prose.html,
        modules=tuple(form.modules),
        certificate=CertificateRules(
            rules.title,
            rules.statement,
            rules.issue,
            rules.valid_for_months,
            _required(form, modules),
            tuple(rules.requires.agreements),
        ),
        hours=Hours(form.hours.self_paced, form.hours.live) if form.hours else None,
        domains=form.domains,
    )
    return CourseRead(course, file, settings)


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


def _check_order(
    file: str, settings: Settings[CourseForm], modules: Mapping[str, Module | None], problems: Problems
) -> None:
    """What a module waits for must be in the course: else it never opens."""
    listed = set(settings.form.modules)
    for number, name in enumerate(settings.form.modules):
        module = modules.get(name)
        for waits_for in module.prerequisites if module else ():
            there = modules.get(waits_for)
            if waits_for not in listed and there and there.status == "complete":
                problems.error(
                    file,
                    settings.at("modules", number),
                    f"“{name}” waits for “{waits_for}”, which this course does not have; add it to modules",
                )


def _check_rules(
    file: str,
    settings: Settings[CourseForm],
    modules: Mapping[str, Module | None],
    agreements: Collection[str],
    problems: Problems,
) -> None:
    """What the certificate requires is there, and it is something."""
    listed = set(settings.form.modules)
    requires = settings.form.certificate.requires
    if requires.modules == []:
        place = settings.key("certificate", "requires", "modules")
        problems.error(
            file, place, "nothing is required, so nobody could ever earn this; write modules: all, or name them"
        )
    elif requires.modules is None and not _required(settings.form, modules) and all(modules.get(name) for name in listed):
        problems.warning(
            file,
            settings.key("modules"),
            "every module is still coming, so nobody can earn the certificate yet; complete one",
        )
    for number, name in enumerate(requires.modules or ()):
        place = settings.at("certificate", "requires", "modules", number)
        if name not in listed:
            problems.error(file, place, f"“{name}” is required, but the course has no such module; add it to modules")
        elif (module := modules.get(name)) and module.status == "coming":
            problems.warning(file, place, f"“{name}” is still coming, so it is not required yet; complete it, or wait")
    for number, name in enumerate(requires.agreements):
        if name not in agreements:
            place = settings.at("certificate", "requires", "agreements", number)
            problems.error(
                file, place, f"there is no agreement “{name}”; write courses/agreements/{name}.md, or check the word"
            )
