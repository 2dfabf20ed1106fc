"""What the reader gets for what the author writes: the table of docs/writing-content.md."""

from __future__ import annotations

import pytest

from alongside.content import markdown_tree
from alongside.content.links import Surroundings
from alongside.content.places import Passage, Problems, lines_of
from alongside.content.prose import LESSON, PIECE, render
from alongside.content.reading import read_catalogue
from tests.content.pack import TODAY, files

HTML = [
    ("two spaces nest a list", "- a\n  - b\n- c", "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>"),
    ("four spaces nest a list", "- a\n    - b", "<ul><li>a<ul><li>b</li></ul></li></ul>"),
    ("three spaces nest below a number", "1. a\n   - b", "<ol><li>a<ul><li>b</li></ul></li></ol>"),
    ("a list needs no empty line before it", "Text:\n- a\n- b", '<p id="p-1">Text:</p><ul><li>a</li><li>b</li></ul>'),
    ("nor in a quotation", "> Text:\n> - a", '<blockquote><p id="p-1">Text:</p><ul><li>a</li></ul></blockquote>'),
    ("a number in a sentence begins no list", "In\n1999. was", '<p id="p-1">In\n1999. was</p>'),
    (
        "a table scrolls by itself", "| a | b |\n|---|--:|\n| 1 | 2 |",
        ('<div class="scroll" tabindex="0" role="region" aria-label="Table: a, b"><table><thead><tr><th scope="col">a</th>'
        '<th scope="col" class="number">b</th></tr></thead><tbody><tr><td>1</td><td class="number">2</td></tr></tbody>'
        "</table></div>"),
    ),
    (
        "a dialogue", "- **Dee:** “No.”\n- **You:** “*Really?*” Hm. *Wait.*",
        ('<ol class="dialogue" aria-label="A conversation between Dee and you"><li><b>Dee</b><p class="said">“No.”</p></li>'
        '<li class="you"><b>You</b><p class="said">“<em>Really?</em>” Hm.</p><p class="aim">Wait.</p></li></ol>'),
    ),
    (
        "a dialogue with empty lines between", "- **You:** “A.”\n\n- **You:** “B.” *C.*",
        ('<ol class="dialogue" aria-label="What you can say"><li class="you"><b>You</b><p class="said">“A.”</p></li>'
        '<li class="you"><b>You</b><p class="said">“B.”</p><p class="aim">C.</p></li></ol>'),
    ),
    ("bold names without a colon are a list", "- **Dee** said", "<ul><li><strong>Dee</strong> said</li></ul>"),
    (
        "a checklist", "- [ ] a **b**\n- [x] c",
        ('<ul class="checklist"><li><label><input type="checkbox" name="c" value="1"><span>a <strong>b</strong></span></label></li>'
        '<li><label><input type="checkbox" name="c" value="2"><span>c</span></label></li></ul>'),
    ),
    (
        "a note", "> [!NOTE]\n> Text.",
        '<aside class="callout stack" aria-label="Note"><p id="p-1">Text.</p></aside>',
    ),
    (
        "a safety note with a heading", "> [!CAUTION]\n> **Say this**\n>\n> Text.",
        ('<aside class="callout safety-note stack" aria-label="Safety: Say this"><h2 id="p-1">Say this</h2>'
        '<p id="p-2">Text.</p></aside>'),
    ),
    (
        "bold words that go on are no heading", "> [!TIP]\n> **Say** this.",
        '<aside class="callout try-it stack" aria-label="Try it now"><p id="p-1"><strong>Say</strong> this.</p></aside>',
    ),
    (
        "two call-outs do not sound the same", "> [!IMPORTANT]\n> a\n\ntext\n\n> [!IMPORTANT]\n> b",
        ('<aside class="callout in-your-role stack" aria-label="In your role"><p id="p-1">a</p></aside><p id="p-2">text</p>'
        '<aside class="callout in-your-role stack" aria-label="In your role (2)"><p id="p-3">b</p></aside>'),
    ),
    ("a plain quotation", "> Words.", '<blockquote><p id="p-1">Words.</p></blockquote>'),
    ("a link outside", "[x](https://example.org/?a=1&b=2)",
     '<p id="p-1"><a href="https://example.org/?a=1&amp;b=2" rel="noreferrer">x</a></p>'),
    ("a message", "[Text 988](sms:988)", '<p id="p-1"><a href="sms:988" rel="noreferrer">Text 988</a></p>'),
    ("signs are only signs", "a < b & c > d &amp; &copy;", '<p id="p-1">a &lt; b &amp; c &gt; d &amp; ©</p>'),
    ("braces are only braces", "Text {#x .y}", '<p id="p-1">Text {#x .y}</p>'),
]


@pytest.mark.parametrize("markdown, html", [pytest.param(*case[1:], id=case[0]) for case in HTML])
def test_the_reader_gets(markdown, html):
    problems = Problems()
    assert render(Passage("modules/a/1-b.md", lines_of(markdown)), Surroundings(), problems, LESSON).html == html
    assert problems.found == []


def test_a_lesson_leads_on_explains_its_words_and_keeps_its_places():
    lesson = read_catalogue(files(), TODAY).modules["listening"].lessons[0]
    assert '<a href="/learn/go/listening/asking">asking</a>' in lesson.html
    assert '<a href="/learn/go/privacy">privacy</a>' in lesson.html
    assert '<a id="said-tolerance" class="term" href="#term-tolerance">tolerance</a>' in lesson.html
    assert '<a class="fact" href="tel:988">988</a>' in lesson.html
    assert '<figure class="figure" id="p-3"><img src="/content/' in lesson.html
    assert "<figcaption>Walking alongside.</figcaption></figure>" in lesson.html
    assert lesson.terms == ("tolerance", "break")  # “break” is used by the meaning of “tolerance”


def test_the_plain_words_are_there_for_the_search():
    lesson = read_catalogue(files(), TODAY).modules["listening"].lessons[0]
    assert lesson.text.split("\n")[:4] == [
        "What to say", "Their tolerance is lower. Call 988 at any hour.", "Dee", "“I used last night.”",
    ]


def test_a_question_has_no_places_and_no_terms_to_jump_to():
    around = Surroundings(terms=frozenset({"tolerance"}))
    prose = render(Passage("quizzes/a.md", lines_of("A [word](../modules/glossary.md#tolerance).")), around, Problems(), PIECE)
    assert prose.html == "<p>A <span>word</span>.</p>"


def test_a_page_that_cannot_be_read_is_a_problem_and_does_not_spoil_the_next(monkeypatch):
    problems = Problems()
    with monkeypatch.context() as broken:
        broken.setattr(markdown_tree, "_parsed", lambda *_: 1 / 0)
        render(Passage("modules/a/1-b.md", lines_of("\nNot fine.")), Surroundings(), problems, LESSON)
    assert [str(one) for one in problems] == [
        "modules/a/1-b.md:2:1: error: this text cannot be read as Markdown; write it more simply"
    ]
    assert render(Passage("modules/a/1-b.md", lines_of("Fine.")), Surroundings(), Problems(), LESSON).text == "Fine."
