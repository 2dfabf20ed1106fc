"""The ways through a conversation: what can be reached, and from where nothing good can be reached any more."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from .places import Problems
from .scenes import SceneRead

FEWEST_SCENES = 12
FEWEST_GOOD_ENDINGS = 3
Ways = Mapping[str, tuple[str, ...]]  # scene -> where its replies lead


def reached(start: str, ways: Ways) -> set[str]:
    """Every scene that one can come to from `start`, itself included."""
    found = {start}
    waiting = [start]
    while waiting:
        for one in ways.get(waiting.pop(), ()):
            if one not in found:
                found.add(one)
                waiting.append(one)
    return found


def hopeful(goals: Iterable[str], ways: Ways) -> set[str]:
    """Every scene from which one of the goals can be reached."""
    back: dict[str, list[str]] = {}
    for scene, targets in ways.items():
        for target in targets:
            back.setdefault(target, []).append(scene)
    turned = {scene: tuple(sources) for scene, sources in back.items()}
    return {scene for goal in goals for scene in reached(goal, turned)}


def check(file: str, scenes: tuple[SceneRead, ...], problems: Problems) -> None:
    """Whether the scenes hold together. Of a conversation that could not be read whole, only what is certain is said."""
    names = {one.scene.id for one in scenes if one.is_known}
    is_whole = all(one.is_whole and one.is_known for one in scenes)
    seen: set[str] = set()
    for one in scenes:
        if one.is_known and one.scene.id in seen:
            problems.error(file, one.place, f"two scenes are called “{one.scene.id}”; rename one")
            is_whole = False
        seen.add(one.scene.id)
        for reply in one.replies:
            if reply.reply.leads_to not in names:
                problems.error(
                    file, reply.target, f"there is no scene “{reply.reply.leads_to}”; write it, or check the word"
                )
                is_whole = False
    if is_whole and scenes:
        _check_ways(file, scenes, problems)
        _check_harm(file, scenes, problems)
        _check_riches(file, scenes, problems)


def _check_ways(file: str, scenes: tuple[SceneRead, ...], problems: Problems) -> None:
    ways = {one.scene.id: tuple(reply.leads_to for reply in one.scene.replies) for one in scenes}
    there = reached(scenes[0].scene.id, ways)
    hope = hopeful((one.scene.id for one in scenes if one.scene.ending == "good"), ways)
    for one in scenes:
        if one.scene.id not in there:
            problems.error(
                file, one.place, f"nobody can reach the scene “{one.scene.id}”; let a reply lead to it, or remove it"
            )
        elif one.scene.replies and one.scene.id not in hope:
            problems.error(
                file, one.place, f"from “{one.scene.id}” no good ending can be reached; let a reply lead to a way out"
            )


def _check_harm(file: str, scenes: tuple[SceneRead, ...], problems: Problems) -> None:
    """A harmful way is mended by a reply that leads to a scene in which one can try again."""
    by_id = {one.scene.id: one.scene for one in scenes}
    for one in scenes:
        if not one.scene.harm or not one.scene.replies:
            continue
        mended = [by_id[reply.leads_to] for reply in one.scene.replies if "repair" in reply.skills]
        if not mended:
            problems.error(file, one.place, "nothing here repairs the harm; add a reply with the skill `repair`")
        elif not any(scene.replies and not scene.harm for scene in mended):
            problems.error(
                file, one.place, "the repair does not lead back; let it lead to a scene in which one can try again"
            )


def _check_riches(file: str, scenes: tuple[SceneRead, ...], problems: Problems) -> None:
    first = scenes[0].place
    if len(scenes) < FEWEST_SCENES:
        problems.warning(
            file,
            first,
            f"the conversation has {len(scenes)} scenes; write {FEWEST_SCENES} or more, so that ways differ",
        )
    good = sum(one.scene.ending == "good" for one in scenes)
    if good < FEWEST_GOOD_ENDINGS:
        problems.warning(
            file,
            first,
            f"the conversation has {good} good endings; write {FEWEST_GOOD_ENDINGS} or more that differ in kind",
        )
    replies = [reply for one in scenes for reply in one.scene.replies]
    if not any(reply.worth_saying and "silence" in reply.skills for reply in replies):
        problems.warning(
            file, first, "saying nothing is never right here; let a reply with `silence` be worth saying in one scene"
        )
