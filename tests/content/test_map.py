"""The map of a curriculum, and what boards ask beside what a course gives."""

from __future__ import annotations

import json

import pytest

from alongside.content.curriculum.gaps import gaps, given, printed
from alongside.content.curriculum.pages import Pages
from alongside.content.curriculum.plain_table import WIDEST, table
from alongside.content.curriculum.report import printed as map_printed
from alongside.content.curriculum.report import report
from alongside.content.reading import files_of, read_pack
from alongside.settings import ROOT
from tests.content.pack import TODAY
from tests.content.school import PAGES, files

COURSE = "courses/foundations.md"
MODULE = "modules/listening/module.md"
PACK = "courses/packs/board.yaml"


def pages(changes=None):
    return Pages(read_pack(files(changes), TODAY))


def course(of):
    return of.pack.catalogue.courses["foundations"]


# The map


def test_the_map_counts_what_there_is():
    found = report(pages())
    [course] = found["courses"]
    assert (course["hours"], course["domains"]) == ({"self_paced": 2, "live": 3}, {"MEN": 4, "REC": 1})
    assert (course["competencies"], len(course["competencies_missing"])) == (["CC1", "CC9"], 10)
    [module] = found["modules"]
    assert module["objectives"] == [
        {"id": "first", "competencies": ["CC9.2"], "lessons": ["l1", "l2", "l3"], "items": 7},
        {"id": "second", "competencies": ["CC1.2"], "lessons": ["l4", "l5"], "items": 8},
    ]
    assert [one["id"] for one in module["lessons"]] == ["l1", "l2", "l3", "l4", "l5", "l5 (way round)"]
    assert all(900 < one["words"] < 1100 for one in module["lessons"][:5])
    assert all(one["grade"] < 8 for one in module["lessons"])
    assert module["minutes_alone"] == 120
    [conversation] = module["conversations"]
    assert (conversation["scenes"], conversation["good_endings"], conversation["open_endings"]) == (13, 3, 1)
    assert conversation["skills"]["safety_action"] == 2
    assert module["pages"] == ["practice", "role_play", "trainer_plan"]
    [quiz] = found["quizzes"]
    assert (quiz["items"], quiz["draws"], quiz["pools"], quiz["kinds"]) == (15, 5, {"all": 15}, {"one_choice": 15})
    assert quiz["places_of_key"] == {1: 5, 2: 5, 3: 5}


def test_the_map_is_plain_json():
    found = report(pages())
    assert json.loads(json.dumps(found))["courses"] == found["courses"]


def test_the_map_as_text_says_what_is_in_it_and_fits():
    text = map_printed(pages())
    for words in ("Course foundations: Foundations", "5 hours: 2 self-paced, 3 live", "first", "l5 (way round)", "bank listening: 15 items",
                  "conversation car: 13 scenes", "reviewed by: nobody yet"):
        assert words in text
    assert max(map(len, text.split("\n"))) <= WIDEST


def test_a_bank_that_no_module_uses_is_in_the_map():
    assert "bank spare: 15 items" in map_printed(pages({"quizzes/spare.md": PAGES["quizzes/listening.md"]}))


def test_the_map_of_what_cannot_be_read_is_empty():
    assert map_printed(Pages(read_pack({}, TODAY))) == "\n"


# What boards ask


def shown(changes=None):
    of = pages(changes)
    return {one.requirement.id: (one.gives, one.missing) for one in gaps(given(of, course(of)), of.pack.rule_packs["board"])}


def test_what_is_missing_is_what_is_asked_without_what_is_given():
    assert shown() == {"training": (5, 41), "ethics": (0, 2), "live": (60, 0), "code": (1, 0), "work": (None, 0)}


def test_more_than_is_asked_is_not_missing():
    assert shown({PACK: PAGES[PACK].replace("amount: 46", "amount: 4")})["training"] == (5, 0)


def test_hours_of_a_domain_are_added_up():
    assert shown({MODULE: PAGES[MODULE].replace("REC: 1", "ETH: 1.5")})["ethics"] == (1.5, 0.5)


def test_a_course_without_a_code_lacks_one():
    assert shown({COURSE: PAGES[COURSE].replace("    agreements: [ethics]\n", "")})["code"] == (0, 1)


def test_a_module_that_is_coming_gives_nothing():
    coming = {MODULE: PAGES[MODULE].replace("status: complete", "status: coming")}
    assert shown(coming) == {"training": (0, 46), "ethics": (0, 2), "live": (0, 50), "code": (1, 0), "work": (None, 0)}
    of = pages(coming)
    assert "Still coming, not counted: listening" in printed(of, course(of))


def test_the_table_marks_what_is_not_verified_and_fits():
    of = pages()
    text = printed(of, course(of))
    assert "2 hours of ethics (?)" in text
    assert "46 hours of training  " in text
    assert "shown elsewhere" in text
    assert "evidence of training" in text
    assert max(map(len, text.split("\n"))) <= WIDEST


@pytest.mark.parametrize("name", ["samhsa-model-standards", "icrc-pr-four", "icrc-pr-five", "naadac-ncprss"])
def test_the_packs_we_ship_can_be_read_and_every_line_says_where_it_is_from(name):
    shipped = read_pack({path: data for path, data in files_of(ROOT).items() if path.startswith("courses/packs/")}, TODAY)
    assert [str(one) for one in shipped.catalogue.problems if "packs" in one.file] == []
    requirements = shipped.rule_packs[name].requirements
    assert all(one.source and one.last_verified for one in requirements)
    assert any(not one.verified for one in requirements)


def test_four_domains_make_the_hours_of_the_whole():
    shipped = read_pack({path: data for path, data in files_of(ROOT).items() if path.startswith("courses/packs/")}, TODAY).rule_packs
    for name in ("icrc-pr-four", "icrc-pr-five"):
        asked = shipped[name].requirements
        [total] = [one.amount for one in asked if one.measure == "training_hours"]
        assert total == sum(one.amount for one in asked if one.measure == "domain_hours")


def test_a_table_wraps_its_first_column():
    text = table(("A", "B"), [("word " * 40, "12 h"), ("b", "")])
    assert max(map(len, text.split("\n"))) <= WIDEST
    assert text.count("word") == 40
