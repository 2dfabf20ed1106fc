"""Words and their meaning, read from modules/glossary.md."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from .catalogue import Term
from .front_matter import ID
from .links import GLOSSARY, Surroundings
from .places import Passage, Problems, lines_of
from .prose import MEANING, PIECE, render
from .sections import Section, sections_of


def terms_in(text: str | None, problems: Problems) -> dict[str, Section]:
    """The entries by id, before anything in them can be resolved."""
    _, sections = sections_of(Passage(GLOSSARY, lines_of(text or "")))
    found: dict[str, Section] = {}
    for section in sections:
        name = _id(section, problems)
        if name in found:
            problems.error(GLOSSARY, section.place, f"“{name}” is explained twice; keep one of them")
        elif name:
            found[name] = section
    return found


def _id(section: Section, problems: Problems) -> str | None:
    words = section.attributes or ()
    if len(words) != 1 or not words[0].text.startswith("#"):
        problems.error(GLOSSARY, section.place, "the word has no id; end its heading with one, such as {#tolerance}")
        return None
    name = words[0].text[1:]
    if not ID.fullmatch(name):
        problems.error(
            GLOSSARY,
            (words[0].number, words[0].column),
            f"“{name}” cannot be an id; use small letters, digits and hyphens",
        )
        return None
    return name


def read_term(name: str, section: Section, around: Surroundings, problems: Problems) -> tuple[Term, tuple[str, ...]]:
    """A word's meaning, and the other words it uses."""
    prose = render(section.body, around, problems, MEANING)
    title = render(Passage(GLOSSARY, (section.heading,)), around, problems, PIECE).text
    if not prose.text:
        problems.error(GLOSSARY, section.place, f"“{name}” has no meaning yet; write it below the heading")
    return Term(name, title, prose.html, prose.text), prose.terms


def with_their_own(used: Iterable[str], uses: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The words of a lesson, then the words that their meanings lead to: all stand at the lesson's end."""
    found = dict.fromkeys(used)
    waiting = list(found)
    while waiting:
        for word in uses.get(waiting.pop(0), ()):
            if word not in found:
                found[word] = None
                waiting.append(word)
    return tuple(found)
