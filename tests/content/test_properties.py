"""What holds whatever an author writes and whatever a person sends."""

from __future__ import annotations

import random
import re
from unittest.mock import patch

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alongside.content import prose
from alongside.content.links import Surroundings
from alongside.content.markdown_tree import settled
from alongside.content.places import Passage, Problems, lines_of
from alongside.content.questions import registry
from alongside.content.questions.short_text import normal
from alongside.content.reading import read_catalogue
from tests.content.bank import CANARY, QUESTIONS, item
from tests.content.pack import PAGES, TODAY, files

quick = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
ITEMS = {kind: item(kind) for kind in QUESTIONS}
items = st.sampled_from(sorted(QUESTIONS)).map(ITEMS.get)


@st.composite
def answered(draw):
    """An item and a response that fits it, if only in its form."""
    one = draw(items)
    ids = registry.kind_of(one).options(one.body)
    if one.kind == "short_text":
        return one, draw(st.none() | st.text(max_size=40))
    if one.kind == "matching":
        prompts = [prompt["id"] for prompt in one.body["prompts"]]
        return one, draw(st.none() | st.dictionaries(st.sampled_from(prompts), st.sampled_from(ids)))
    if one.kind == "several_choices":
        return one, draw(st.none() | st.lists(st.sampled_from(ids), unique=True))
    return one, draw(st.none() | st.sampled_from(ids))


@quick
@given(answered())
def test_a_mark_lies_between_nothing_and_all(case):
    one, response = case
    assert 0 <= registry.mark(one, response).fraction <= 1
    assert registry.mark(one, response) == registry.mark(one, response)


@quick
@given(items, st.integers(), st.booleans())
def test_no_view_tells_the_key(one, seed, shuffle):
    order = registry.order(one, random.Random(seed), shuffle)
    assert CANARY not in str(registry.view(one, order))


@settings(max_examples=400, deadline=None)
@given(st.text())
def test_the_normal_form_of_a_normal_form_is_itself(text):
    assert normal(normal(text)) == normal(text)


@quick
@given(st.text(alphabet="aA éÉ.’'\u00a0", max_size=12))
def test_spelling_habits_do_not_decide(text):
    assert normal(text) == normal(f"  {text.upper()} . ")


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(sorted(PAGES)), st.binary(max_size=300))
def test_reading_never_breaks_on_any_bytes(path, data):
    read_catalogue(files({path: data}), TODAY)


PIECES = st.sampled_from([
    "---\n", "title: x\n", "## ", "### ", "{#a kind=one_choice pool=p}", "- [ ] ", "- [x] ", "  > ", "> ", "> [!NOTE]\n", "\n",
    "| a | b |\n", "|---|---|\n", "|", "[x](", ")", "![", "](images/pair.svg)", "**", "*", "`", "<b>", "&#x", "- **You:** ",
    "draw: {a: 1}\n", "minutes: ", "[[[[", "}}", "&a ", "*a", "!!x ", "\t", "    ", "\ufeff", "\u202e", "1. ", "é", "word ",
    "](#lot) `silence`\n", "{#x harm}", " ending=good}", "`open_question, repair`", "### What do you say?\n", "| 20 | x | y |\n", "  >\n",
])


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(sorted(PAGES)), st.integers(0, 400), st.lists(PIECES, max_size=12).map("".join))
def test_reading_never_breaks_on_what_looks_like_a_page(path, at, nonsense):
    page = PAGES[path]
    for one in read_catalogue(files({path: page[:at] + nonsense + page[at:]}), TODAY).problems:
        assert one.line >= 1
        assert one.column >= 1


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(["a", "B", "“", "’", ". ", "1. ", "- ", "--", "—", ": ", "!", "?", ",", " ", "http:", "x-y ", "…"]), max_size=9).map("".join))
def test_a_plain_line_comes_out_as_markdown_would_have_it(text):
    passage = Passage("a.md", lines_of(text))
    for manner in (prose.PIECE, prose.MEANING):
        quickly, thoroughly = Problems(), Problems()
        with patch.object(prose, "PLAIN", re.compile("(?!)")):
            expected = prose.render(passage, Surroundings(), thoroughly, manner)
        assert prose.render(passage, Surroundings(), quickly, manner) == expected
        assert quickly.found == thoroughly.found


@quick
@given(st.lists(st.text(alphabet="- 1.>|ab*[]x", max_size=12), max_size=8))
def test_settling_lists_keeps_every_word(lines):
    def words(some):
        return "".join("".join(some).replace(">", "").split())

    assert words(settled(lines)) == words(lines)
