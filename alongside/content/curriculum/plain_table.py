"""Tables for a terminal: plain characters, never wider than 100 columns."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap

WIDEST = 100
GUTTER = "  "


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Columns as wide as their words; the first one is wrapped to what is left."""
    others = [max(len(row[at]) for row in (header, *rows)) for at in range(1, len(header))]
    first = min(max(len(row[0]) for row in (header, *rows)), WIDEST - sum(others) - len(GUTTER) * len(others))
    widths = [max(first, 10), *others]
    lines = [*_line(header, widths), GUTTER.join("-" * width for width in widths)]
    for row in rows:
        lines += _line(row, widths)
    return "\n".join(lines)


def _line(row: Sequence[str], widths: Sequence[int]) -> list[str]:
    head, *more = wrap(row[0], widths[0]) or [""]
    cells = [head.ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))]
    return [GUTTER.join(cells).rstrip(), *(f"  {line}" if len(line) + 2 <= widths[0] else line for line in more)]
