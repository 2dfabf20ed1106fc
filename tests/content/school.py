"""A small curriculum in which everything is right: the tests break one thing of it at a time."""

from __future__ import annotations

import random
from functools import cache

from tests.content import pack

SHORT_WORDS = ["the", "and", "you", "she", "he", "they", "it", "we", "a", "to", "of", "in", "on", "at", "by", "for", "with", "from", "up", "out", "said", "asks", "tells", "sits", "waits", "walks", "hears", "sees", "gives", "takes", "keeps", "holds", "leaves", "comes", "goes", "stays", "calls", "lets", "turns", "looks", "finds", "feels", "knows", "shows", "helps", "door", "room", "chair", "street", "bus", "lamp", "shoe", "coat", "cup", "bread", "road", "hill", "rain", "snow", "wind", "light", "dark", "night", "day", "week", "month", "hand", "face", "voice", "word", "name", "song", "book", "page", "bell", "clock", "stone", "tree", "leaf", "bird", "dog", "cat", "boat", "farm", "field", "gate", "wall", "roof", "stair", "hall", "desk", "pen", "box", "bag", "key", "ring", "soft", "loud", "slow", "quick", "warm", "cold", "old", "young", "tall", "small", "kind", "calm", "tired", "brave", "plain", "true", "good", "long", "short", "late", "early", "near", "far", "here", "there", "now"]
RULES = """\
person-who-uses:
  words: [addict, junkie*]
  unless: [Addict Street]
  says: put the person first
  in_speech: allowed
died-by-suicide:
  words: [committed suicide, commit* suicide]
  says: write “died by suicide”
  severity: error
on-paper:
  words: [stakeholder*]
  says: write who they are
  where: [pages, items]
"""


def prose(seed: str, words: int) -> str:
    """Sentences of plain words that nobody has met before."""
    dice = random.Random(seed)
    sentences = []
    while words > 0:
        length = dice.randint(9, 13)
        sentences.append(" ".join(dice.choices(SHORT_WORDS, k=length)).capitalize() + ".")
        words -= length
    return "\n\n".join(" ".join(sentences[at : at + 5]) for at in range(0, len(sentences), 5))


@cache
def lesson(number: int) -> str:
    note = "content_note: This lesson speaks of death.\n" if number == 5 else ""
    return (
        f"---\ntitle: Lesson {number}\nminutes: 15\nobjectives: [{'first' if number < 4 else 'second'}]\n{note}---\n"
        f"{prose(f'lesson {number}', 1000)}\n"
    )


def item(number: int) -> str:
    """Three options of like length; the right one moves from place to place and is seldom the longest."""
    dice = random.Random(f"item {number}")
    options = []
    for place in range(3):
        words = " ".join(dice.choices(SHORT_WORDS, k=4)).ljust(26, "x")
        options.append(f"- [{'x' if place == number % 3 else ' '}] {words}\n  > {' '.join(dice.choices(SHORT_WORDS, k=6))}.\n")
    stem = " ".join(dice.sample(SHORT_WORDS, k=12)).capitalize()
    objective = "first" if number % 2 else "second"
    return f"## {stem}? {{#item-{number} kind=one_choice pool=all objective={objective} lesson=l{number % 5 + 1}}}\n\n{''.join(options)}\n"


MODULE = """\
---
title: Listening
purpose: Afterwards you can listen.
status: complete
hours: {self_paced: 2, live: 3}
domains: {MEN: 4, REC: 1}
competencies: [CC1.2, CC9]
quiz: listening
objectives:
  - id: first
    text: Listen.
    competencies: [CC9.2]
  - id: second
    text: Wait.
    competencies: [CC1.2]
---
Why listening comes first.
"""

COURSE = """\
---
title: Foundations
summary: Listening first.
hours: {self_paced: 2, live: 3}
domains: {MEN: 4, REC: 1}
modules: [listening]
certificate:
  title: Foundations
  statement: One module.
  requires:
    modules: all
    agreements: [ethics]
---
What this course is.
"""

RULE_PACK = """\
title: A board
says: A board of our own.
requirements:
  - id: training
    asks: 46 hours of training
    measure: training_hours
    amount: 46
    source: their page
    last_verified: 2026-11-23
    verified: true
  - id: ethics
    asks: 2 hours of ethics
    measure: domain_hours
    domain: ETH
    amount: 2
    source: recalled
    last_verified: 2026-11-23
    verified: false
  - id: live
    asks: half of it live
    measure: live_percent
    amount: 50
    unit: "%"
    source: their page
    last_verified: 2026-11-23
    verified: true
  - id: code
    asks: a signed code
    measure: agreement
    source: their page
    last_verified: 2026-11-23
    verified: true
  - id: work
    asks: 500 hours of work
    measure: elsewhere
    amount: 500
    source: their page
    last_verified: 2026-11-23
    verified: true
"""

PAGES: dict[str, str] = {
    "courses/foundations.md": COURSE,
    "courses/agreements/ethics.md": pack.AGREEMENT,
    "courses/packs/board.yaml": RULE_PACK,
    "modules/listening/module.md": MODULE,
    **{f"modules/listening/{number}-l{number}.md": lesson(number) for number in range(1, 6)},
    "modules/listening/5-l5.way-round.md": f"---\ntitle: Round\nminutes: 15\n---\n{prose('round', 400)}\n",
    "modules/listening/scenarios/car.md": pack.CAR.replace("[use-oars]", "[first]").replace("[CC9.2]", "[CC9.2]"),
    "modules/listening/practice.md": pack.PRACTICE.replace("minutes: 20", "minutes: 15"),
    "modules/listening/role-play.md": pack.ROLE_PLAY.replace("[use-oars]", "[first]"),
    "modules/listening/trainer.md": pack.TRAINER,
    "modules/rubrics.yaml": pack.RUBRICS,
    "modules/facts.yaml": pack.FACTS,
    "modules/glossary.md": pack.GLOSSARY,
    "modules/style.yaml": RULES,
    "quizzes/listening.md": "---\ntitle: Checked\ndraw: {all: 5}\n---\n\n" + "".join(item(number) for number in range(15)),
}


def files(changes: dict[str, str | None] | None = None) -> dict[str, bytes]:
    """The curriculum's files, some of them replaced, added, or (None) left out."""
    pages: dict[str, str | None] = {**PAGES, **(changes or {})}
    return {path: page.encode() for path, page in pages.items() if page is not None}


def fourteen_modules() -> dict[str, bytes]:
    """A curriculum as large as a whole training: 98 lessons, 602 questions, 14 conversations."""
    own = {path: page for path, page in PAGES.items() if "/listening" not in path}
    for module in (f"module-{number}" for number in range(14)):
        folder = f"modules/{module}"
        own[f"{folder}/module.md"] = MODULE.replace("quiz: listening", f"quiz: {module}")
        for number in range(1, 8):
            head = f"---\ntitle: Lesson {number}\nminutes: 15\nobjectives: [first, second]\n---\n"
            own[f"{folder}/{number}-l{number}.md"] = head + prose(f"{module} {number}", 1350).replace("\n\n", "\n\n- ")
        for page in ("practice", "role-play", "trainer", "scenarios/car"):
            own[f"{folder}/{page}.md"] = PAGES[f"modules/listening/{page}.md"]
        items = "".join(item(1000 * int(module[7:]) + number) for number in range(43))
        own[f"quizzes/{module}.md"] = f"---\ntitle: Checked\ndraw: {{all: 5}}\n---\n\n{items}"
    return {path: page.encode() for path, page in own.items()}
