"""Abuse of the trainer's pages: names that carry scripts, cells that carry formulas, people who are not one's own."""

from __future__ import annotations

import csv
import io
import re

import pytest
from sqlalchemy import update

from alongside.foundation.database import session
from alongside.organizations.models import Cohort
from alongside.people.models import Account
from alongside.reporting.spreadsheet import harmless
from tests.web.trainer.stories import Story

SCRIPT = """x"><script>alert('canary')</script>'{{7*7}}"""


@pytest.fixture
def story(installation) -> Story:
    return Story(installation)


@pytest.fixture
def pages(story):
    """All pages of the front with somebody on them."""
    story.reads("listening")
    tries = [story.hands_in("listening", right=False), story.hands_in("listening", right=False)]
    cohort = f"/review/cohorts/{story.cohort().public_id}"
    person = f"{cohort}/people/{story.enrolment().public_id}"
    attempt = f"{person}/attempts/{tries[0]}"
    return ["/review", "/review/quizzes", cohort, f"{cohort}?show=stuck", person, attempt, f"{cohort}/quizzes/listening", f"{cohort}/export.csv"]


def test_x02_a_name_that_is_a_script_is_only_a_name(rae, story, pages, installation):
    with installation.database.writing():
        session.execute(update(Account).where(Account.name == "Tess Lindqvist").values(name=SCRIPT))
        session.execute(update(Cohort).values(name=f"Autumn 2026 {SCRIPT}"))
    for address in pages[:-1]:
        page = rae.get(address)
        assert page.status == 200
        assert "<script>alert" not in page.html, address
        assert "canary" in page.html, address
        assert 'x"><' not in page.html, address
        assert "49" not in re.findall(r"canary.{0,40}", page.html)[0]


FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1+1", "Tess;=1+1", 'Tess",=1', "Tess\n=1", "Tess|-1"]


def test_x08_no_cell_of_the_list_is_a_formula(rae, story, pages, installation):
    story.join(*(f"Person {n}" for n in range(len(FORMULAS))))
    with installation.database.writing():
        for n, name in enumerate(FORMULAS):
            session.execute(update(Account).where(Account.name == f"Person {n}").values(name=name))
    data = rae.get(pages[-1]).response.get_data().decode("utf-8-sig")
    for delimiter in ",;\t|":
        for row in csv.reader(io.StringIO(data, newline=""), delimiter=delimiter):
            assert not [cell for cell in row if re.match(r"[=+\-@\t\r＝＋－＠]", cell.lstrip(" "))], (delimiter, row)
    assert {harmless(name) for name in FORMULAS} < {row[0] for row in csv.reader(io.StringIO(data, newline=""))}


@pytest.mark.parametrize("name", ["Tess Lindqvist", "Smith-Jones, Ana", "O’Neill", "李 雷", "a=b", "1 + 1"])
def test_x08_a_plain_name_stays_as_it_is(name):
    assert harmless(name) == name


def missing(page):
    """A missing page without its number, which differs each time."""
    assert page.status == 404
    return re.sub(r"number: [0-9a-z]+\.", "", page.html)


def test_t09_a_trainer_reads_nobody_outside_her_own_cohorts(rae, story, pages):
    spring = story.another_cohort("Spring 2027")
    story.join("Devon Hale", cohort="Spring 2027")
    attempt = story.hands_in("listening", right=True, name="Devon Hale")
    devon, mine = story.enrolment("Devon Hale").public_id, story.cohort().public_id
    nothing = missing(rae.get(f"/review/cohorts/{'0' * 16}"))
    for address in (
        f"/review/cohorts/{spring.public_id}",
        f"/review/cohorts/{spring.public_id}/export.csv",
        f"/review/cohorts/{spring.public_id}/quizzes/listening",
        f"/review/cohorts/{spring.public_id}/people/{devon}",
        f"/review/cohorts/{spring.public_id}/people/{devon}/attempts/{attempt}",
        f"/review/cohorts/{mine}/people/{devon}",
        f"/review/cohorts/{mine}/people/{devon}/attempts/{attempt}",
        f"/review/cohorts/{mine}/people/{story.enrolment().public_id}/attempts/{attempt}",
    ):
        assert missing(rae.get(address)) == nothing, address
    assert "Devon" not in rae.get("/review").html + rae.get("/review/quizzes").html
    refused = [subject for _, subject in story.written("trainer:record:refuse")]
    assert refused == [spring.public_id] * 5 + [devon] * 2


def test_t09_the_trainer_next_door_gets_the_same_and_nothing_is_written_about_us(nora, story, pages):
    nothing = missing(nora.get(f"/review/cohorts/{'0' * 16}"))
    for address in (one for one in pages if "/cohorts/" in one):
        assert missing(nora.get(address)) == nothing, address
    assert story.written("trainer:record:refuse") == [] == story.written("trainer:record:read")


def test_t09_a_trainer_who_no_longer_leads_the_cohort_sees_it_no_more(rae, story, pages, installation):
    from alongside.organizations import cohorts

    assert rae.get(pages[2]).status == 200
    with installation.database.writing():
        cohorts.set_trainers(story.cohort(), [])
    assert all(rae.get(one).status == 404 for one in pages if "/cohorts/" in one)
