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

    modules = {name: replace(one, lessons=tuple(map(emptied, one.lessons))) for name, one in catalogue.modules.items()}
    quizzes = {name: replace(quiz, items=()) for name, quiz in catalogue.quizzes.items()}
    return replace(catalogue, modules=modules, quizzes=quizzes, pictures={}, problems=())


def test_an_outline_comes_back_as_it_was():
    catalogue = read_catalogue(files(), TODAY)
    kept = json.dumps(store.outline_to_json(catalogue))
    assert "Thank you for telling me" not in kept
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
