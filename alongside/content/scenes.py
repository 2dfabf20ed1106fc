"""One scene of a conversation: ## Title {#id marks}, what happens, ### What do you say?, the replies."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from .catalogue import Scene
from .front_matter import ID
from .links import Surroundings
from .places import Line, Passage, Place, Problems
from .prose import MEANING, PIECE, Prose, render
from .replies import Replies, ReplyRead
from .sections import Section

ASK = re.compile(r"###(?!#)[ \t]*")
LINKED = re.compile(r"[-*+] \[[ xX]\] \[")
ENDINGS = ("good", "open")
MARKS = "there are #id, ending=good, ending=open, harm and crisis"
FEWEST, MOST = 2, 5


@dataclass(frozen=True)
class SceneRead:
    """A scene, where it stands, and its replies with theirs. One that has no id of its own is not `known`."""

    scene: Scene
    place: Place
    replies: tuple[ReplyRead, ...]
    terms: tuple[str, ...]
    is_known: bool
    is_whole: bool  # every reply of it could be read


@dataclass
class Marks:
    """What a scene's heading says in braces."""

    id: str = ""
    ending: str | None = None
    harm: bool = False
    crisis: bool = False
    places: dict[str, Place] = field(default_factory=dict)


def read_scene(section: Section, around: Surroundings, problems: Problems) -> SceneRead:
    file = section.body.file
    before = len(problems.found)
    marks = _marks(file, section, problems)
    title = render(Passage(file, (section.heading,)), around, problems, PIECE)
    if not title.text:
        problems.error(file, section.place, "the scene has no title; write a short one after the ##")
    told, ask, listed = _cut(section.body.lines)
    story = _story(Passage(file, told), section, around, problems)
    question = render(Passage(file, (ask,)), around, problems, PIECE) if ask else Prose()
    replies = Replies(marks.id, file, around, problems).read(listed)
    is_whole = len(problems.found) == before
    if is_whole:
        _check(file, section, marks, replies, ask, problems)
    scene = Scene(
        marks.id,
        title.text,
        story.html,
        question.text,
        tuple(one.reply for one in replies),
        marks.ending,
        marks.harm,
        marks.crisis,
    )
    terms = (*story.terms, *(term for one in replies for term in one.terms))
    return SceneRead(scene, section.place, replies, terms, bool(marks.id), is_whole)


def _cut(lines: tuple[Line, ...]) -> tuple[tuple[Line, ...], Line | None, tuple[Line, ...]]:
    """What happens, the question, and the replies."""
    at = next((number for number, line in enumerate(lines) if ASK.match(line.text)), None)
    if at is None:
        return lines, None, ()
    return lines[:at], lines[at].after(len(ASK.match(lines[at].text)[0])), lines[at + 1 :]  # type: ignore[index]


def _story(passage: Passage, section: Section, around: Surroundings, problems: Problems) -> Prose:
    stray = next((line for line in passage.lines if LINKED.match(line.text)), None)
    if stray:
        problems.error(
            passage.file, (stray.number, 1), "replies without a question; write ### What do you say? above them"
        )
        return Prose()
    prose = render(passage, around, problems, MEANING)
    if not prose.text:
        problems.error(passage.file, section.place, "nothing happens in this scene; write it below the heading")
    return prose


# The braces


def _marks(file: str, section: Section, problems: Problems) -> Marks:
    marks = Marks()
    for word in section.attributes or ():
        _read_mark(file, word, marks, problems)
    if "id" not in marks.places:
        problems.error(file, section.place, "the scene has no id; end its heading with one, such as {#parking-lot}")
    elif marks.harm and marks.ending:
        problems.error(file, marks.places["harm"], "a harmful way does not end here; take one of harm and ending= away")
    return marks


def _read_mark(file: str, word: Line, marks: Marks, problems: Problems) -> None:
    place = word.number, word.column
    key, _, value = word.text.partition("=")
    if word.text.startswith("#"):
        key, value = "id", word.text[1:]
    if key in marks.places:
        problems.error(file, place, f"“{key}” is said twice; keep one of them")
        return
    marks.places[key] = place
    if key == "id":
        if ID.fullmatch(value):
            marks.id = value
        else:
            problems.error(file, place, f"“{value}” cannot be an id; use small letters, digits and hyphens")
    elif key == "ending":
        marks.ending = value
        if value not in ENDINGS:
            problems.error(file, place, f"“{value}” is no ending; write ending=good or ending=open")
    elif word.text in {"harm", "crisis"}:
        setattr(marks, word.text, True)
    else:
        problems.error(file, place, f"“{word.text}” means nothing here; {MARKS}")


# What a scene must hold


def _check(
    file: str, section: Section, marks: Marks, replies: tuple[ReplyRead, ...], ask: Line | None, problems: Problems
) -> None:
    if marks.ending:
        if ask or replies:
            problems.error(file, marks.places["ending"], "an ending has no replies; remove them, or the mark ending=")
        return
    if not replies:
        problems.error(
            file,
            section.place,
            "the conversation stops here; write ### What do you say? and replies, or mark it {#id ending=good}",
        )
        return
    if not FEWEST <= len(replies) <= MOST:
        count = "one reply" if len(replies) == 1 else f"{len(replies)} replies"
        problems.error(file, section.place, f"the scene has {count}; offer two to five")
    if not any(one.reply.worth_saying for one in replies):
        problems.error(file, section.place, "no reply here is worth saying; mark one with [x]")
