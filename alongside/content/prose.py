"""Markdown into HTML that is safe to show, with every problem at its place.

Two things keep it safe, each alone: the tree is built from an author's words only (raw HTML has no meaning in it,
links are resolved by links.py), and what comes out passes an allow-list (nh3).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from xml.etree.ElementTree import Element, tostring

import nh3

from . import blocks
from .links import DeadLink, Surroundings, dialed
from .locating import Locator
from .markdown_tree import tree_of
from .places import Passage, Place, Problems, listed

FORMAT = 2  # grows when the same Markdown comes out differently

TAGS = {
    "a", "aside", "b", "blockquote", "br", "code", "div", "em", "figcaption", "figure", "h2", "h3", "h4", "h5", "h6", "hr",
    "img", "input", "label", "li", "ol", "p", "span", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
ATTRIBUTES = {
    "*": {"class", "id"},
    "a": {"href", "rel"},
    "aside": {"aria-label"},
    "div": {"aria-label", "role", "tabindex"},
    "img": {"alt", "height", "loading", "src", "width"},
    "input": {"name", "type", "value"},
    "ol": {"aria-label", "start"},
    "th": {"scope"},
}
LONGEST = 200_000  # characters in one page
# One line in which no sign means anything. Most answers and replies are such, and come out as they are: there is nothing in
# them to understand or to make safe, and that halves the time of reading a bank.
PLAIN = re.compile(r"[A-Za-z“‘](?:[A-Za-z0-9,.;:?!’‘“”…—–-]| (?=[^ ]))*")
BLOCK_END = re.compile(r"\n\n")
DEEP = re.compile(r"^(?:[ \t]*(?:>|[-*+] |[0-9]+\. )){9}|^ {40}", re.MULTILINE)


@dataclass(frozen=True)
class Manner:
    """What a piece of prose may hold, by where it will be shown."""

    headings: bool  # its own headings, from ## down
    places: bool  # ids p-1, p-2 … that a reading position can hold on to
    terms: bool  # words lead to their meaning at the end of the page


LESSON = Manner(headings=True, places=True, terms=True)
PAGE = Manner(headings=True, places=True, terms=False)
MEANING = Manner(headings=False, places=False, terms=True)
PIECE = Manner(headings=False, places=False, terms=False)


@dataclass(frozen=True)
class Prose:
    html: str = ""
    text: str = ""
    terms: tuple[str, ...] = ()
    inline: str | None = None  # the same without the paragraph around it, where it is one paragraph


def render(passage: Passage, around: Surroundings, problems: Problems, manner: Manner) -> Prose:
    """The passage as safe HTML. What is wrong in it goes to `problems`; what comes out is safe all the same."""
    if len(passage.text) > LONGEST:
        problems.error(passage.file, passage.start, "the page is too long; make two lessons of it")
        return Prose()
    words = passage.text.strip("\n")
    if not manner.places and PLAIN.fullmatch(words):
        return Prose(f"<p>{words}</p>", words, inline=words)
    if tangled := _tangle(passage):
        problems.error(passage.file, tangled, "this is nested too deep or has too many signs; write it more simply")
        return Prose()
    try:
        return _Page(passage, around, problems, manner).prose()
    except Exception:  # noqa: BLE001  the Markdown library fails on some nonsense; it is one page's problem, not ours
        problems.error(passage.file, passage.start, "this text cannot be read as Markdown; write it more simply")
        return Prose()


CELLS = 5000  # of one table


def _tangle(passage: Passage) -> Place | None:
    """Where a paragraph begins that nobody would write and that would take minutes to read, or None."""
    start = 0
    for block in BLOCK_END.split(passage.text):
        if len(block) > 20_000 or block.count("[") > 200 or sum(map(block.count, "*_`")) > 1500 or DEEP.search(block):
            return passage.place(start)
        if block.partition("\n")[0].count("|") * block.count("\n") > CELLS:  # short rows are filled up with empty cells
            return passage.place(start)
        start += len(block) + 2
    return None


def sanitised(html: str) -> str:
    return nh3.clean(
        html, tags=TAGS, attributes=ATTRIBUTES, link_rel=None, url_schemes={"http", "https", "mailto", "sms", "tel"}
    )


class _Page:
    """One passage on its way from Markdown to HTML."""

    def __init__(self, passage: Passage, around: Surroundings, problems: Problems, manner: Manner) -> None:
        self.passage = passage
        self.around = around
        self.problems = problems
        self.manner = manner
        self.locator = Locator(passage)
        self.terms: dict[str, None] = {}
        self.level = 1  # the page's title stands above
        self.labels: dict[str, int] = {}

    def prose(self) -> Prose:
        for place in self.locator.markup():
            self._error(place, "raw HTML is not allowed; use Markdown, or write &lt; for the sign itself")
        root = tree_of(self.passage)
        self._links(root)
        self._blocks(root)
        self._stray_pictures(root)
        if self.manner.places:
            _number(root)
        return Prose(_html(root), blocks.plain_text(root), tuple(self.terms), _inline(root))

    def _error(self, place: Place, message: str) -> None:
        self.problems.error(self.passage.file, place, message)

    # Links and pictures

    def _links(self, root: Element) -> None:
        for element in list(root.iter()):
            if element.tag == "a":
                self._link(element)
            elif element.tag == "img":
                self._picture(element)
        for place in self.locator.links_left():
            self._error(
                place, "this was not understood as a link; write it as [words](address), not inside another link"
            )

    def _link(self, element: Element) -> None:
        href = element.get("href", "")
        place = self.locator.next_link(href)
        element.attrib.clear()
        words = blocks.words_of(element)
        if not words and element.find(".//img") is None:
            self._error(place, "the link has no words; write what it leads to between the brackets")
        try:
            target = self.around.follow(self.passage.file, href)
        except DeadLink as dead:
            element.tag = "span"
            self._error(place, str(dead))
            return
        getattr(self, f"_to_{target.kind}")(element, target.value, words, place)

    def _to_outside(self, element: Element, href: str, *_: object) -> None:
        element.attrib.update(href=href, rel="noreferrer")

    def _to_lesson(self, element: Element, href: str, *_: object) -> None:
        element.set("href", href)

    _to_module = _to_lesson

    def _to_term(self, element: Element, term: str, *_: object) -> None:
        if self.manner.terms:
            if self.manner.places and term not in self.terms:
                element.set("id", f"said-{term}")  # the way back from its meaning
            self.terms[term] = None
            element.attrib.update({"class": "term", "href": f"#term-{term}"})
        else:
            element.tag = "span"

    def _to_fact(self, element: Element, name: str, words: str, place: Place) -> None:
        fact = self.around.facts.get(name)
        if fact is None:
            element.tag = "span"
            return
        if words != fact.value:
            self._error(place, f"the text says “{words}”, the fact {name} says “{fact.value}”; write the fact's value")
        for child in list(element):
            element.remove(child)
        link = dialed(fact)
        element.tag, element.text = "a" if link else "span", fact.value
        element.attrib.update({"class": "fact", "href": link} if link else {"class": "fact"})

    def _picture(self, element: Element) -> None:
        src, alt = element.get("src", ""), " ".join(element.get("alt", "").split())
        place = self.locator.next_link(src)
        element.attrib.clear()
        if not alt:
            self._error(place, "the picture has no words; say between the brackets what it shows")
        try:
            picture = self.around.picture(self.passage.file, src)
        except DeadLink as dead:
            self._error(place, str(dead))
            picture = None
        if picture is None:
            element.set("alt", alt)
            return
        element.attrib.update(src=picture.href, alt=alt, loading="lazy")
        if picture.width and picture.height:
            element.attrib.update(width=str(picture.width), height=str(picture.height))

    def _stray_pictures(self, root: Element) -> None:
        standing = {id(figure.find("img")) for figure in root.iter("figure")}
        for picture in root.iter("img"):
            if id(picture) not in standing:
                self._error(self.locator.words("!["), "a picture stands on a line of its own; put it there")

    # Blocks

    def _blocks(self, parent: Element) -> None:
        blocks.split_callouts(parent)
        for child in list(parent):
            if child not in list(parent):  # became a caption
                continue
            self._block(parent, child)

    def _block(self, parent: Element, child: Element) -> None:
        at = list(parent).index(child)
        if child.tag in blocks.HEADINGS:
            self._heading(child)
        elif (word := blocks.callout_word(child)) is not None:
            self._callout(child, word)
        elif child.tag == "table":
            self._table(parent, child, at)
        elif blocks.is_dialogue(child):
            blocks.make_dialogue(child)
        elif blocks.is_checklist(child):
            self._checklist(child)
        elif blocks.picture_of(child) is not None:
            following = parent[at + 1] if at + 1 < len(parent) else None
            if blocks.make_figure(child, following) and following is not None:
                parent.remove(following)
        elif child.tag in {"blockquote", "ul", "ol", "li"}:
            self._blocks(child)

    def _heading(self, heading: Element) -> None:
        level = int(heading.tag[1])
        place = self.locator.next_heading(level)
        if not self.manner.headings:
            self._error(place, "a heading has no place here; make it bold text")
        elif level == 1:
            self._error(place, "a heading of the first level; the title is that, so begin at ##")
        elif level > self.level + 1:
            self._error(place, f"the heading skips a level; write it with {'#' * (self.level + 1)}")
        if not blocks.words_of(heading):
            self._error(place, "the heading is empty; write it or remove it")
        self.level = max(level, 2)
        heading.tag = f"h{self.level}"

    def _checklist(self, element: Element) -> None:
        boxless = blocks.make_checklist(element)
        if boxless is not None:
            first_word = "".join(boxless.itertext()).split()[:1]
            self._error(
                self.locator.words("".join(first_word)),
                "this item of a checklist has no box; begin it with [ ], or write some text between two lists",
            )

    def _callout(self, quotation: Element, word: str) -> None:
        if word not in blocks.MARKERS:
            place = self.locator.words(f"[!{word}]")
            self._error(place, f"“{word}” is no kind of call-out; there are {listed(blocks.MARKERS)}")
            return
        if word == blocks.QUOTE:
            blocks.make_legal_words(quotation)
        else:
            quotation.set("aria-label", self._own_label(blocks.make_callout(quotation, word, self.level + 1)))
        if not blocks.words_of(quotation):
            self._error(self.locator.words(f"[!{word}]"), "the call-out is empty; write its text on the next lines")
        self._blocks_inside(quotation)

    def _blocks_inside(self, quotation: Element) -> None:
        heading = quotation[0] if len(quotation) and quotation[0].tag in blocks.HEADINGS else None
        for child in list(quotation):
            if child is not heading and child in list(quotation):
                self._block(quotation, child)

    def _table(self, parent: Element, table: Element, at: int) -> None:
        region, label = blocks.make_table(table)
        region.set("aria-label", self._own_label(label))
        parent[at] = region

    def _own_label(self, label: str) -> str:
        """Two regions of a page must not sound the same."""
        self.labels[label] = count = self.labels.get(label, 0) + 1
        return label if count == 1 else f"{label} ({count})"


def _number(root: Element) -> None:
    inside = {id(one) for item in (*root.iter("li"), *root.iter("table")) for one in item.iter()}
    places = [one for one in root.iter() if one.tag in {"p", "figure", *blocks.HEADINGS} and id(one) not in inside]
    for number, one in enumerate(places, 1):
        one.set("id", f"p-{number}")


def _html(root: Element) -> str:
    inside = escape(root.text or "", quote=False)
    inside += "".join(tostring(child, encoding="unicode", method="html") for child in root)
    return sanitised(inside).strip()


def _inline(root: Element) -> str | None:
    return _html(root[0]) if len(root) == 1 and root[0].tag == "p" else None
