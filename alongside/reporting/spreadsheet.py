"""A list for a spreadsheet: comma-separated, in UTF-8, and with nothing in it that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable

MARK = "\ufeff"  # by this, spreadsheets know that it is UTF-8
# A cell that begins with one of these is a formula to a spreadsheet. So is what stands behind a separator, where the
# sheet was set up to part at another one than ours. Wide forms count, too.
FORMULA = re.compile(r"(^|[,;|\t\r\n\"])(\s*)(?=[=+\-@\uff1d\uff0b\uff0d\uff20])|^(?=[\t\r\n])")


def harmless(value: object) -> str:
    """The value as text, with an apostrophe before whatever a spreadsheet would take for a formula."""
    if value is None:
        return ""
    return FORMULA.sub(lambda found: f"{found[1] or ''}'{found[2] or ''}", str(value))


def lines(rows: Iterable[Iterable[object]]) -> str:
    """Some rows of the list."""
    text = io.StringIO()
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows([harmless(one) for one in row] for row in rows)
    return text.getvalue()
