"""A small pack in which everything is right: the tests break one thing of it at a time."""

from __future__ import annotations

from datetime import date

TODAY = date(2026, 11, 23)

COURSE = """\
---
title: Peer Supporter Foundations
summary: Listening first.
modules:
  - listening
  - privacy
certificate:
  title: Peer Supporter Foundations
  statement: Two modules of study, each with an examination.
  requires:
    modules: all
---
What this course is.
"""

LISTENING = """\
---
title: Listening
purpose: Afterwards you can listen.
status: complete
hours: {self_paced: 2, live: 3}
domains: {MEN: 4, REC: 1}
competencies: [CC1.2, CC9]
quiz: listening
objectives:
  - id: use-oars
    text: Use open questions.
    competencies: [CC9.2]
review:
  check_by: [people with lived experience]
  date: 2026-11-23
---
Why listening comes first.
"""

FIRST_LESSON = """\
---
title: The first minute
minutes: 9
objectives: [use-oars]
---
## What to say

Their [tolerance](../glossary.md#tolerance) is lower. Call [988](../facts.yaml#crisis_line) at any hour.

- **Dee:** “I used last night.”
- **You:** “Thank you for telling me.” *Thanks come first.*

![Two lines side by side](images/pair.svg)

*Walking alongside.*

### Before you part

- [ ] She is safe for the next hours
- [ ] You agreed when to speak again

> [!CAUTION]
> **Say this every time**
>
> “After a break, your body can’t take what it used to.”

Go on with [asking](2-asking.md), or with [privacy](../privacy/module.md).
"""

SECOND_LESSON = """\
---
title: Asking
minutes: 7
content_note: This lesson speaks of suicide.
---
Ask in plain words.
"""

WAY_ROUND = """\
---
title: Asking, another way
minutes: 7
---
Read what your center does.
"""

PRIVACY = """\
---
title: Privacy
purpose: Afterwards you can keep a confidence.
status: coming
---
This module is being written.
"""

QUIZ = """\
---
title: Listening, checked
draw: {roadblocks: 2, oars: 1}
wait_hours: 12
---

## He says: “I miss it.” Which reply holds it? {#hold kind=one_choice pool=roadblocks competency=CC9.2 objective=use-oars}

He looks at the floor.

- [ ] “Just stop.”
  > That argues for one side.
- [x] “Part of you misses it.”
  > A reflection.

> Reflect before you ask.

## Advice is a roadblock. {#advice kind=true_false pool=roadblocks lesson=asking critical}

- [x] True
  > It closes the door.
- [ ] False
  > It closes the door.

## Match each reply with its skill {#match kind=matching pool=oars competency=CC9.2,ETH}

| She says | Skill |
|---|---|
| “What was today like?” | Open question |
| “You came.” | Affirmation |
| | Advice |

> The open question invites.
"""

FACTS = """\
emergency_line:
  value: "911"
  says: 911, any hour
  jurisdiction: US
  last_verified: 2026-11-01
  source: "911.gov"
crisis_line:
  value: "988"
  says: 988 Suicide & Crisis Lifeline
  jurisdiction: US
  last_verified: 2026-11-23
  source: "988lifeline.org"
"""

GLOSSARY = """\
## Tolerance {#tolerance}

What the body has got used to. See [a break](#break).

## Break {#break}

Time without use.
"""

PICTURE = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 38 22">
  <title>Two lines</title>
  <path d="M6 8 H30" stroke="#175"/>
</svg>
"""

CAR = """\
---
title: A car for a good price
minutes: 15
objectives: [use-oars]
competencies: [CC9.2]
summary: He offers you his car.
content_note: This conversation speaks of suicide.
---
You work at the center. Ray comes every week. Both are fiction.

## In the lot {#lot}

Ray leans on the hood.

- **Ray:** “Five hundred, because it’s you.”

### What do you say?

- [x] [“What made you think of *me*?”](#explains) `open_question`
  > “You’ve been straight with me.” See [tolerance](../../glossary.md#tolerance).
  >
  > You ask before you answer.
- [ ] [“Let me think about it.”](#stands) `roadblock`, `self_disclosure`
  > He grins.
  >
  > A maybe is heard as a yes.
- [ ] [Take the keys.](#keys) `self_disclosure`
  > He laughs.
  >
  > Now you owe him.

## Why you {#explains}

He looks at the ground.

### What do you do?

- [x] [Say nothing.](#talks) `silence`
  > He goes on.
  >
  > He needed the time.
- [ ] [“You should keep it.”](#stands) `advice_without_permission`
  > “Sure.”
  >
  > He did not ask.

## It stands {#stands}

The offer stands.

### What do you say?

- [x] [“I can’t buy from people I support.”](#no) `honest_limit`
  > “Oh.”
  >
  > Said plainly.
- [ ] [“Four hundred.”](#keys) `roadblock`
  > He sighs.
  >
  > You bargain.

## The keys {#keys harm}

You took something from somebody you support. That harms him: he cannot say no to you now.

### What do you say?

- [x] [“I was wrong to take these. I’m sorry.”](#lot) `repair`
  > He takes them.
  >
  > You begin again.
- [ ] [“Don’t tell anyone.”](#stands) `roadblock`
  > He looks away.
  >
  > A secret makes it worse.

## He talks {#talks}

“I won’t need it.”

### What do you say?

- [x] [“Are you thinking about suicide?”](#asked) `safety_action, closed_question`
  > He nods.
  >
  > You asked.
- [x] [“You won’t need it?”](#meant) `simple_reflection`
  > “I’m moving.”
  >
  > His words, back to him.

## Asked {#asked crisis}

He is silent.

### What do you do?

- [x] [Stay, and call together.](#called) `safety_action`
  > He dials.
  >
  > Nobody is left alone.
- [ ] [Go on.](#meant) `roadblock`
  > He stops.
  >
  > Stay with it.

## Meant {#meant}

He is moving.

### What do you say?

- [x] [“Where to?”](#moving) `open_question`
  > “My sister’s.”
  >
  > You follow him.
- [ ] [“Good.”](#short) `roadblock`
  > “Yeah.”
  >
  > It closes the talk.

## Moving {#moving}

He tells you of his sister.

### What do you say?

- [x] [“You’ve thought about this.”](#glad) `affirmation`
  > He smiles.
  >
  > You saw it.
- [ ] [“And the car?”](#no) `closed_question`
  > “Right.”
  >
  > Back to business.

## No {#no}

He nods slowly.

### What do you say?

- [x] [“Shall we ask who buys cars?”](#sold) `practical_help`
  > “Okay.”
  >
  > A way without you.
- [ ] [“See you.”](#short) `roadblock`
  > He goes.
  >
  > Too soon.

## Called {#called ending=good}

The line answers.

## Glad {#glad ending=good}

He drives to his sister.

## Sold {#sold ending=good}

A dealer takes the car.

## Short {#short ending=open}

He leaves. Nothing is broken.
"""

PRACTICE = """\
---
title: Listening at home
minutes: 20
---
## For you alone

What was hard to hear?

## In real life

Listen to a friend. [What the body](../glossary.md#tolerance) needs.
"""

ROLE_PLAY = """\
---
title: A neighbor
minutes: 25
objectives: [use-oars]
rubric: talk
critical: [safety_check]
---
## For the supporter

You meet Jo.

## For the person

You are Jo.

## For the observers

| Criterion | Level 4 | Level 2 | Level 1 |
|---|---|---|---|
| opening | asks | starts | shouts |
| `safety_check` | asks plainly | waits | looks away |

## Afterwards

Shake it off.
"""

TRAINER = """\
---
title: Three hours
minutes: 180
materials: [chairs]
---
| Minutes | What | How |
|---:|---|---|
| 20 | Welcome | circle |
| 100 | Listening | pairs |

Then a break.

| Minutes | What | How |
|---|---|---|
| 60 | Role play | threes |
"""

RUBRICS = """\
talk:
  title: A talk
  levels: [Harmful, Missing, Adequate, Skilled]
  to_pass: {lowest: 2, critical: 3, mean: 3}
  criteria:
    - id: opening
      title: Opening
      says: Asks first.
      anchors: [a, b, c, d]
    - id: safety_check
      title: Safety
      says: Asks plainly.
      critical: true
      anchors: [a, b, c, d]
"""

AGREEMENT = """\
---
title: Code of ethics
version: "1"
date: 2026-11-23
---
I keep what I hear to myself.
"""

PAGES = {
    "courses/foundations.md": COURSE,
    "courses/agreements/ethics.md": AGREEMENT,
    "modules/rubrics.yaml": RUBRICS,
    "modules/listening/scenarios/car.md": CAR,
    "modules/listening/practice.md": PRACTICE,
    "modules/listening/role-play.md": ROLE_PLAY,
    "modules/listening/trainer.md": TRAINER,
    "modules/listening/module.md": LISTENING,
    "modules/listening/1-first-minute.md": FIRST_LESSON,
    "modules/listening/2-asking.md": SECOND_LESSON,
    "modules/listening/2-asking.way-round.md": WAY_ROUND,
    "modules/listening/images/pair.svg": PICTURE,
    "modules/privacy/module.md": PRIVACY,
    "modules/facts.yaml": FACTS,
    "modules/glossary.md": GLOSSARY,
    "quizzes/listening.md": QUIZ,
}


def files(changes: dict[str, str | bytes | None] | None = None) -> dict[str, bytes]:
    """The pack's files, some of them replaced, added, or (None) left out."""
    pages: dict[str, str | bytes | None] = {**PAGES, **(changes or {})}
    return {path: page.encode() if isinstance(page, str) else page for path, page in pages.items() if page is not None}
