"""A small course for tests: two modules, three lessons, two quizzes with every kind of question. Keys carry canaries."""

from __future__ import annotations

CANARY = "KEY-CANARY"  # stands in every feedback and explanation: must never be seen before its time

FACTS = """\
emergency_line:
  value: "911"
  says: 911, for any danger to life
  jurisdiction: US
  last_verified: 2026-11-23
  source: test
crisis_line:
  value: "988"
  says: call or text, any hour
  jurisdiction: US
  last_verified: 2026-11-23
  source: test
"""

GLOSSARY = """\
## Reflection {#reflection}

Saying back what you heard, so that the person hears it too.
"""

COURSE = """\
---
title: Small course
summary: Two modules, for tests.
modules: [listening, crisis]
certificate:
  title: Small course, completed
  statement: Two modules with a quiz each.
  issue: automatic
  valid_for_months: 24
  requires:
    modules: all
---
A course for tests.
"""

SIGNED = COURSE.replace("Small course", "Signed course").replace("modules: [listening, crisis]", "modules: [listening]").replace(
    "    modules: all\n", "    modules: all\n    agreements: [small-code]\n"
)
AGREEMENT = """\
---
title: A small code
version: "1"
date: 2026-11-23
---
1. I keep what I hear.
"""

CONFIRMED = COURSE.replace("Small course", "Confirmed course").replace("issue: automatic", "issue: confirmed")


def module(title: str, quiz: str, prerequisites: str = "[]") -> str:
    return f"""\
---
title: {title}
purpose: To try {title.lower()} in tests.
status: complete
hours: {{self_paced: 2, live: 1}}
domains: {{MEN: 2, REC: 1}}
competencies: [CC9.2, CC1.2]
prerequisites: {prerequisites}
quiz: {quiz}
objectives:
  - id: hear
    text: Hear what is said.
    competencies: [CC9.2]
review:
  check_by: [a trainer]
  reviewed_by: []
  not_yet_verified: []
  date: 2026-11-23
sources: ["a test"]
further_reading: []
---
What {title.lower()} is for.
"""


def lesson(title: str, extra: str = "", text: str = "") -> str:
    return f"""\
---
title: {title}
minutes: 5
objectives: [hear]
{extra}---
The first paragraph of {title}.

## A part

A [reflection](../glossary.md#reflection) is said back. {text}

The last paragraph of {title}.
"""


LISTENING_QUIZ = f"""\
---
title: Listening, checked
draw: {{heard: 3, said: 2}}
pass_mark: 80
attempts: 0
wait_hours: 0
---

## Which reply holds both? {{#both kind=one_choice pool=heard competency=CC9.2 objective=hear lesson=first}}

- [ ] So why not stop?
  > {CANARY} That argues.
- [x] Part of you misses it, and part is done.
  > {CANARY} Both halves.
- [ ] You will get over it.
  > {CANARY} Reassurance.

## Which of these are open questions? {{#open kind=several_choices pool=heard competency=CC9.2 objective=hear lesson=first}}

- [x] What has today been like?
  > {CANARY} Open.
- [x] How did you manage?
  > {CANARY} Open.
- [ ] Are you fine?
  > {CANARY} Closed.

> {CANARY} Open ones begin with what or how.

## Asking is listening. {{#asking kind=true_false pool=heard competency=CC9.2 objective=hear lesson=second}}

- [x] True
  > {CANARY} It can be.
- [ ] False
  > {CANARY} It can be.

## Match each reply with its skill. {{#match kind=matching pool=said competency=CC9.2 objective=hear lesson=second}}

| She says | Skill |
|---|---|
| What has today been like? | Open question |
| You came although it was hard. | Affirmation |
| | Advice |

> {CANARY} One invites, one names an effort.

## What is saying back called? {{#name kind=short_text pool=said competency=CC9.2 objective=hear lesson=second}}

- [x] reflection
- [x] a reflection
- [ ] advice
  > {CANARY} Advice tells; a reflection says back.
"""

CRISIS_QUIZ = f"""\
---
title: Crisis, checked
draw: {{safety: 1, calm: 1}}
pass_mark: 50
attempts: 3
wait_hours: 12
---

## She says she wants to die. What first? {{#ask kind=one_choice pool=safety competency=CC8.1 objective=hear lesson=asking critical}}

- [x] Ask her plainly about suicide.
  > {CANARY} Asking does not plant it.
- [ ] Change the subject.
  > {CANARY} She stays alone with it.
- [ ] Promise to keep it secret.
  > {CANARY} Never promise that.

## He shouts. What helps? {{#shout kind=one_choice pool=calm competency=CC8.4 objective=hear lesson=asking}}

- [x] Space and a low voice.
  > {CANARY} Calm is catching.
- [ ] Standing in the door.
  > {CANARY} Cornering makes it worse.
- [ ] Shouting back.
  > {CANARY} That makes it worse.
"""

REASON = "REASON-CANARY"  # stands in what comes of a reply: must not be seen before it is chosen


def _scene(name: str, *replies: tuple[str, str, str, str], marks: str = "", text: str = "She looks at you.") -> str:
    """A scene; a reply is (mark, words, where it leads, skill)."""
    said = "".join(
        f"- [{mark}] [{words}](#{to}) `{skill}`\n  > {REASON} She hears: {words}\n  >\n  > {REASON} The reason for: {words}\n"
        for mark, words, to, skill in replies
    )
    return f"\n## Scene {name} {{#{name}{marks}}}\n\n{text}\n" + (f"\n### What do you say?\n\n{said}" if said else "")


CONVERSATION = """\
---
title: First words
minutes: 5
objectives: [hear]
competencies: [CC9.2]
summary: She has come back after a month.
content_note: This conversation speaks of suicide.
---
You are at the door. Ines comes in. All of it is made up.
""" + "".join(
    [
        _scene(
            "opening",
            ("x", "It is good that you came.", "warm", "affirmation"),
            ("x", "Say nothing, and pull out a chair.", "quiet", "silence"),
            (" ", "Where have you been?", "hurt", "roadblock"),
        ),
        _scene("hurt", ("x", "I am sorry. Let me begin again.", "opening", "repair"), ("x", "That was not kind of me.", "warm", "repair"), marks=" harm"),
        _scene("warm", ("x", "You carried this alone.", "danger", "complex_reflection"), (" ", "You should call your sister.", "cool", "advice_without_permission")),
        _scene("cool", ("x", "I ran ahead. Go on.", "warm", "repair"), (" ", "Well, it is late.", "open-end", "roadblock")),
        _scene("danger", ("x", "Are you thinking about suicide?", "asked", "closed_question, safety_action"), ("x", "What do you mean by that?", "asked", "open_question"), marks=" crisis"),
        _scene("asked", ("x", "We call together.", "end-together", "safety_action"), ("x", "Who else should know?", "end-sister", "open_question")),
        _scene("quiet", ("x", "Wait.", "quiet-2", "silence"), ("x", "You are here.", "warm", "simple_reflection")),
        _scene("quiet-2", ("x", "Wait a little longer.", "end-quiet", "silence"), ("x", "Coffee?", "warm", "practical_help")),
        _scene("end-together", marks=" ending=good", text="You sit side by side until somebody comes."),
        _scene("end-sister", marks=" ending=good", text="She calls her sister."),
        _scene("end-quiet", marks=" ending=good", text="After a while she talks."),
        _scene("open-end", marks=" ending=open", text="She goes. The door stays open."),
    ]
)

SMALL_COURSE: dict[str, bytes] = {
    path: text.encode()
    for path, text in {
        "courses/small-course.md": COURSE,
        "courses/confirmed-course.md": CONFIRMED,
        "courses/signed-course.md": SIGNED,
        "courses/agreements/small-code.md": AGREEMENT,
        "modules/facts.yaml": FACTS,
        "modules/glossary.md": GLOSSARY,
        "modules/listening/module.md": module("Listening", "listening"),
        "modules/listening/1-first.md": lesson("First lesson"),
        "modules/listening/2-second.md": lesson("Second lesson", text="Marmalade is a word to search for."),
        "modules/listening/scenarios/first-words.md": CONVERSATION,
        "modules/listening/practice.md": "---\ntitle: By yourself\nminutes: 5\n---\n## For you alone\n\nWho listens to you?\n\n## In real life\n\nAsk one open question a day.\n",
        "modules/listening/trainer.md": "---\ntitle: An hour together\nminutes: 60\nmaterials: [chairs]\n---\n## The hour\n\n| Minutes | What | How |\n|---|---|---|\n| 60 | Talk | In pairs |\n",
        "modules/crisis/module.md": module("Crisis", "crisis", "[listening]"),
        "modules/crisis/1-asking.md": lesson("Asking", "content_note: This lesson speaks of suicide.\n"),
        "modules/crisis/1-asking.way-round.md": "---\ntitle: Asking, another way\nminutes: 4\n---\nThe way round.\n",
        "quizzes/listening.md": LISTENING_QUIZ,
        "quizzes/crisis.md": CRISIS_QUIZ,
    }.items()
}
