"""Looking back at a conversation: the way taken, the skills used, and a line that might have gone further. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from alongside.content.catalogue import Reply, Scenario, Scene

REFLECTIONS = frozenset({"simple_reflection", "complex_reflection"})
QUESTIONS = frozenset({"open_question", "closed_question"})


@dataclass(frozen=True)
class Turn:
    """One choice, and what else could have been said there."""

    scene: Scene
    reply: Reply
    taken_back: bool
    better: tuple[Reply, ...]  # replies worth saying; empty where the choice was one of them


@dataclass(frozen=True)
class LookBack:
    turns: tuple[Turn, ...]  # in order, those taken back included
    ending: Scene | None
    skills: tuple[tuple[str, int], ...]  # code and how often, the most used first; without what was taken back
    reflections: int
    questions: int

    @property
    def worth_saying(self) -> int:
        return sum(turn.reply.worth_saying for turn in self.turns if not turn.taken_back)

    @property
    def kept(self) -> int:
        """How many turns were not taken back."""
        return sum(not turn.taken_back for turn in self.turns)


def look_back(scenario: Scenario, choices: Iterable[tuple[str, str, bool]], at: str) -> LookBack:
    """`choices`: (scene, reply, taken back) in order; `at`: the scene where the person is.

    A choice that the scenario does not know (a mended release) is left out.
    """
    turns = tuple(_turns(scenario, choices))
    used = Counter(code for turn in turns if not turn.taken_back for code in turn.reply.skills)
    scene = scenario.scene(at)
    return LookBack(
        turns,
        scene if scene and scene.ending else None,
        tuple(sorted(used.items(), key=lambda one: (-one[1], one[0]))),
        sum(used[code] for code in REFLECTIONS),
        sum(used[code] for code in QUESTIONS),
    )


def _turns(scenario: Scenario, choices: Iterable[tuple[str, str, bool]]) -> Iterable[Turn]:
    for scene_id, reply_id, taken_back in choices:
        scene = scenario.scene(scene_id)
        reply = scene.reply(reply_id) if scene else None
        if scene and reply:
            better = () if reply.worth_saying else tuple(one for one in scene.replies if one.worth_saying)
            yield Turn(scene, reply, taken_back, better)


def endings(scenario: Scenario) -> Sequence[Scene]:
    """All the ways it can end."""
    return [scene for scene in scenario.scenes if scene.ending]
