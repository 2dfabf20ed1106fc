"""What a release keeps of the content, and what comes back from it."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from alongside.content import store
from alongside.content.reading import read_catalogue
from tests.content.bank import QUESTIONS, item
from tests.content.pack import TODAY, files


def without_what_is_large(catalogue):
    def emptied(lesson):
        return replace(lesson, html="", text="", way_round=lesson.way_round and emptied(lesson.way_round))

    def outlined(module):
        pages = {name: getattr(module, name) for name in ("practice", "role_play", "trainer_plan")}
        return replace(
            module,
            lessons=tuple(map(emptied, module.lessons)),
            scenarios=tuple(replace(one, html="", scenes=()) for one in module.scenarios),
            **{name: page and replace(page, html="") for name, page in pages.items()},
        )

    modules = {name: outlined(one) for name, one in catalogue.modules.items()}
    agreements = {name: replace(one, html="") for name, one in catalogue.agreements.items()}
    quizzes = {name: replace(quiz, items=()) for name, quiz in catalogue.quizzes.items()}
    return replace(catalogue, modules=modules, quizzes=quizzes, agreements=agreements, pictures={}, problems=())


def test_an_outline_comes_back_as_it_was():
    catalogue = read_catalogue(files(), TODAY)
    kept = json.dumps(store.outline_to_json(catalogue))
    assert "Thank you for telling me" not in kept
    assert "Ray leans on the hood" not in kept
    assert "The line answers" not in kept
    assert store.outline_from_json(json.loads(kept)) == without_what_is_large(catalogue)


@pytest.mark.parametrize("kind", QUESTIONS)
def test_an_item_comes_back_as_it_was(kind):
    one = item(kind, braces="competency=CC1,ETH difficulty=0.25 critical")
    assert store.item_from_json(json.loads(json.dumps(store.item_to_json(one)))) == one


@pytest.mark.parametrize("value", [{}, {"format": 0}, {"format": 99}])
def test_another_format_is_refused(value):
    with pytest.raises(store.UnknownFormat):
        store.outline_from_json(value)
    with pytest.raises(store.UnknownFormat):
        store.item_from_json(value)
    with pytest.raises(store.UnknownFormat):
        store.scenario_from_json(value)


def test_a_conversation_comes_back_as_it_was():
    [scenario] = read_catalogue(files(), TODAY).modules["listening"].scenarios
    assert len(scenario.scenes) == 13
    assert store.scenario_from_json(json.loads(json.dumps(store.scenario_to_json(scenario)))) == scenario


def test_an_outline_of_the_first_format_is_read_with_nothing_in_its_new_places():
    kept = store.outline_to_json(read_catalogue(files(), TODAY))
    kept = {**kept, "format": 1}
    del kept["rubrics"], kept["agreements"]
    for module in kept["modules"]:
        for key in ("scenarios", "practice", "role_play", "trainer_plan"):
            del module[key]
    catalogue = store.outline_from_json(store.upgraded(1, "outline", kept, "")[0])
    assert [one.title for one in catalogue.modules["listening"].lessons] == ["The first minute", "Asking"]
    assert catalogue.modules["listening"].scenarios == ()
    assert catalogue.rubrics == {}


def test_items_of_the_first_format_are_read():
    one = item("one_choice")
    kept = {"items": [{**store.item_to_json(one), "format": 1}]}
    data, html = store.upgraded(1, "items", kept, "<p>x</p>")
    assert [store.item_from_json(value) for value in data["items"]] == [one]
    assert html == "<p>x</p>"
