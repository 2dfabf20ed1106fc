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

PAGES = {
    "courses/foundations.md": COURSE,
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
