"""The parts of a lesson that look like more than text: dialogues, checklists, call-outs, figures, tables.

Each takes a tree of elements and changes it in place into what the style sheet knows (components.css).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement

CALLOUT = re.compile(r"\s*\[!([^\]\s]*)\]\s*")
CALLOUTS = {  # marker -> classes, what a screen reader says
    "NOTE": ("callout stack", "Note"),
    "TIP": ("callout try-it stack", "Try it now"),
    "IMPORTANT": ("callout in-your-role stack", "In your role"),
    "CAUTION": ("callout safety-note stack", "Safety"),
}
QUOTE = "QUOTE"  # a quotation of legal words: looks like any other, and does not count in the reading grade
LEGAL_WORDS = "legal-words"
MARKERS = (*CALLOUTS, QUOTE)
BOX = re.compile(r"\[([ xX])\]\s+")
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
BLOCKS = frozenset({*HEADINGS, "p", "li", "figure", "figcaption", "aside", "blockquote", "tr", "div", "ul", "ol", "hr"})


def words_of(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def plain_text(root: Element) -> str:
    """What is read, one block a line, for the search."""
    lines = "".join(_pieces(root)).split("\n")
    return "\n".join(line for line in (" ".join(line.split()) for line in lines) if line)


def _pieces(element: Element) -> Iterator[str]:
    if element.tag == "img":
        yield element.get("alt", "")
    yield (element.text or "").replace("\n", " ")
    for child in element:
        yield "\n" if child.tag in BLOCKS else ""
        yield from _pieces(child)
        yield "\n" if child.tag in BLOCKS else " " if child.tag in {"td", "th", "br"} else ""
        yield (child.tail or "").replace("\n", " ")


def _is_blank(text: str | None) -> bool:
    return not (text or "").strip()


def _line(item: Element) -> Element:
    """Where an item's words are: in the item, or in its one paragraph."""
    return item[0] if len(item) == 1 and item[0].tag == "p" and _is_blank(item.text) else item


# Dialogues


def is_dialogue(element: Element) -> bool:
    return element.tag == "ul" and len(element) > 0 and all(_speaker(item) for item in element)


def _speaker(item: Element) -> str:
    line = item[0] if len(item) and item[0].tag == "p" and _is_blank(item.text) else item
    if len(line) == 0 or line[0].tag != "strong" or not _is_blank(line.text):
        return ""
    name = words_of(line[0])
    return name[:-1].strip() if name.endswith(":") else ""


def make_dialogue(element: Element) -> None:
    speakers = list(dict.fromkeys(_speaker(item) for item in element))
    element.tag = "ol"
    element.set("class", "dialogue")
    element.set("aria-label", _conversation(["you" if name == "You" else name for name in speakers]))
    for item in element:
        _make_speech(item)


def _conversation(names: list[str]) -> str:
    if len(names) == 1:
        return f"What {names[0]} can say" if names[0] == "you" else f"What {names[0]} says"
    return f"A conversation between {', '.join(names[:-1])} and {names[-1]}"


def _make_speech(item: Element) -> None:
    name = _speaker(item)
    lines = [item[0], *item[1:]] if item[0].tag == "p" else [_moved(item, "p")]
    first = lines[0]
    first.text = first[0].tail
    first.remove(first[0])
    aim = _aim(lines[-1])
    for child in list(item):
        item.remove(child)
    item.text = None
    if name == "You":
        item.set("class", "you")
    SubElement(item, "b").text = name
    for line in lines:
        if line.tag == "p":
            line.set("class", "said")
        line.text, line.tail = (line.text or "").lstrip(), None
        if line.text or len(line):
            item.append(line)
    if aim is not None:
        item.append(aim)


def _moved(item: Element, tag: str) -> Element:
    """The inside of an item in an element of its own."""
    inside = Element(tag)
    inside.text = item.text
    inside.extend(list(item))
    return inside


def _aim(line: Element) -> Element | None:
    """The italic sentence at the end: the note in the margin."""
    if line.tag != "p" or len(line) == 0 or line[-1].tag != "em" or not _is_blank(line[-1].tail):
        return None
    if len(line) == 1 and _is_blank(line.text):  # all of it is italic: that is how it was said
        return None
    aim = line[-1]
    line.remove(aim)
    if len(line):
        line[-1].tail = (line[-1].tail or "").rstrip()
    else:
        line.text = (line.text or "").rstrip()
    aim.tag, aim.tail = "p", None
    aim.set("class", "aim")
    return aim


# Checklists


def is_checklist(element: Element) -> bool:
    return element.tag == "ul" and any(BOX.match((_line(item).text or "").lstrip()) for item in element)


def make_checklist(element: Element) -> Element | None:
    """Returns the first item without a box, if there is one."""
    boxless = next((item for item in element if not BOX.match((_line(item).text or "").lstrip())), None)
    element.set("class", "checklist")
    for number, item in enumerate(element, 1):
        label = _moved(_line(item), "label")
        for child in list(item):
            item.remove(child)
        words = BOX.sub("", (label.text or "").lstrip(), count=1)
        box = Element("input", {"type": "checkbox", "name": "c", "value": str(number)})
        label.tag, label.text, item.text = "span", words, None
        row = SubElement(item, "label")
        row.extend([box, label])
    return boxless


# Call-outs


def callout_word(element: Element) -> str | None:
    """NOTE for a quotation that begins with [!NOTE]; None for a plain quotation."""
    if element.tag != "blockquote" or len(element) == 0 or element[0].tag != "p":
        return None
    found = CALLOUT.match(element[0].text or "")
    return found[1] if found else None


def split_callouts(parent: Element) -> None:
    """Two call-outs with an empty line between them arrive as one quotation: give each its own."""
    for at in range(len(parent) - 1, -1, -1):
        quotation = parent[at]
        if quotation.tag != "blockquote":
            continue
        for start in range(len(quotation) - 1, 0, -1):
            if quotation[start].tag == "p" and CALLOUT.match(quotation[start].text or ""):
                second = Element("blockquote")
                second.extend(quotation[start:])
                second.tail, quotation.tail = quotation.tail, "\n"
                for child in list(second):
                    quotation.remove(child)
                parent.insert(at + 1, second)


def make_legal_words(element: Element) -> None:
    first = element[0]
    first.text = CALLOUT.sub("", first.text or "", count=1)
    element.set("class", LEGAL_WORDS)
    if not words_of(first) and len(first) == 0:
        element.remove(first)


def make_callout(element: Element, word: str, level: int) -> str:
    """Returns what a screen reader should call it."""
    first = element[0]
    first.text = CALLOUT.sub("", first.text or "", count=1)
    element.tag = "aside"
    classes, label = CALLOUTS[word]
    element.set("class", classes)
    heading = _bold_line(first)
    if heading is not None:
        heading.tag = f"h{min(level, 6)}"
        element.insert(0, heading)
        label = label if words_of(heading) == label else f"{label}: {words_of(heading)}"
    if not words_of(first) and len(first) == 0:
        element.remove(first)
    return label


def _bold_line(paragraph: Element) -> Element | None:
    """The first line, if it is bold and alone, taken out of its paragraph."""
    if len(paragraph) == 0 or paragraph[0].tag != "strong" or not _is_blank(paragraph.text):
        return None
    bold = paragraph[0]
    if not _is_blank((bold.tail or "").partition("\n")[0]) or (
        _is_blank(bold.tail) and len(paragraph) > 1 and "\n" not in (bold.tail or "")
    ):
        return None
    paragraph.text = (bold.tail or "").lstrip()
    paragraph.remove(bold)
    bold.tail = None
    return bold


# Figures and tables


def picture_of(paragraph: Element) -> Element | None:
    """The picture that stands on a line of its own, with or without an italic line below it."""
    if paragraph.tag != "p" or len(paragraph) == 0 or paragraph[0].tag != "img" or not _is_blank(paragraph.text):
        return None
    picture = paragraph[0]
    alone = len(paragraph) == 1 and _is_blank(picture.tail)
    return picture if alone or _caption_below(paragraph) is not None else None


def _caption_below(paragraph: Element) -> Element | None:
    if (
        len(paragraph) == 2
        and paragraph[1].tag == "em"
        and _is_blank(paragraph[0].tail)
        and _is_blank(paragraph[1].tail)
    ):
        return paragraph[1]
    return None


def is_italic_line(element: Element | None) -> bool:
    return (
        element is not None
        and element.tag == "p"
        and len(element) == 1
        and element[0].tag == "em"
        and _is_blank(element.text)
        and _is_blank(element[0].tail)
    )


def make_figure(paragraph: Element, following: Element | None) -> bool:
    """True where the following paragraph became the caption."""
    picture, caption = paragraph[0], _caption_below(paragraph)
    taken = caption is None and is_italic_line(following)
    if taken and following is not None:
        caption = following[0]
    for child in list(paragraph):
        paragraph.remove(child)
    paragraph.tag, paragraph.text = "figure", None
    paragraph.set("class", "figure")
    picture.tail = None
    paragraph.append(picture)
    if caption is not None:
        caption.tag, caption.tail = "figcaption", None
        paragraph.append(caption)
    return taken


def make_table(table: Element) -> tuple[Element, str]:
    """The table in a region that scrolls by itself, and what a screen reader should call it."""
    for cell in table.iter():
        style = cell.attrib.pop("style", "")
        if cell.tag == "th":
            cell.set("scope", "col")
        if "right" in style:
            cell.set("class", "number")
    names = [words_of(cell) for cell in table.iter("th")]
    region = Element("div", {"class": "scroll", "tabindex": "0", "role": "region"})
    region.append(table)
    region.tail, table.tail = table.tail, None
    return region, "Table: " + ", ".join(filter(None, names))
