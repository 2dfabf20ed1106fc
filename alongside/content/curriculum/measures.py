"""How long and how hard a page is: its words, and the school grade in which one reads it with ease (Flesch-Kincaid)."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from html import unescape

from pyphen import Pyphen

from alongside.content.blocks import LEGAL_WORDS
from alongside.content.catalogue import Lesson

NOT_READ = re.compile(rf'<figure.*?</figure>|<blockquote class="{LEGAL_WORDS}">.*?</blockquote>', re.DOTALL)
BLOCK_END = re.compile(r"</(?:p|li|td|th|h[2-6]|figcaption|blockquote|aside)>|<br>")
TAG = re.compile(r"<[^>]+>")
MARKS = re.compile(r"[“”\"]")
DOUBLED = re.compile(r"([.!?:;…])(?:\s*\.)+")
SENTENCE = re.compile(r"\b[^.!?]+[.!?]*")
PUNCTUATION = re.compile(r"[^\w\s]")
SHORTEST = 3  # words; what is shorter is a name, an abbreviation or an answer, and no sentence


@lru_cache
def plain(html: str) -> str:
    """What one reads of our HTML, as sentences: every block of text ends one. Pictures and legal words are left out."""
    text = BLOCK_END.sub(". ", NOT_READ.sub(" ", html))
    text = MARKS.sub("", unescape(TAG.sub(" ", text)))
    return DOUBLED.sub(r"\1", " ".join(text.split()))


def words_in(html: str) -> int:
    return len([one for one in plain(html).split() if one != "."])


def grade(html: str) -> float:
    """The Flesch-Kincaid grade of a page; 0 for one without words."""
    text = plain(html)
    words = PUNCTUATION.sub("", text.lower()).split()
    if not words:
        return 0
    counted = [len(PUNCTUATION.sub("", one).split()) for one in SENTENCE.findall(text)]
    sentences = max(1, sum(one >= SHORTEST for one in counted))
    return round(0.39 * len(words) / sentences + 11.8 * sum(map(syllables, words)) / len(words) - 15.59, 1)


@cache
def _hyphens() -> Pyphen:
    return Pyphen(lang="en_US")


@cache
def syllables(word: str) -> int:
    return len(_hyphens().positions(word)) + 1


def ways_through(lesson: Lesson) -> list[tuple[str, Lesson]]:
    """The lesson and, where there is one, the way round it, each with what to call it."""
    return [("the lesson", lesson), *([("the way round", lesson.way_round)] if lesson.way_round else [])]
