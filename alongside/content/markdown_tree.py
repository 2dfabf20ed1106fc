"""Markdown as a tree of elements. Raw HTML has no meaning in it: it comes out as the words that were typed."""

from __future__ import annotations

import re
from html import unescape
from threading import local
from typing import cast
from xml.etree.ElementTree import Element

from markdown import Markdown

from .places import Passage

ITEM = re.compile(r"( *)([-*+]|[0-9]{1,9}\.)( +)(?=\S)")
QUOTED = re.compile(r" {0,3}> ?")
NEEDS_ROOM = re.compile(r"[-*+] +\S|1\. +\S|\|")
# What would let an author's page carry markup or addresses that nobody has looked at.
LEFT_OUT = {
    "inlinePatterns": ("html", "entity", "automail"),
    "preprocessors": ("html_block",),
    "treeprocessors": ("prettify",),
}

_kept = local()


def tree_of(passage: Passage) -> Element:
    """The passage's elements below one <div>; all text and all attributes as plain characters."""
    try:
        root = _parsed("\n".join(settled(passage.text.split("\n"))), _reader())
    except BaseException:
        del _kept.reader  # it stopped in the middle of this page and would go on there with the next
        raise
    for one in root.iter():
        _plain(one)
    return root


def _parsed(text: str, reader: Markdown) -> Element:
    lines = text.split("\n")
    for preprocessor in reader.preprocessors:
        lines = preprocessor.run(lines)
    root = cast(Element, reader.parser.parseDocument(lines).getroot())
    for treeprocessor in reader.treeprocessors:
        root = treeprocessor.run(root) or root
    return root


def _reader() -> Markdown:
    """One reader for each thread: it is slow to make, and remembers the page it reads."""
    if not hasattr(_kept, "reader"):
        _kept.reader = _new_reader()
    return cast(Markdown, _kept.reader.reset())


def _new_reader() -> Markdown:
    reader = Markdown(extensions=["tables", "sane_lists"])
    for registry, names in LEFT_OUT.items():
        for name in names:
            getattr(reader, registry).deregister(name)
    for name in ("code", "setextheader"):
        reader.parser.blockprocessors.deregister(name)
    return reader


def _plain(element: Element) -> None:
    element.text = unescape(element.text) if element.text else None
    element.tail = unescape(element.tail) if element.tail else None
    for key, value in element.attrib.items():
        element.set(key, unescape(value))


def settled(lines: list[str]) -> list[str]:
    """Lists as every other Markdown reads them: two spaces nest, and no empty line is needed before the first item.

    Python-Markdown wants four spaces and an empty line, and drops the list silently if they are missing.
    """
    out: list[str] = []
    columns: list[int] = []  # where the words of each open list item begin
    at = 0
    while at < len(lines):
        if QUOTED.match(lines[at]) and not columns:
            quote = _while_quoted(lines, at)
            out += [f"> {line}".rstrip() for line in settled([QUOTED.sub("", line, count=1) for line in quote])]
            at += len(quote)
            if at < len(lines) and NEEDS_ROOM.match(lines[at]):
                out.append("")
            continue
        _settle(lines[at], out, columns)
        at += 1
    return out


def _while_quoted(lines: list[str], start: int) -> list[str]:
    end = start
    while end < len(lines) and QUOTED.match(lines[end]):
        end += 1
    return lines[start:end]


def _settle(line: str, out: list[str], columns: list[int]) -> None:
    words = line.strip()
    if not words:
        out.append("")
        return
    after_a_gap = not out or not out[-1].strip()
    indent = len(line) - len(line.lstrip(" "))
    item = ITEM.match(line)
    if item or after_a_gap:
        while columns and indent < columns[-1]:
            columns.pop()
    if not columns and not after_a_gap and NEEDS_ROOM.match(words) and not _goes_on(words, out[-1]):
        out.append("")
    out.append("    " * len(columns) + (words if columns or item else line))
    if item:
        columns.append(item.end())


def _goes_on(words: str, before: str) -> bool:
    return before.lstrip().startswith("|") if words.startswith("|") else bool(ITEM.match(before))
