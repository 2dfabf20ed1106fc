"""What a module promises is taught and tested, and what a course states is the sum of its modules."""

from __future__ import annotations

from collections import Counter

from alongside.content.catalogue import Course, Hours
from alongside.content.courses import CourseRead
from alongside.content.modules import ModuleRead
from alongside.content.places import Problems

from .pages import Pages

FEWEST_ITEMS = 3  # for an objective
CATEGORIES = tuple(f"CC{number}" for number in range(1, 13))
FULL_TRAINING = 40  # hours; a course of this length trains for the whole role, so it covers every category


def check(pages: Pages, problems: Problems) -> None:
    for module in pages.modules.values():
        _check_objectives(pages, module, problems)
    for course in pages.pack.courses.values():
        if all(name in pages.pack.modules for name in course.course.modules):  # else nobody knows the sums
            _check_sums(pages, course, problems)
            _check_categories(pages, course, problems)


def items_by_objective(pages: Pages, read: ModuleRead) -> Counter[str]:
    banks = pages.banks_of(read)
    return Counter(item.objective for bank in banks for item in bank.quiz.items if item.objective)


def _check_objectives(pages: Pages, read: ModuleRead, problems: Problems) -> None:
    taught = {name for lesson in read.module.lessons for name in lesson.objectives}
    tested = items_by_objective(pages, read)
    banks = pages.banks_of(read)
    is_known = bool(banks) and all(bank.is_whole for bank in banks) and read.module.hours.total > 0
    for number, objective in enumerate(read.module.objectives):
        place = read.settings.at("objectives", number, "id")
        if objective.id not in taught:
            problems.error(
                read.file,
                place,
                f"no lesson teaches “{objective.id}”; name it in the objectives of the lesson that does",
            )
        if is_known and tested[objective.id] < FEWEST_ITEMS:
            count = tested[objective.id]
            questions = "question tests" if count == 1 else "questions test"
            problems.error(
                read.file,
                place,
                f"{count} {questions} “{objective.id}”; write {FEWEST_ITEMS} or more with objective={objective.id}",
            )


# Courses


def hours_of(pages: Pages, course: Course) -> Hours:
    """What the modules of a course make together, the coming ones included."""
    hours = [pages.pack.modules[name].module.hours for name in course.modules if name in pages.pack.modules]
    return Hours(round(sum(one.self_paced for one in hours), 2), round(sum(one.live for one in hours), 2))


def domains_of(pages: Pages, course: Course) -> dict[str, float]:
    total: dict[str, float] = {}
    for name in course.modules:
        if name in pages.pack.modules:
            for domain, hours in pages.pack.modules[name].module.domains.items():
                total[domain] = total.get(domain, 0) + hours
    return {name: round(hours, 2) for name, hours in total.items() if hours}


def _check_sums(pages: Pages, read: CourseRead, problems: Problems) -> None:
    course, hours = read.course, hours_of(pages, read.course)
    stated: dict[tuple[str, str], float] = {}
    if course.hours:
        stated |= {("hours", "self_paced"): course.hours.self_paced, ("hours", "live"): course.hours.live}
    real = {("hours", "self_paced"): hours.self_paced, ("hours", "live"): hours.live}
    if course.domains is not None:
        domains = domains_of(pages, course)
        stated |= {("domains", name): course.domains.get(name, 0) for name in {*course.domains, *domains}}
        real |= {("domains", name): domains.get(name, 0) for name in {*course.domains, *domains}}
    for path, said in sorted(stated.items()):
        if abs(said - real[path]) > 0.001:
            problems.error(
                read.file,
                read.settings.at(*path),
                f"the course says {said:g} hours of {path[1]}, its modules make {real[path]:g}; change one of them",
            )


def categories_of(pages: Pages, course: Course) -> tuple[set[str], set[str]]:
    """The competency categories that a course's modules name, and those that an objective covers."""
    modules = [pages.pack.modules[name].module for name in course.modules if name in pages.pack.modules]
    named = {_category(code) for module in modules for code in module.competencies}
    covered = {_category(code) for module in modules for one in module.objectives for code in one.competencies}
    return named & set(CATEGORIES), covered & set(CATEGORIES)


def _category(code: str) -> str:
    return code.partition(".")[0]


def _check_categories(pages: Pages, read: CourseRead, problems: Problems) -> None:
    named, covered = categories_of(pages, read.course)
    if any(name not in pages.modules for name in read.course.modules):
        return  # what is missing may yet come
    wanted = set(CATEGORIES) if hours_of(pages, read.course).total >= FULL_TRAINING else named
    for category in CATEGORIES:
        if category in wanted - covered:
            problems.warning(
                read.file,
                read.settings.key("modules"),
                f"no objective of the course covers {category}; give one that competency",
            )
