"""Parts of a lesson that authors write naturally and that once went wrong."""

from __future__ import annotations

from alongside.content.reading import read_catalogue
from tests.small_course import SMALL_COURSE


def rendered(text: str) -> str:
    page = f"---\ntitle: A\nminutes: 5\nobjectives: [hear]\n---\n{text}\n"
    catalogue = read_catalogue(SMALL_COURSE | {"modules/listening/1-first.md": page.encode()})
    assert not catalogue.errors, catalogue.errors
    return catalogue.modules["listening"].lessons[0].html


def test_two_call_outs_in_a_row_are_two():
    html = rendered("> [!TIP]\n> One.\n\n> [!CAUTION]\n> Two.\n\nText after.")
    assert html.count("<aside") == 2
    assert "[!" not in html
    assert html.index("Two.") < html.index("Text after.")


def test_a_call_outs_own_name_is_not_said_twice():
    assert 'aria-label="Try it now"' in rendered("> [!TIP]\n> **Try it now**\n>\n> Do it.")


def test_bold_words_and_links_stay_in_the_line_of_their_box():
    html = rendered("- [ ] **The date** it was [signed](2-second.md)\n- [ ] Another")
    assert '<span><strong>The date</strong> it was <a href="/learn/go/listening/second">signed</a></span>' in html
