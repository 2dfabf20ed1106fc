"""Where a link in a page leads: to a lesson, a module, a term, a fact, a picture, or out into the web.

A link is judged as a browser would read it. What is not on the short list of safe things is an error.
"""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import urlsplit

from .catalogue import Fact
from .pictures import Picture

FACTS = "modules/facts.yaml"
GLOSSARY = "modules/glossary.md"
SCHEMES = frozenset({"http", "https", "mailto", "tel", "sms"})
SCHEME = re.compile(r"([a-z][a-z0-9+.\-]*):", re.IGNORECASE)
CALLED = re.compile(
    r"(?:.*_)?(?:line|helpline|text|phone|number|tty)(?:_.*)?"
)  # facts that are numbers to call or write to
DIALED = re.compile(r"\+?[0-9][0-9-]{2,}")
SAFE_ADDRESS = re.compile(r"[^\s\"'<>\\^`{|}]+")
MODULE_PAGE = re.compile(r"modules/([a-z0-9-]+)/module\.md")
LESSON_PAGE = re.compile(r"modules/([a-z0-9-]+)/[0-9]+-([a-z0-9-]+)\.md")


@dataclass(frozen=True)
class Target:
    """What a link means. `kind`: outside, lesson, module, term or fact."""

    kind: str
    value: str


class DeadLink(Exception):
    """A link that leads nowhere, or where nobody should be led."""


@dataclass(frozen=True)
class Surroundings:
    """What a page can point at."""

    paths: frozenset[str] = frozenset()
    facts: Mapping[str, Fact] = field(default_factory=dict)
    fact_names: frozenset[str] = frozenset()  # those that could not be read, too
    terms: frozenset[str] = frozenset()
    pictures: Mapping[str, Picture | None] = field(default_factory=dict)  # None: reported already

    def follow(self, file: str, href: str) -> Target:
        """Where a link in `file` leads, or DeadLink with what to do about it."""
        address = as_a_browser_reads(href)
        if not address:
            raise DeadLink("the link is empty; say where it leads")
        if scheme := SCHEME.match(address):
            return Target("outside", _safe(address, scheme[1].lower()))
        if address.startswith(("/", "\\")):
            raise DeadLink(f"“{address}” begins with a slash; link to a page of this pack, or write https:// in full")
        path, _, fragment = address.partition("#")
        return self._inside(
            posixpath.normpath(posixpath.join(posixpath.dirname(file), path)) if path else file, fragment, address
        )

    def _inside(self, path: str, fragment: str, address: str) -> Target:
        if path == FACTS:
            return Target("fact", _known(fragment, self.fact_names, "fact", FACTS))
        if path == GLOSSARY:
            return Target("term", _known(fragment, self.terms, "term", GLOSSARY))
        if path not in self.paths:
            raise DeadLink(f"“{address}” is not there; check the name of the file")
        if fragment:
            raise DeadLink(f"“{address}” points into a page; link to the page itself")
        if module := MODULE_PAGE.fullmatch(path):
            return Target("module", f"/learn/go/{module[1]}")
        if lesson := LESSON_PAGE.fullmatch(path):
            return Target("lesson", f"/learn/go/{lesson[1]}/{lesson[2]}")
        raise DeadLink(f"“{address}” is no page for readers; link to a lesson, a module, a fact, a term or the web")

    def picture(self, file: str, src: str) -> Picture | None:
        """The picture that a page in a module's folder shows, or DeadLink."""
        address = as_a_browser_reads(src)
        path = posixpath.normpath(posixpath.join(posixpath.dirname(file), address))
        module = "/".join(file.split("/")[:2])
        if SCHEME.match(address) or path.rpartition("/")[0] != f"{module}/images":
            raise DeadLink(f"“{address}” is not in the module's images/ folder; put the picture there")
        if path not in self.pictures:
            raise DeadLink(f"“{address}” is not there, or is not a picture; check the name of the file")
        return self.pictures[path]


def dialed(fact: Fact) -> str:
    """ "tel:988" or "sms:741741" for a fact that is a telephone number and nothing else; else nothing."""
    if not CALLED.fullmatch(fact.id) or not DIALED.fullmatch(fact.value):
        return ""
    return f"{'sms' if 'text' in fact.id.split('_') else 'tel'}:{fact.value}"


def as_a_browser_reads(href: str) -> str:
    """Entities decoded, and without the invisible characters that can hide “javascript:”."""
    for _ in range(3):
        href = unescape(href)
    return "".join(
        one for one in href if (unicodedata.category(one)[0] != "C" and not one.isspace()) or one == " "
    ).strip()


def _safe(address: str, scheme: str) -> str:
    if scheme not in SCHEMES:
        raise DeadLink(f"links to {scheme}: are not allowed; use https, mailto, tel or sms")
    if not SAFE_ADDRESS.fullmatch(address):
        raise DeadLink(
            "the address holds a space, a quotation mark or the like; copy it from the browser's address bar"
        )
    if scheme in {"http", "https"} and not _has_host(address):
        raise DeadLink(f"“{address}” names no site; write https://, then the site")
    return address


def _has_host(address: str) -> bool:
    try:
        parts = urlsplit(address)
        return bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        return False


def _known(name: str, names: frozenset[str], what: str, file: str) -> str:
    if not name:
        raise DeadLink(f"the link does not say which {what}; end it with # and the {what}'s id")
    if name not in names:
        raise DeadLink(f"there is no {what} “{name}”; add it to {file}, or check the word")
    return name
