"""Whether the pages make a good curriculum: what `content check` says beyond whether they can be read.

Each file here holds one family of rules and offers `check(pages, problems)`. What they say does not stop a release: it is
about teaching, and an organization may know better. Where a rule has nothing to do with a pack, it says nothing.
"""

from __future__ import annotations

from alongside.content.catalogue import Problem
from alongside.content.places import Problems
from alongside.content.reading import Pack

from . import banks, by_hand, coverage, doubles, lessons, people, style, translations
from .pages import Pages

FAMILIES = (lessons, coverage, banks, style, people, doubles, by_hand, translations)


def look(pack: Pack) -> tuple[Problem, ...]:
    """Everything that the rules find, in the order of the files."""
    pages, problems = Pages(pack), Problems()
    for family in FAMILIES:
        family.check(pages, problems)
    return problems.in_order()
