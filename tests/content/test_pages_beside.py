"""Practice pages, role plays, trainers' plans, rubrics and agreements."""

from __future__ import annotations

import pytest

from alongside.content.reading import read_catalogue
from tests.content.pack import PAGES, TODAY, files

PRACTICE = "modules/listening/practice.md"
PLAY = "modules/listening/role-play.md"
PLAN = "modules/listening/trainer.md"
RUBRICS = "modules/rubrics.yaml"
ETHICS = "courses/agreements/ethics.md"
MODULE = "modules/listening/module.md"


def problems(changes):
    return [str(one).partition(";")[0] for one in read_catalogue(files(changes), TODAY).problems]


def test_the_pages_are_read_as_they_were_written():
    catalogue = read_catalogue(files(), TODAY)
    module = catalogue.modules["listening"]
    assert (module.practice.title, module.practice.minutes, module.practice.terms) == ("Listening at home", 20, ("tolerance", "break"))
    assert "For you alone" in module.practice.html
    assert (module.role_play.rubric, module.role_play.critical) == ("talk", ("safety_check",))
    assert module.role_play.objectives == ("use-oars",)
    assert (module.trainer_plan.minutes, module.trainer_plan.materials) == (180, ("chairs",))
    assert catalogue.modules["privacy"].trainer_plan is None
    agreement = catalogue.agreements["ethics"]
    assert (agreement.title, agreement.version, agreement.date) == ("Code of ethics", "1", TODAY)
    assert "I keep what I hear" in agreement.html


def test_a_rubric_is_read_as_it_was_written():
    rubric = read_catalogue(files(), TODAY).rubrics["talk"]
    assert (rubric.levels[0], rubric.lowest, rubric.critical, rubric.mean) == ("Harmful", 2, 3, 3)
    assert [(one.id, one.critical) for one in rubric.criteria] == [("opening", False), ("safety_check", True)]
    assert rubric.criterion("opening").anchors == ("a", "b", "c", "d")
    assert rubric.criterion("closing") is None


# What the author did; the page; what stood there; what stands there now; what the check says.
FAULTS = [
    ("forgets a part of the practice page", PRACTICE, "## In real life", "### In real life", [f"{PRACTICE}:1:1: error: the part “In real life” is missing"]),
    ("forgets its minutes", PRACTICE, "minutes: 20\n", "", [f"{PRACTICE}:1:1: error: “minutes” is missing"]),
    ("gives it a rubric", PRACTICE, "minutes: 20", "minutes: 20\nrubric: talk", [f"{PRACTICE}:4:1: error: “rubric” is not a setting here"]),
    ("uses a term that is not there", PRACTICE, "#tolerance", "#brake", [f"{PRACTICE}:11:21: error: there is no term “brake”"]),
    ("names a rubric that is not there", PLAY, "rubric: talk", "rubric: walk", [f"{PLAY}:5:9: error: there is no rubric “walk”"]),
    ("names no rubric", PLAY, "rubric: talk\n", "", [f"{PLAY}:1:1: error: “rubric” is missing"]),
    ("names a critical criterion that is not there", PLAY, "[safety_check]", "[safety]", [f"{PLAY}:6:12: error: “safety” is no criterion of talk"]),
    ("observes a criterion that is not there", PLAY, "| opening |", "| beginning |", [f"{PLAY}:20:3: error: “beginning” is no criterion of talk"]),
    ("does not observe what is critical", PLAY, "| `safety_check` | asks plainly | waits | looks away |\n", "", [f"{PLAY}:6:12: error: observers do not look for “safety_check”"]),
    ("gives observers no table", PLAY, "| Criterion |", "| Thing |", [f"{PLAY}:1:1: error: observers have no criteria"]),
    ("forgets a part of the role play", PLAY, "## Afterwards", "## Then", [f"{PLAY}:1:1: error: the part “Afterwards” is missing"]),
    ("names an objective the module does not have in a role play", PLAY, "[use-oars]", "[use-ears]", [f"{PLAY}:4:14: error: the module has no objective “use-ears”"]),
    ("miscounts the minutes of a plan", PLAN, "| 100 |", "| 90 |", [f"{PLAN}:3:10: error: the rows of the plan make 170 minutes, the page says 180"]),
    ("writes minutes in words", PLAN, "| 60 |", "| an hour |", [f"{PLAN}:15:3: error: “an hour” is no number of minutes"]),
    ("writes a plan for other hours", MODULE, "live: 3", "live: 2", [f"{PLAN}:3:10: error: the module has 2 live hours, so the plan has 120 minutes"]),
    ("writes no plan", PLAN, "Minutes", "Time", [f"{PLAN}:3:10: error: the rows of the plan make 60 minutes, the page says 180"]),
    ("gives a criterion three levels", RUBRICS, "anchors: [a, b, c, d]", "anchors: [a, b, c]", [f"{RUBRICS}:9:16: error: “anchors”: List should have at least 4 items after validation, not 3"]),
    ("forgets when a rubric is passed", RUBRICS, "  to_pass: {lowest: 2, critical: 3, mean: 3}\n", "", [f"{RUBRICS}:2:3: error: “to_pass” is missing"]),
    ("calls two criteria the same", RUBRICS, "id: safety_check", "id: opening", [f"{PLAY}:6:12: error: “safety_check” is no criterion of talk", f"{PLAY}:21:3: error: “safety_check” is no criterion of talk", f"{RUBRICS}:10:11: error: two criteria are called “opening”"]),
    ("misspells a key of a rubric", RUBRICS, "says: Asks first.", "say: Asks first.", [f"{RUBRICS}:6:7: error: “says” is missing", f"{RUBRICS}:8:7: error: “say” is not a setting here"]),
    ("gives an agreement no version", ETHICS, 'version: "1"\n', "", [f"{ETHICS}:1:1: error: “version” is missing"]),
    ("writes a version as a number", ETHICS, 'version: "1"', "version: 1", [f"{ETHICS}:3:10: error: “version” has the wrong form"]),
    ("agrees to nothing", ETHICS, "I keep what I hear to myself.\n", "", [f"{ETHICS}:1:1: error: there is nothing to agree to"]),
]


@pytest.mark.parametrize("page, old, new, said", [pytest.param(*fault[1:], id=fault[0]) for fault in FAULTS])
def test_an_author_who(page, old, new, said):
    assert old in PAGES[page]
    assert problems({page: PAGES[page].replace(old, new, 1)}) == said


def test_every_message_says_what_to_do():
    for _, page, old, new, _ in FAULTS:
        for one in read_catalogue(files({page: PAGES[page].replace(old, new, 1)}), TODAY).problems:
            assert "; " in one.message, one


@pytest.mark.parametrize("text", ["- one\n", "talk: [", "talk:\n\ttitle: x\n"])
def test_rubrics_that_cannot_be_read_are_told_once(text):
    said = problems({RUBRICS: text})
    assert [one for one in said if one.startswith(RUBRICS)][0:1]
    assert any("there is no rubric" in one for one in said)


@pytest.mark.parametrize("page", ["practice", "role-play", "trainer", "scenarios/talk"])
def test_a_page_beside_no_module_is_told(page):
    assert f"modules/new/{page}.md:1:1: error: the module has no module.md" in problems({f"modules/new/{page}.md": "x"})
