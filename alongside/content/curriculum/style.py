"""Whether pages keep to the rules about words: person-first language, safe messaging, what is never promised."""

from __future__ import annotations

from collections.abc import Collection

from alongside.content.places import Problems

from . import people
from .pages import PageOf, Pages
from .rules import Rule, read_rules


def check(pages: Pages, problems: Problems) -> None:
    rules = read_rules(pages.pack.texts, pages.pack.layout.styles, problems)
    for page in pages.english:
        used = {rule.id for rule in rules.values() if _tell(page, rule, problems)}
        if page.exceptions:
            _check_exceptions(page, {*rules, *people.RULES}, used | people.found_in(page, pages), problems)


def _tell(page: PageOf, rule: Rule, problems: Problems) -> bool:
    """Whether the page breaks this rule. What it does not ask to be excused for is told."""
    if page.kind not in rule.where or not rule.may_be_in(page.said.small):
        return False
    broken = [
        found for found in rule.finds(page.said.plain) if not (rule.in_speech and page.said.in_speech(found.start()))
    ]
    for found in broken if rule.id not in page.exceptions else ():
        tell = problems.error if rule.severity == "error" else problems.warning
        words = " ".join(found[0].split())
        tell(page.file, page.said.place(found.start()), f"“{words}” goes against the rule {rule.id}; {rule.says}")
    return bool(broken)


def _check_exceptions(page: PageOf, known: Collection[str], used: Collection[str], problems: Problems) -> None:
    for name, place in page.exceptions.items():
        if name not in known:
            problems.error(
                page.file, place, f"there is no rule “{name}”; add it to modules/style.yaml, or check the word"
            )
        elif name not in used:
            problems.warning(page.file, place, f"the page keeps to the rule {name}; remove this exception")
