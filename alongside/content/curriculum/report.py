"""The map of a curriculum: courses, modules, objectives, lessons, questions, conversations, as plain values and as plain text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from textwrap import fill
from typing import Any

from alongside.content.catalogue import Course, Module, Scenario
from alongside.content.modules import ModuleRead

from .banks import gives_itself_away, place_of_key
from .coverage import CATEGORIES, categories_of, domains_of, hours_of, items_by_objective
from .lessons import minutes_of
from .measures import grade, ways_through, words_in
from .pages import Pages
from .plain_table import WIDEST, table

Values = dict[str, Any]


def report(pages: Pages) -> Values:
    """Everything, as plain JSON values."""
    catalogue = pages.pack.catalogue
    return {
        "courses": [_course(pages, one) for one in catalogue.courses.values()],
        "modules": [_module(pages, one) for one in pages.pack.modules.values()],
        "quizzes": [_quiz(pages, name) for name in catalogue.quizzes],
    }


def _course(pages: Pages, course: Course) -> Values:
    hours = hours_of(pages, course)
    _, covered = categories_of(pages, course)
    return {
        "id": course.id,
        "title": course.title,
        "hours": {"self_paced": hours.self_paced, "live": hours.live},
        "domains": domains_of(pages, course),
        "modules": [
            {"id": name, "status": pages.pack.modules[name].module.status}
            for name in course.modules
            if name in pages.pack.modules
        ],
        "competencies": [one for one in CATEGORIES if one in covered],
        "competencies_missing": [one for one in CATEGORIES if one not in covered],
    }


def _module(pages: Pages, read: ModuleRead) -> Values:
    module = read.module
    tested = items_by_objective(pages, read)
    return {
        "id": module.id,
        "title": module.title,
        "status": module.status,
        "hours": {"self_paced": module.hours.self_paced, "live": module.hours.live},
        "minutes_alone": minutes_of(read),
        "domains": dict(module.domains),
        "competencies": list(module.competencies),
        "objectives": [
            {
                "id": one.id,
                "competencies": list(one.competencies),
                "lessons": [lesson.id for lesson in module.lessons if one.id in lesson.objectives],
                "items": tested[one.id],
            }
            for one in module.objectives
        ],
        "lessons": list(_lessons(module)),
        "conversations": [_conversation(one) for one in module.scenarios],
        "pages": [name for name in ("practice", "role_play", "trainer_plan") if getattr(module, name)],
        "quiz": module.quiz,
        "reviewed_by": list(module.review.reviewed_by),
        "not_yet_verified": len(module.review.not_yet_verified),
    }


def _lessons(module: Module) -> Iterator[Values]:
    for lesson in module.lessons:
        for _, way in ways_through(lesson):
            name = lesson.id if way is lesson else f"{lesson.id} (way round)"
            yield {"id": name, "minutes": way.minutes, "words": words_in(way.html), "grade": grade(way.html)}


def _conversation(scenario: Scenario) -> Values:
    skills = Counter(skill for scene in scenario.scenes for reply in scene.replies for skill in reply.skills)
    endings = Counter(scene.ending for scene in scenario.scenes if scene.ending)
    return {
        "id": scenario.id,
        "minutes": scenario.minutes,
        "scenes": len(scenario.scenes),
        "good_endings": endings["good"],
        "open_endings": endings["open"],
        "skills": dict(skills.most_common()),
    }


def _quiz(pages: Pages, name: str) -> Values:
    quiz = pages.pack.catalogue.quizzes[name]
    choices = [one for one in quiz.items if one.kind == "one_choice"]
    return {
        "id": name,
        "draws": sum(one.count for one in quiz.draw),
        "items": len(quiz.items),
        "pools": dict(Counter(one.pool for one in quiz.items)),
        "kinds": dict(Counter(one.kind for one in quiz.items)),
        "critical": sum(one.critical for one in quiz.items),
        "longest_is_right": sum(map(gives_itself_away, choices)),
        "places_of_key": dict(sorted(Counter(map(place_of_key, choices)).items())),
    }


# As text


def printed(pages: Pages) -> str:
    found = report(pages)
    parts = [text for one in found["courses"] for text in _course_text(one)]
    quizzes = {one["id"]: one for one in found["quizzes"]}
    for module in found["modules"]:
        parts += _module_text(module)
        if module["quiz"] in quizzes:
            parts.append(_quiz_text(quizzes.pop(module["quiz"])))
    parts += [_quiz_text(one) for one in quizzes.values()]
    return "\n\n".join(parts) + "\n"


def _course_text(course: Values) -> Iterator[str]:
    hours = course["hours"]
    yield _title(f"Course {course['id']}: {course['title']}")
    coming = sum(one["status"] == "coming" for one in course["modules"])
    yield _lines(
        f"{len(course['modules'])} modules, {coming} of them still coming",
        f"{hours['self_paced'] + hours['live']:g} hours: {hours['self_paced']:g} self-paced, {hours['live']:g} live",
        f"domains: {_listed(course['domains'])}",
        f"competency categories with an objective: {', '.join(course['competencies']) or 'none'}",
        f"without one: {', '.join(course['competencies_missing']) or 'none'}",
    )


def _module_text(module: Values) -> Iterator[str]:
    hours = module["hours"]
    yield _title(f"Module {module['id']}: {module['title']} ({module['status']})")
    yield _lines(
        f"hours: {hours['self_paced']:g} self-paced ({module['minutes_alone']} minutes of pages and quiz), {hours['live']:g} live",
        f"domains: {_listed(module['domains'])}",
        f"competencies: {', '.join(module['competencies']) or 'none'}",
        f"reviewed by: {', '.join(module['reviewed_by']) or 'nobody yet'}; {module['not_yet_verified']} things not yet verified",
    )
    if module["objectives"]:
        rows = [
            (one["id"], str(len(one["lessons"])), str(one["items"]), " ".join(one["competencies"]))
            for one in module["objectives"]
        ]
        yield table(("Objective", "Lessons", "Items", "Competencies"), rows)
    if module["lessons"]:
        lessons = [
            (one["id"], str(one["minutes"]), str(one["words"]), f"{one['grade']:.1f}") for one in module["lessons"]
        ]
        yield table(("Lesson", "Minutes", "Words", "Grade"), lessons)
    for one in module["conversations"]:
        yield _lines(
            f"conversation {one['id']}: {one['scenes']} scenes, {one['good_endings']} good endings, "
            f"{one['open_endings']} open, {one['minutes']} minutes",
            f"skills: {_listed(one['skills'])}",
        )


def _quiz_text(quiz: Values) -> str:
    return _lines(
        f"bank {quiz['id']}: {quiz['items']} items, {quiz['critical']} critical, {quiz['draws']} drawn",
        f"pools: {_listed(quiz['pools'])}",
        f"kinds: {_listed(quiz['kinds'])}",
        f"one_choice: right answer longest in {quiz['longest_is_right']}; by place: {_listed(quiz['places_of_key'])}",
    )


def _title(words: str) -> str:
    lines = fill(words, WIDEST)
    return f"{lines}\n{'=' * max(map(len, lines.split(chr(10))))}"


def _lines(*lines: str) -> str:
    return "\n".join(fill(line, WIDEST, subsequent_indent="  ") for line in lines)


def _listed(values: Values) -> str:
    return ", ".join(f"{name} {value:g}" for name, value in values.items()) or "none"
