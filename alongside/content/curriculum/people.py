"""What could belong to a real person: an address, a telephone number, a Social Security number."""

from __future__ import annotations

import re
from collections.abc import Iterator

from alongside.content.links import dialed
from alongside.content.places import Problems

from .pages import PageOf, Pages

MAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@((?:[\w-]{1,63}\.){1,5}[a-zA-Z]{2,20})(?![\w-])")
PHONE = re.compile(r"(?<![\w-])(?:\+?1[ .-]?)?(?:\([2-9][0-9]{2}\) ?|[2-9][0-9]{2}[ .-])[0-9]{3}[ .-][0-9]{4}(?![\w-])")
SECURITY = re.compile(r"(?<![\w-])[0-9]{3}-[0-9]{2}-[0-9]{4}(?![\w-])")
STREET = re.compile(
    r"(?<![\w-])[0-9]{1,5} (?:[NSEW]\.? )?(?:[A-Z][a-z]{1,30} ){1,3}"
    r"(?:Street|St\.|Avenue|Ave\.?|Road|Rd\.?|Boulevard|Blvd\.?|Lane|Ln\.|Drive|Dr\.|Court|Ct\.)(?!\w)"
)
MADE_UP_MAIL = re.compile(r"(?:.*\.)?(?:example(?:\.(?:com|org|net))?|test|invalid)", re.IGNORECASE)
MADE_UP_PHONE = re.compile(r".*555[ .-]01[0-9]{2}")  # kept free for stories
RULES = {  # rule -> what to do
    "mail-address": "write one that ends in example.org, or leave it out",
    "phone-number": "add it to modules/facts.yaml, or write one from 555-0100 to 555-0199",
    "security-number": "remove it",
    "street-address": "leave it out, or, if it is made up and needed, except it: style_exceptions: [street-address]",
}


def check(pages: Pages, problems: Problems) -> None:
    for page in pages.all:
        for rule, found in traces(page, pages):
            if rule not in page.exceptions:
                problems.warning(
                    page.file,
                    page.said.place(found.start()),
                    f"“{found[0]}” could be a real person's {rule.replace('-', ' ')}; {RULES[rule]}",
                )


def found_in(page: PageOf, pages: Pages) -> set[str]:
    return {rule for rule, _ in traces(page, pages)}


def traces(page: PageOf, pages: Pages) -> Iterator[tuple[str, re.Match[str]]]:
    """Each, with its rule. Numbers of facts.yaml, and what is kept free for stories, are nobody's."""
    text = page.said.text
    known = {_digits(fact.value) for fact in pages.pack.catalogue.facts.values() if dialed(fact)}
    yield from (("mail-address", one) for one in MAIL.finditer(text) if not MADE_UP_MAIL.fullmatch(one[1]))
    for one in PHONE.finditer(text):
        if _digits(one[0]) not in known and not MADE_UP_PHONE.fullmatch(one[0]):
            yield "phone-number", one
    yield from (("security-number", one) for one in SECURITY.finditer(text))
    yield from (("street-address", one) for one in STREET.finditer(text))


def _digits(number: str) -> str:
    """A number without signs and without the country's 1."""
    return re.sub(r"\D", "", number).removeprefix("1")
