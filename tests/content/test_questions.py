"""What each kind of question shows, takes and marks."""

from __future__ import annotations

import random
from types import ModuleType

import pytest

from alongside.content.questions import registry
from alongside.content.questions.marking import Mark, OptionMark
from tests.content.bank import CANARY, QUESTIONS, item, read


class Form(dict):
    """Form fields as they come from a browser: each may come several times."""

    def get(self, name, default=None):
        return self[name][0] if name in self else default

    def getlist(self, name):
        return self.get_all(name)

    def get_all(self, name):
        return dict.get(self, name, [])


def ids(one) -> dict[str, str]:
    """The options' ids by their words."""
    if one.kind == "matching":
        return {side["text"]: side["id"] for side in (*one.body["prompts"], *one.body["partners"])}
    return {option["text"]: option["id"] for option in one.body["options"]}


MARKED = [
    # kind, what was chosen, the share that is right
    ("one_choice", None, 0),
    ("one_choice", "Reflect", 1),
    ("one_choice", "Advise", 0),
    ("true_false", "False", 1),
    ("true_false", "True", 0),
    ("true_false", None, 0),
    ("several_choices", None, 0),
    ("several_choices", ["Thank"], 0),
    ("several_choices", ["Thank", "Ask"], 1),
    ("several_choices", ["Ask", "Thank"], 1),
    ("several_choices", ["Thank", "Ask", "Scold"], 0),
    ("several_choices", ["Scold"], 0),
    ("matching", None, 0),
    ("matching", {"“You came.”": "Affirmation"}, 0.25),
    ("matching", {"“You came.”": "Affirmation", "“It hurts.”": "Advice"}, 0.25),
    ("matching", {"“What was today like?”": "Open question", "“And how?”": "Open question"}, 0.5),
    ("matching", {"“What was today like?”": "Open question", "“And how?”": "Open question",
                  "“You came.”": "Affirmation", "“It hurts.”": "Reflection"}, 1),
    ("short_text", None, 0),
    ("short_text", "canary naloxone", 1),
    ("short_text", "  Canary   NALOXONE. ", 1),
    ("short_text", "cánary narcan", 1),
    ("short_text", "canary adrenaline", 0),
    ("short_text", "something else", 0),
]


@pytest.mark.parametrize("kind, chosen, fraction", MARKED)
def test_marking(kind, chosen, fraction):
    one = item(kind)
    assert registry.mark(one, response_of(one, chosen)).fraction == fraction


def response_of(one, chosen):
    if chosen is None or one.kind == "short_text":
        return chosen
    names = ids(one)
    if isinstance(chosen, dict):
        return {names[prompt]: names[partner] for prompt, partner in chosen.items()}
    return [names[word] for word in chosen] if isinstance(chosen, list) else names[chosen]


def test_a_mark_says_of_each_option_whether_it_was_chosen_and_right():
    one = item("one_choice")
    names = ids(one)
    assert registry.mark(one, names["Advise"]) == Mark(0.0, (
        OptionMark(names["Advise"], True, False, "<p>canary</p>"),
        OptionMark(names["Reflect"], False, True, "<p>canary</p>"),
        OptionMark(names["Leave"], False, False, "<p>canary</p>"),
    ))


def test_an_expected_wrong_answer_is_answered_with_its_feedback():
    assert registry.mark(item("short_text"), "Canary adrenaline.").options[0].feedback == "<p>canary</p>"


# What people see


@pytest.mark.parametrize("kind", QUESTIONS)
def test_what_tess_sees_has_no_trace_of_the_key(kind):
    one = item(kind)
    shown = registry.view(one, registry.order(one, random.Random(1), shuffle=True))
    assert CANARY in str(one)
    assert CANARY not in str(shown)
    assert not {"right", "feedback", "explanation", "partner", "answers"} & set(_keys(shown))


def _keys(value):
    if isinstance(value, dict):
        yield from value
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from _keys(one)


@pytest.mark.parametrize("kind", QUESTIONS)
def test_the_result_says_what_was_right_and_why(kind):
    one = item(kind)
    order = registry.order(one, random.Random(1), shuffle=True)
    shown = registry.review(one, order, None)
    assert shown["fraction"] == 0
    assert shown["explanation"] == "<p>canary</p>"


def test_ids_of_options_do_not_depend_on_their_order_or_on_the_key():
    answers = QUESTIONS["one_choice"]
    turned = "- [x] Leave\n  > canary\n- [ ] Reflect\n  > canary\n- [ ] Advise\n  > canary\n"
    assert ids(item("one_choice", answers)) == ids(item("one_choice", turned))


@pytest.mark.parametrize("kind, shuffle, turned", [
    ("one_choice", False, False), ("one_choice", True, True),
    ("several_choices", False, False), ("several_choices", True, True),
    ("true_false", False, False), ("true_false", True, False),
    ("matching", False, True), ("matching", True, True),
    ("short_text", True, False),
])
def test_whether_options_are_shuffled(kind, shuffle, turned):
    one = item(kind)
    as_written = registry.kind_of(one).options(one.body)
    orders = [registry.order(one, random.Random(seed), shuffle) for seed in range(20)]
    assert all(sorted(order) == sorted(as_written) for order in orders)
    assert any(order != as_written for order in orders) is turned


def test_true_stands_before_false():
    assert [option["html"] for option in registry.view(item("true_false", "- [x] False\n  > a\n- [ ] True\n  > b\n"), [])
            ["options"]] == ["True", "False"]


@pytest.mark.parametrize("kind", ["one_choice", "several_choices", "matching"])
def test_options_are_shown_in_the_order_that_was_kept(kind):
    one = item(kind)
    order = list(reversed(registry.kind_of(one).options(one.body)))
    shown = registry.view(one, order)
    assert [option["id"] for option in shown["partners" if kind == "matching" else "options"]] == order


# What people send


@pytest.mark.parametrize("kind, chosen, fields", [
    ("one_choice", "Reflect", lambda names: {"q": [names["Reflect"]]}),
    ("true_false", "True", lambda names: {"q": [names["True"]]}),
    ("several_choices", ["Thank", "Ask"], lambda names: {"q": [names["Ask"], names["Thank"], "forged"]}),
    ("matching", {"“You came.”": "Advice"}, lambda names: {f"q-{names['“You came.”']}": [names["Advice"]]}),
    ("one_choice", None, lambda _: {"q": ["forged"]}),
    ("several_choices", None, lambda _: {}),
    ("matching", None, lambda _: {"q-forged": ["forged"]}),
])
def test_what_a_form_sends_becomes_a_response_that_holds_in_json_too(kind, chosen, fields):
    one = item(kind)
    response = registry.read(Form(fields(ids(one))), "q", one)
    assert response == response_of(one, chosen)
    if response is not None:
        assert registry.clean(response, one) == response


def test_typed_words_are_cut_at_their_ends_and_at_three_hundred_characters():
    one = item("short_text")
    assert registry.read(Form({"q": ["  naloxone "]}), "q", one) == "naloxone"
    assert registry.read(Form({"q": ["   "]}), "q", one) is None
    assert len(registry.read(Form({"q": ["x" * 900]}), "q", one)) == 300


@pytest.mark.parametrize("kind", QUESTIONS)
@pytest.mark.parametrize("value", [None, 1, True, "", "forged" * 80, "\ud800 word", ["forged"], [], {}, {"forged": "forged"}, [[]], {"a": []}])
def test_a_forged_response_is_refused(kind, value):
    with pytest.raises(ValueError, match=r"."):
        registry.clean(value, item(kind))


# What authors may get wrong


@pytest.mark.parametrize("kind, answers, said", [
    ("one_choice", "", "no answers"),
    ("one_choice", "- [x] Only\n  > a\n", "only one option"),
    ("one_choice", "- [x] Same\n  > a\n- [ ] Same\n  > b\n", "say the same"),
    ("one_choice", "- [x] A\n  > a\n- [ ]\n  > b\n", "is empty"),
    ("one_choice", "- [x] A\n  > a\n- B\n  > b\n", "no box"),
    ("one_choice", QUESTIONS["matching"], "belongs to kind=matching"),
    ("several_choices", "- [ ] A\n  > a\n- [ ] B\n  > b\n", "no right answer"),
    ("matching", QUESTIONS["one_choice"], "a table with two columns"),
    ("matching", "| a | b |\n|---|---|\n| x | y |\n", "fewer than two pairs"),
    ("matching", "| a | b |\n|---|---|\n| x | y |\n| x | z |\n", "begin with the same"),
    ("short_text", "- [ ] wrong\n  > no\n", "no answer is accepted"),
    ("short_text", "- [x] Café\n- [x] cafe.\n", "is there already"),
    ("short_text", "- [x] a\n- [ ] b\n", "has no feedback"),
    ("short_text", "- [x] …\n", "nothing of the answer is left"),
    ("true_false", "- [x] Yes\n  > a\n- [ ] No\n  > b\n", "True and False"),
])
def test_a_question_that_cannot_be_asked(kind, answers, said):
    found, problems = read(kind, answers)
    assert found is None
    assert [one for one in problems if said in one.message]


@pytest.mark.parametrize("braces, said", [
    ("difficulty=2", "is no difficulty"), ("difficulty=easy", "is no difficulty"), ("competency=CC0", "is no competency"),
    ("pool=other", "said twice"), ("onclick=alert(1)", "means nothing here"), ("objective=A_b", "cannot be an id"),
])
def test_braces_that_cannot_be_read(braces, said):
    assert [one for one in read("one_choice", braces=braces)[1] if said in one.message]


def test_an_items_revision_changes_with_what_is_seen_and_what_decides_and_with_nothing_else():
    revisions = [
        item("one_choice").revision,
        item("one_choice", situation="He smiles.\n").revision,
        item("one_choice", QUESTIONS["one_choice"].replace("Leave", "Go")).revision,
        item("one_choice", QUESTIONS["one_choice"].replace("canary", "feedback", 1)).revision,
        item("one_choice", braces="critical").revision,
    ]
    assert len(set(revisions)) == len(revisions)
    assert item("one_choice", braces="difficulty=0.5 competency=CC1,ETH lesson=a").revision == revisions[0]


@pytest.mark.parametrize("kind", QUESTIONS)
def test_the_solution_earns_all_of_it(kind):
    one = item(kind)
    assert registry.mark(one, registry.clean(registry.solution(one), one)).is_right


# The kinds themselves


def test_every_file_with_a_name_is_a_kind():
    assert list(registry.kinds()) == sorted(QUESTIONS)


@pytest.mark.parametrize("kind", QUESTIONS)
@pytest.mark.parametrize("part", ["parse", "options", "view", "read", "clean", "mark", "review", "solution"])
def test_a_kind_offers_what_it_must(kind, part):
    assert callable(getattr(registry.kinds()[kind], part))


def test_two_kinds_of_one_name_are_refused():
    first, second = ModuleType("first"), ModuleType("second")
    first.NAME = second.NAME = "one_choice"
    with pytest.raises(registry.TwoKindsOfOneName):
        registry.by_name([first, second])
