"""Nothing that an author pastes can run in a reader's browser: it is refused, or it is only words."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

from alongside.content.links import Surroundings
from alongside.content.pictures import Picture
from alongside.content.places import Passage, Problems, lines_of
from alongside.content.prose import ATTRIBUTES, LESSON, TAGS, render

PAGE = "modules/listening/1-first.md"
AROUND = Surroundings(
    paths=frozenset({"modules/listening/2-next.md"}),
    pictures={"modules/listening/images/a.svg": Picture("0" * 64, "svg")},
)


class Elements(HTMLParser):
    """The elements of a page as a browser builds them."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


def rendered(markdown: str) -> tuple[list[tuple[str, dict[str, str | None]]], str, Problems]:
    problems = Problems()
    prose = render(Passage(PAGE, lines_of(markdown)), AROUND, problems, LESSON)
    return Elements(prose.html).found, prose.html, problems


def assert_inert(markdown: str) -> Problems:
    elements, html, problems = rendered(markdown)
    for tag, attributes in elements:
        assert tag in TAGS, html
        assert set(attributes) <= ATTRIBUTES["*"] | ATTRIBUTES.get(tag, set()), html
        for address in (attributes.get("href"), attributes.get("src")):
            assert address is None or address.startswith(
                ("https://", "http://", "mailto:", "tel:", "/learn/go/", "/content/", "#term-")
            ), html
    return problems


REFUSED = [
    "<script>alert(1)</script>",
    "<ScRiPt>alert(1)</sCrIpT>",
    "<script src=//example.org/x.js>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<iframe src=https://example.org>",
    "<object data=x>",
    "<embed src=x>",
    "<form action=https://example.org><button>",
    "<style>@import 'https://example.org'</style>",
    "<link rel=stylesheet href=x>",
    "<base href=https://example.org>",
    "<meta http-equiv=refresh content=0>",
    "<a href=javascript:alert(1)>x</a>",
    "<b onmouseover=alert(1)>x</b>",
    "<details open ontoggle=alert(1)>",
    "<video><source onerror=alert(1)>",
    "<template><script>alert(1)</script></template>",
    "<!-- <script>alert(1)</script> -->",
    "<!--><img src=x onerror=alert(1)>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?php echo 1 ?>",
    "<!DOCTYPE html>",
    "</p><script>alert(1)</script>",
    "text <b>in line</b>",
    "> <script>alert(1)</script>",
    "- <img src=x onerror=alert(1)>",
    "| a |\n|---|\n| <img src=x onerror=alert(1)> |",
    "## <img src=x onerror=alert(1)>",
    "**<script>**alert(1)</script>",
    "<div markdown=1>\n<script>alert(1)</script>\n</div>",
    "<javascript:alert(1)>",
    "<data:text/html,x>",
    '<mailto:x@example.org" onclick=alert(1)>',
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x]( javascript:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](<java script:alert(1)>)",
    "[x](javascript&colon;alert(1))",
    "[x](java&#115;cript:alert(1))",
    "[x](java&#x73;cript:alert(1))",
    "[x](java&amp;#115;cript:alert(1))",
    "[x](&#1;javascript:alert(1))",
    "[x](java&Tab;script:alert(1))",
    "[x](java&NewLine;script:alert(1))",
    "[x](java\u200bscript:alert(1))",
    "[x](\u00adjavascript:alert(1))",
    "[x](\ufeffjavascript:alert(1))",
    "[x](javascript\\:alert(1))",
    "[x](vbscript:msgbox(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](data&colon;text/html,x)",
    "[x](file:///etc/passwd)",
    "[x](blob:https://example.org/1)",
    "[x](view-source:https://example.org)",
    "[x](//example.org/x)",
    "[x](/logout)",
    "[x](\\\\example.org)",
    "[x](javascript%3Aalert(1))",
    '[x](https://example.org/"onmouseover=alert(1))',
    "[x](https://example.org/'onmouseover='alert(1))",
    "[x](<https://example.org/ onmouseover=alert(1)>)",
    "[x](https://user:pass@example.org/)",
    "[x](https:javascript:alert(1))",
    "[x][1]\n\n[1]: javascript:alert(1)",
    '[x][1]\n\n[1]: java&#115;cript:alert(1) "title"',
    "[x]\n\n[x]: data:text/html,x",
    "![x](javascript:alert(1))",
    "![x](data:image/svg+xml;base64,PHN2Zz4=)",
    "![x](https://example.org/tracker.png)",
    '![x](images/a.svg"onerror=alert(1))',
    "![x][1]\n\n[1]: javascript:alert(1)",
    "[![x](javascript:alert(1))](javascript:alert(2))",
    "[a [b](javascript:alert(1)) c](https://example.org)",
    "[x](../../../etc/passwd)",
    '[x](2-next.md#"onclick=alert(1))',
    "[](https://example.org)",
]

WORDS_ONLY = [
    '[x](https://example.org "title" onclick=alert(1))',
    "[x](https://example.org '\"><script>')".replace("<script>", "&lt;script&gt;"),
    "[x](https://example.org){: onclick=alert(1)}",
    "[x](https://example.org){: href=javascript:alert(1)}",
    "Text {: onmouseover=alert(1) style=color:red}",
    "## Heading {: #id onclick=alert(1)}",
    "## Heading {#x onclick=alert(1)}",
    "![x](images/a.svg){: onerror=alert(1)}",
    '![x" onerror="alert(1)](images/a.svg)',
    '![x](images/a.svg "t\\" onerror=\\"alert(1)")',
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "&amp;lt;script&amp;gt;",
    "`<script>alert(1)</script>`",
    "``<img src=x onerror=alert(1)> ` ``",
    "<https://example.org/?a=1&b=2>",
    "\\<script>".replace("<script>", "&lt;script>"),
    "*[x]: <b>".replace("<b>", "b"),
    "[^1]: note\n\nx[^1]",
    "- [ ] &lt;script&gt;",
    "> [!NOTE]\n> **&lt;script&gt;**\n>\n> x",
    "- **&lt;b&gt;:** x",
    "wzxhzdk:0 klzzwxh:0000",
    "\x02wzxhzdk:0\x03 \x02klzzwxh:0001\x03",
    "| &lt;script&gt; |\n|:-:|\n| x |",
    "!!! note\n    text",
    "$$\\href{javascript:alert(1)}{x}$$",
]


@pytest.mark.parametrize("markdown", REFUSED)
def test_it_is_refused_and_would_be_inert_all_the_same(markdown):
    problems = assert_inert(markdown)
    assert [one for one in problems if one.severity == "error"]


@pytest.mark.parametrize("markdown", WORDS_ONLY)
def test_it_is_only_words(markdown):
    assert_inert(markdown)


@pytest.mark.parametrize("outer", ["> {}", "- {}", "1. {}", "> - {}", "- x\n  - {}", "**{}**", "*{}*", "## {}",
                                   "| a |\n|---|\n| {} |", "> [!CAUTION]\n> {}", "- [ ] {}", "- **Dee:** {}",
                                   "[{}](https://example.org)", "> > > {}"])
@pytest.mark.parametrize("inner", ["<img src=x onerror=alert(1)>", "[x](javascript:alert(1))", "![x](data:image/png,x)",
                                   "[x](java&#115;cript:alert(1))", "<svg/onload=alert(1)>"])
def test_it_is_refused_wherever_it_hides(outer, inner):
    problems = assert_inert(outer.format(inner))
    assert [one for one in problems if one.severity == "error"]


@pytest.mark.parametrize("markdown", [">" * 3000 + " x", "[" * 3000, "- " * 500 + "x", "*" * 3001, "![" * 1000,
                                      "`" * 2000, "(" * 3000, "[x](" * 800, "|" * 2000, "**a" * 500, "_a " * 800])
def test_a_page_of_nonsense_ends_soon_and_does_no_harm(markdown):
    assert_inert(markdown)


def test_a_table_that_would_fill_itself_up_is_refused():
    table = "|" + "a|" * 1000 + "\n|" + "-|" * 1000 + "\n" + "|x|\n" * 3000
    assert "too many signs" in str(rendered(table)[2].found[0])
