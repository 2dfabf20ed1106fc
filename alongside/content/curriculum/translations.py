"""Whether a translation keeps up: it names the original it was made from by a digest of the original's text."""

from __future__ import annotations

import hashlib

from alongside.content.layout import LessonPage
from alongside.content.places import Problems

from .pages import Pages


def check(pages: Pages, problems: Problems) -> None:
    texts = pages.pack.texts
    by_file = {page.file: page for page in pages.all}
    for page in pages.pack.layout.lessons:
        original = _original(page)
        if page.language is None or page.file not in by_file or original not in texts:
            continue
        values = by_file[page.file].header
        made_from = values.data.get("of") if isinstance(values.data, dict) else None
        now = digest(texts[original])
        if made_from is None:
            problems.warning(page.file, (1, 1), f"nobody can see whether this is up to date; if it is, add “of: {now}”")
        elif str(made_from) != now:
            problems.warning(
                page.file,
                values.values["of",],
                f"{original} has changed since this was translated; translate what changed, then write “of: {now}”",
            )


def _original(page: LessonPage) -> str:
    return page.file.removesuffix(f".{page.language}.md") + ".md"


def digest(text: str) -> str:
    """Of the words of a page; spaces at the ends of lines and empty lines at the end of the page do not count.

    It begins with a letter, so that YAML never takes it for a number.
    """
    lines = "\n".join(line.rstrip() for line in text.rstrip().split("\n"))
    return "d" + hashlib.sha256(lines.encode()).hexdigest()[:9]
