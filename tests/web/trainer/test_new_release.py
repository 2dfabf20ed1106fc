"""After a new release a trainer goes on seeing what her people learn: each is measured by the release they are on."""

from __future__ import annotations

import re
from datetime import date

import pytest
from sqlalchemy import update

from alongside.foundation.database import session
from alongside.journey.publish import publish
from alongside.learning.models import ModuleProgress
from tests.small_course import COURSE, SMALL_COURSE, lesson, module
from tests.web.trainer.test_export import sheet

TODAY = date(2026, 11, 23)
AND_EXTRA = SMALL_COURSE | {
    "courses/small-course.md": COURSE.replace("[listening, crisis]", "[extra, listening, crisis]").encode(),
    "modules/extra/module.md": module("Extra", "extra").replace("quiz: extra\n", "").encode(),
    "modules/extra/1-one.md": lesson("One").encode(),
}
WITHOUT_LISTENING = {path: data for path, data in SMALL_COURSE.items() if "listening" not in path and "courses/" not in path} | {
    "courses/small-course.md": COURSE.replace("[listening, crisis]", "[crisis]").encode(),
    "modules/crisis/module.md": module("Crisis", "crisis").encode(),
}


@pytest.fixture
def released(installation):
    def release(files):
        with installation.database.writing():
            publish(files, today=TODAY)

    return release


@pytest.fixture
def autumn(story) -> str:
    """Tess has done everything, and holds her certificate."""
    story.does_everything()
    return f"/review/cohorts/{story.cohort().public_id}"


def done(page) -> list[str]:
    return re.findall(r"\d of \d", page.html)


def test_who_is_done_stays_done_when_a_module_is_added(rae, omar, autumn, released):
    released(AND_EXTRA)
    assert done(rae.get(autumn)) == ["2 of 2"]
    head, tess = sheet(rae.get(f"{autumn}/export.csv"))
    assert head[1:7] == ["Modules done", "Modules in all", "Listening: best score", "Listening: done on", "Crisis: best score", "Crisis: done on"]
    assert tess[1:3] == ["2", "2"]
    assert "2 of 2 modules done" in omar.get(autumn.replace("/review", "/organization"))


def test_who_comes_later_is_measured_by_the_new_release(rae, omar, autumn, story, released):
    released(AND_EXTRA)
    story.join("Devon Hale")
    story.reads("extra", name="Devon Hale")
    page = rae.get(autumn)
    assert done(page) == ["1 of 3", "2 of 2"]
    assert re.findall(r'<td class="number">([\d–]+)</td>', page.html.split('id="heat"')[1]) == ["100", "0", "0", "–", "100", "100"]
    head, devon, tess = sheet(rae.get(f"{autumn}/export.csv"))
    assert head[3:7] == ["Extra: best score", "Extra: done on", "Listening: best score", "Listening: done on"]
    assert (devon[1:3], tess[1:3]) == (["1", "3"], ["2", "2"])
    page = omar.get(autumn.replace("/review", "/organization"))
    assert "1 of 3 modules done" in page and "2 of 2 modules done" in page


def test_a_module_that_is_gone_stays_for_those_who_took_it(rae, autumn, released):
    released(WITHOUT_LISTENING)
    head, tess = sheet(rae.get(f"{autumn}/export.csv"))
    assert "Listening: best score" in head and tess[1:4] == ["2", "2", "100"]
    assert "Listening, checked" in rae.get("/review/quizzes")
    assert rae.get(f"{autumn}/quizzes/listening").heading == "Every try passed"


def test_a_pass_mark_that_was_raised_is_not_asked_of_those_who_began_before(rae, story, released, installation):
    for _ in range(2):
        story.hands_in("listening", right=False)
    with installation.database.writing():
        session.execute(update(ModuleProgress).values(best_percent=85))
    enough = "Best 85 of 100, enough points, but a safety question is not yet right."
    assert enough in rae.get("/review") and enough in rae.get(f"/review/cohorts/{story.cohort().public_id}?show=stuck")
    released(SMALL_COURSE | {"quizzes/listening.md": SMALL_COURSE["quizzes/listening.md"].replace(b"pass_mark: 80", b"pass_mark: 90")})
    assert enough in rae.get("/review") and enough in rae.get(f"/review/cohorts/{story.cohort().public_id}?show=stuck")


def test_a_cohort_that_has_nobody_yet_will_learn_from_the_live_release(rae, story, released):
    story.another_cohort("Spring 2027", trainers=("Rae Castellano",))
    released(WITHOUT_LISTENING)
    spring = rae.get("/review/quizzes").html.split("Spring 2027")[1]
    assert "Crisis, checked" in spring and "Listening, checked" not in spring


def test_people_on_many_releases_cost_no_more_statements_than_releases(rae, autumn, story, released, statements):
    def asked(path: str) -> int:
        rae.get(path)
        statements.clear()
        rae.get(path)
        return len(statements)

    pages = (autumn, "/review", "/review/quizzes")
    few = [asked(path) for path in pages]
    for number in range(3):
        released(AND_EXTRA | {"modules/extra/1-one.md": lesson(f"One {number}").encode()})
        story.join(*(f"Sam {number}{n}" for n in range(4)))
    assert [asked(path) for path in pages] == few
