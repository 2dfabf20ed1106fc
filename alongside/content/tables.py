"""Tables in a page, by their first column: the minutes of a plan, the criteria of a role play."""

from __future__ import annotations

from .items import DASHES, cells_of
from .places import Line, Passage


def first_cells(passage: Passage, heading: str) -> list[Line]:
    """The first cells below the header, of every table whose first column is called `heading`."""
    found: list[Line] = []
    is_ours = is_table = False
    for line in passage.lines:
        cells = cells_of(line) if line.text.lstrip().startswith("|") else ()
        if not cells:
            is_table = False
            continue
        first = cells[0]
        if not is_table:
            is_table, is_ours = True, first.text.strip(" *").casefold() == heading.casefold()
        elif is_ours and not DASHES.fullmatch(first.text):
            found.append(first)
    return found
