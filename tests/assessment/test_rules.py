"""The rules of a quiz, from plain values: what is drawn, what it comes to, and when one may try again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from alongside.assessment.drawing import draw
from alongside.assessment.marking import mark
from alongside.assessment.rules import may_begin
from alongside.content.catalogue import Draw, Item, Quiz

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def item(name: str, *, critical: bool = False) -> Item:
    options = [{"id": f"{name}-{one}", "html": one, "text": one, "right": one == "yes", "feedback": ""} for one in ("yes", "no")]
    return Item(
        id=name, revision="1", kind="one_choice", pool="all", stem=name, stem_text=name, situation="", explanation="",
        body={"options": options}, critical=critical,
    )  # fmt: skip


BANK = {"bank": {f"item-{number}": item(f"item-{number}") for number in range(8)}}
THREE_OF_EIGHT = Quiz(id="bank", title="", draw=(Draw("bank", "all", 3),))


def drawn(seed: str, seen: set[str] | None = None) -> list[str]:
    return [one["item"] for one in draw(THREE_OF_EIGHT, BANK, seed=seed, seen=seen or set())]


def test_the_same_seed_draws_the_same_and_others_draw_others():
    assert drawn("a") == drawn("a")
    assert len({tuple(drawn(str(seed))) for seed in range(40)}) > 20


def test_what_was_seen_comes_again_only_when_the_rest_is_used_up():
    seen: set[str] = set()
    for turn in range(2):
        fresh = {f"bank/{one}" for one in drawn(f"turn {turn}", seen)}
        assert not fresh & seen
        seen |= fresh
    last = {f"bank/{one}" for one in drawn("third", seen)}
    assert len(last - seen) == 2  # of eight, six were seen: both fresh ones, and one again


@pytest.mark.parametrize(
    "right, of, percent, passed",
    [(4, 5, 80, True), (7, 9, 77, False), (199, 250, 79, False), (0, 5, 0, False), (5, 5, 100, True)],
)
def test_percent_is_rounded_down(right, of, percent, passed):
    items = [item(f"q{number}") for number in range(of)]
    result = mark(THREE_OF_EIGHT, items, {at: f"q{at}-yes" for at in range(right)})
    assert (result.percent, result.passed) == (percent, passed)


def test_a_safety_question_that_is_not_right_is_no_pass():
    items = [item("danger", critical=True), *(item(f"q{number}") for number in range(1, 10))]
    responses = {at: f"q{at}-yes" for at in range(1, 10)}
    assert mark(THREE_OF_EIGHT, items, responses | {0: "danger-no"}).critical_missed == 1
    assert not mark(THREE_OF_EIGHT, items, responses | {0: "danger-no"}).passed
    assert mark(THREE_OF_EIGHT, items, responses | {0: "danger-yes"}).passed


@pytest.mark.parametrize(
    "attempts, wait, finished_hours_ago, paused_hours, reason",
    [
        (0, 0, [], 0, ""),
        (0, 12, [], 0, ""),
        (0, 12, [11.9], 0, "wait"),
        (0, 12, [12], 0, ""),
        (0, 12, [13], 2, "wait"),  # two of the thirteen were a pause
        (2, 0, [50, 40], 0, "attempts_used_up"),
        (3, 0, [50, 40], 0, ""),
        (3, 12, [50, 1], 0, "wait"),
    ],
)
def test_when_one_may_begin(attempts, wait, finished_hours_ago, paused_hours, reason):
    quiz = Quiz(id="bank", title="", draw=(), attempts=attempts, wait_hours=wait)
    finished = [NOW - timedelta(hours=ago) for ago in finished_hours_ago]
    assert may_begin(quiz, finished, now=NOW, paused_for=timedelta(hours=paused_hours)).reason == reason
    assert may_begin(quiz, finished, now=NOW, paused=True).reason == "paused"
