"""One question of each kind, with a word in everything that only the key or the feedback says."""

from __future__ import annotations

from alongside.content.catalogue import Item
from alongside.content.items import read_item
from alongside.content.links import Surroundings
from alongside.content.places import Passage, Problems, lines_of
from alongside.content.sections import sections_of

CANARY = "canary"

QUESTIONS = {
    "one_choice": """\
- [ ] Advise
  > canary
- [x] Reflect
  > canary
- [ ] Leave
  > canary
""",
    "several_choices": """\
- [x] Thank
  > canary
- [ ] Scold
  > canary
- [x] Ask
  > canary
""",
    "true_false": """\
- [ ] True
  > canary
- [x] False
  > canary
""",
    "matching": """\
| She says | Skill |
|---|---|
| “What was today like?” | Open question |
| “You came.” | Affirmation |
| “It hurts.” | Reflection |
| “And how?” | Open question |
| | Advice |
""",
    "short_text": """\
- [x] canary naloxone
- [x] canary narcan
  > canary
- [ ] canary adrenaline
  > canary
""",
}


def item(kind: str, answers: str | None = None, braces: str = "", situation: str = "He looks at the floor.\n") -> Item:
    """The item, read as an author's page is."""
    found, problems = read(kind, answers, braces, situation)
    assert found, problems.found
    return found


def read(
    kind: str, answers: str | None = None, braces: str = "", situation: str = ""
) -> tuple[Item | None, Problems]:
    words = QUESTIONS[kind] if answers is None else answers
    page = f"## What now? {{#now kind={kind} pool=first {braces}}}\n\n{situation}\n{words}\n> canary\n"
    problems = Problems()
    _, sections = sections_of(Passage("quizzes/bank.md", lines_of(page)))
    found = read_item(sections[0], Surroundings(), problems)
    return (found.item if found else None), problems
