"""Conversations: what is read of them, what an author may get wrong, and what the ways through them allow."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.content.places import Passage, Problems, lines_of
from alongside.content.reading import read_catalogue
from alongside.content.scenarios import SKILLS
from alongside.content.ways import hopeful, reached
from tests.content.pack import CAR, TODAY, files

CAR_PAGE = "modules/listening/scenarios/car.md"


def problems(changes):
    return [str(one).partition(";")[0] for one in read_catalogue(files(changes), TODAY).problems]


def car(page: str = CAR):
    found = read_catalogue(files({CAR_PAGE: page}), TODAY)
    assert not found.problems
    return found.modules["listening"].scenario("car")


# What is read


def test_a_conversation_is_read_as_it_was_written():
    scenario = car()
    lot = scenario.scenes[0]
    assert (scenario.title, scenario.minutes, scenario.content_note) == (
        "A car for a good price", 15, "This conversation speaks of suicide.",
    )
    assert "Ray comes every week" in scenario.html
    assert scenario.terms == ("tolerance", "break")
    assert (lot.id, lot.title, lot.ask, lot.ending, lot.harm) == ("lot", "In the lot", "What do you say?", None, False)
    assert 'class="dialogue"' in lot.html
    first, second, _ = lot.replies
    assert first.words == "“What made you think of <em>me</em>?”"
    assert (first.leads_to, first.skills, first.worth_saying) == ("explains", ("open_question",), True)
    assert "straight with me" in first.reaction
    assert "straight with me" not in first.reason
    assert "You ask before you answer" in first.reason
    assert (second.skills, second.worth_saying) == (("roadblock", "self_disclosure"), False)
    assert scenario.scene("keys").harm
    assert scenario.scene("asked").crisis
    assert scenario.scene("asked").replies[0].skills == ("safety_action",)
    assert scenario.scene("talks").replies[0].skills == ("safety_action", "closed_question")
    assert (scenario.scene("short").ending, scenario.scene("called").ending) == ("open", "good")
    assert scenario.scene("nowhere") is None


def test_a_reply_is_known_by_its_words_in_its_scene_and_by_nothing_else():
    ids = [one.id for one in car().scenes[0].replies]
    moved = CAR.replace("`open_question`\n  > “You", "`summary`\n  > “Well. You", 1).replace("title: A car", "title: The car")
    moved = moved.replace("- [x] [“What made", "- [ ] [“What made").replace("- [ ] [Take", "- [x] [Take").replace("](#keys) `self", "](#talks) `self")
    assert [one.id for one in car(moved).scenes[0].replies] == ids
    assert [one.id for one in car(CAR.replace("Take the keys.", "Take a key.")).scenes[0].replies][:2] == ids[:2]
    assert car(CAR.replace("Take the keys.", "Take a key.")).scenes[0].replies[2].id != ids[2]
    every = [one.id for scene in car().scenes for one in scene.replies]
    assert len(set(every)) == len(every)


def test_every_skill_is_explained_in_a_sentence():
    assert len(SKILLS) == 16
    assert all(says.endswith(".") for says in SKILLS.values())


def test_a_reply_may_go_over_two_lines_and_hold_brackets():
    page = CAR.replace("[“Let me think about it.”](#stands)", "[“Let me [quietly] think\n  about it.”](#stands)")
    assert car(page).scenes[0].replies[1].words == "“Let me [quietly] think\nabout it.”"


def test_a_conversation_shows_the_pictures_of_its_module():
    page = CAR.replace("Ray leans on the hood.", "![Two lines side by side](../images/pair.svg)")
    assert "<figure" in car(page).scenes[0].html


# What an author may get wrong: what they did; what stood there; what stands there now; what the check says

FAULTS = [
    ("misspells a setting", "minutes: 15", "minuets: 15", ["1:1: error: “minutes” is missing", "3:1: error: “minuets” is not a setting here"]),
    ("uses a key nobody knows", "minutes: 15", "minutes: 15\nlevel: 2", ["4:1: error: “level” is not a setting here"]),
    ("forgets the title", "title: A car for a good price\n", "", ["1:1: error: “title” is missing"]),
    ("forgets the summary", "summary: He offers you his car.\n", "", ["1:1: error: “summary” is missing"]),
    ("names an objective the module does not have", "[use-oars]", "[buy-cars]", ["4:14: error: the module has no objective “buy-cars”"]),
    ("names a competency the module does not have", "[CC9.2]", "[CC9.2, CC8.1]", ["5:23: error: “CC8.1” is no competency of the module"]),
    ("writes a malformed competency", "[CC9.2]", "[CC99]", ["5:16: error: “CC99” is no competency"]),
    ("does not say who is who", "You work at the center. Ray comes every week. Both are fiction.", "", ["1:1: error: nobody knows who is speaking"]),
    ("gives a scene no id", "## It stands {#stands}", "## It stands", [
        "23:34: error: there is no scene “stands”", "42:31: error: there is no scene “stands”",
        "47:1: error: the scene has no id", "72:30: error: there is no scene “stands”"]),
    ("gives a scene an id with capitals", "{#short ending=open}", "{#Short ending=open}", [
        "117:17: error: there is no scene “short”", "147:20: error: there is no scene “short”",
        "164:11: error: “Short” cannot be an id"]),
    ("gives two scenes one id", "{#glad ending=good}", "{#called ending=good}", [
        "128:38: error: there is no scene “glad”", "156:1: error: two scenes are called “called”"]),
    ("writes an unknown mark", "{#keys harm}", "{#keys hurt}", ["62:20: error: “hurt” means nothing here"]),
    ("says a mark twice", "{#keys harm}", "{#keys harm harm}", ["62:25: error: “harm” is said twice"]),
    ("invents an ending", "{#short ending=open}", "{#short ending=sad}", ["164:18: error: “sad” is no ending"]),
    ("ends in harm", "{#short ending=open}", "{#short ending=open harm}", ["164:30: error: a harmful way does not end here"]),
    ("gives a scene no title", "## It stands {#stands}", "## {#stands}", ["47:1: error: the scene has no title"]),
    ("lets nothing happen", "The offer stands.\n", "", ["47:1: error: nothing happens in this scene"]),
    ("writes a reply without a link", "[“Four hundred.”](#keys)", "“Four hundred.”", ["57:7: error: the reply leads nowhere"]),
    ("leads to a missing scene", "(#keys) `roadblock`", "(#kees) `roadblock`", ["57:25: error: there is no scene “kees”"]),
    ("leads to another page", "(#keys) `roadblock`", "(other.md#keys) `roadblock`", ["57:25: error: “other.md#keys” is no scene"]),
    ("writes a reply without words", "[“Four hundred.”](#keys)", "[](#keys)", ["57:8: error: the reply has no words"]),
    ("names no skill", "(#keys) `roadblock`", "(#keys)", ["57:31: error: the reply names no skill"]),
    ("names an unknown skill", "(#keys) `roadblock`", "(#keys) `roadblock, bargain`", ["57:44: error: “bargain” is no skill"]),
    ("writes more after the link", "(#keys) `roadblock`", "(#keys) `roadblock` maybe", ["57:31: error: after the link stand skills only, such as `open_question`"]),
    ("writes no reaction", "  > He sighs.\n  >\n  > You bargain.\n", "", ["57:1: error: the reply has no reaction"]),
    ("writes no reason", "  >\n  > You bargain.\n", "", ["57:1: error: the reply has no reason"]),
    ("forgets a box", "- [ ] [“Four hundred.”]", "- [“Four hundred.”]", ["57:1: error: this reply has no box"]),
    ("marks no reply", "- [x] [“I can’t", "- [ ] [“I can’t", ["47:1: error: no reply here is worth saying"]),
    ("offers one reply", "- [ ] [“Four hundred.”](#keys) `roadblock`\n  > He sighs.\n  >\n  > You bargain.\n", "", ["47:1: error: the scene has one reply"]),
    ("offers six replies", "- [ ] [“Four hundred.”]", "".join(f"- [ ] [“{n}.”](#no) `roadblock`\n  > a\n  >\n  > b\n" for n in "abcd") + "- [ ] [“Four hundred.”]", ["47:1: error: the scene has 6 replies"]),
    ("says the same twice", "“Four hundred.”", "“I can’t buy from people I support.”", ["57:1: error: two replies say the same"]),
    ("lets the conversation stop", "{#short ending=open}", "{#short}", ["164:1: error: the conversation stops here"]),
    ("replies after the end", "He leaves. Nothing is broken.\n", "He leaves.\n\n### What do you say?\n\n- [x] [“Wait!”](#lot) `repair`\n  > a\n  >\n  > b\n", ["164:18: error: an ending has no replies"]),
    ("forgets the question", "### What do you say?\n\n- [x] [“I can’t", "- [x] [“I can’t", ["51:1: error: replies without a question"]),
    ("leaves a scene unreachable", "](#glad)", "](#sold)", ["156:1: error: nobody can reach the scene “glad”"]),
    ("forgets to repair", "`repair`", "`honest_limit`", ["62:1: error: nothing here repairs the harm"]),
    ("repairs into an ending", "I’m sorry.”](#lot)", "I’m sorry.”](#sold)", ["62:1: error: the repair does not lead back"]),
    ("repairs into the harm", "I’m sorry.”](#lot)", "I’m sorry.”](#keys)", ["62:1: error: the repair does not lead back"]),
    ("finds silence never right", "`silence`", "`affirmation`", ["11:1: warning: saying nothing is never right here"]),
    ("has too few good endings", "{#glad ending=good}", "{#glad ending=open}", ["11:1: warning: the conversation has 2 good endings"]),
    ("writes raw HTML", "The offer stands.", "The <b>offer stands.", ["49:5: error: raw HTML is not allowed"]),
    ("links to a term that is not there", "glossary.md#tolerance", "glossary.md#patience", ["20:41: error: there is no term “patience”"]),
    ("leaves words between the replies", "- [ ] [“Four hundred.”]", "Or:\n- [ ] [“Four hundred.”]", ["57:1: error: this text belongs to no reply"]),
]


@pytest.mark.parametrize("old, new, said", [pytest.param(*fault[1:], id=fault[0]) for fault in FAULTS])
def test_an_author_who(old, new, said):
    assert old in CAR
    assert problems({CAR_PAGE: CAR.replace(old, new, 1)}) == [f"{CAR_PAGE}:{one}" for one in said]


def test_a_way_that_only_goes_round_is_told():
    """From “no” one comes to “round” and back, and to no ending."""
    page = CAR.replace("](#sold)", "](#round)").replace("](#short) `roadblock`\n  > He goes", "](#round) `roadblock`\n  > He goes")
    page += (
        "\n## Round {#round}\n\nAgain.\n\n### What do you say?\n\n"
        "- [x] [“Once more.”](#no) `summary`\n  > a\n  >\n  > b\n- [ ] [“And more.”](#round) `summary`\n  > a\n  >\n  > b\n"
    )
    assert [one for one in problems({CAR_PAGE: page}) if "no good ending can" in one] == [
        f"{CAR_PAGE}:137:1: error: from “no” no good ending can be reached",
        f"{CAR_PAGE}:168:1: error: from “round” no good ending can be reached",
    ]


def test_a_short_conversation_is_told_that_it_is_short():
    page = CAR[: CAR.index("## In the lot")] + (
        "## One {#one}\n\nHere.\n\n### What do you do?\n\n- [x] [Wait.](#two) `silence`\n  > a\n  >\n  > b\n"
        "- [ ] [Go.](#two) `roadblock`\n  > a\n  >\n  > b\n\n## Two {#two ending=good}\n\nDone.\n"
    )
    assert problems({CAR_PAGE: page}) == [
        f"{CAR_PAGE}:11:1: warning: the conversation has 1 good endings",
        f"{CAR_PAGE}:11:1: warning: the conversation has 2 scenes",
    ]


def test_a_conversation_without_scenes_is_told():
    assert problems({CAR_PAGE: CAR[: CAR.index("## In the lot")]}) == [f"{CAR_PAGE}:1:1: error: the conversation has no scenes"]


@pytest.mark.parametrize("name", ["Car.md", "car.es.md", "my car.md"])
def test_a_conversation_with_another_name_is_told(name):
    [said] = problems({f"modules/listening/scenarios/{name}": CAR})
    assert "names" in said or "name" in said


def test_every_message_says_what_to_do():
    for _, old, new, _ in FAULTS:
        for one in read_catalogue(files({CAR_PAGE: CAR.replace(old, new, 1)}), TODAY).problems:
            assert "; " in one.message, one


# What holds of all ways


@st.composite
def graphs(draw):
    size = draw(st.integers(1, 9))
    scene = st.integers(0, size - 1).map(str)
    ways = {str(n): tuple(draw(st.lists(scene, max_size=4))) for n in range(size)}
    return ways, draw(st.sets(scene, max_size=3))


def closure(ways):
    """Who comes to whom, by trying every middle: slow and plain."""
    comes = {(a, b) for a in ways for b in ways[a]} | {(a, a) for a in ways}
    for middle in ways:
        comes |= {(a, b) for a in ways for b in ways if (a, middle) in comes and (middle, b) in comes}
    return comes


@settings(max_examples=300, deadline=None)
@given(graphs())
def test_ways_are_as_a_plain_count_finds_them(case):
    ways, goals = case
    comes = closure(ways)
    for start in ways:
        assert reached(start, ways) == {b for a, b in comes if a == start}
    assert hopeful(goals, ways) == {a for a, b in comes if b in goals}


def page_of(ways, goals):
    """A conversation with these ways: what has none is an ending, good or open."""
    text = CAR[: CAR.index("## In the lot")]
    for scene, targets in ways.items():
        mark = "" if targets else " ending=good" if scene in goals else " ending=open"
        text += f"## Scene {scene} {{#s{scene}{mark}}}\n\nHere.\n\n"
        if targets:
            text += "### What do you do?\n\n"
            for number, target in enumerate((targets * 2)[: max(len(targets), 2)]):
                text += f"- [x] [Way {number}.](#s{target}) `silence`\n  > a\n  >\n  > b\n"
    return text


@settings(max_examples=100, deadline=None)
@given(graphs())
def test_a_page_is_judged_by_its_ways(case):
    ways, goals = case
    comes = closure(ways)
    good = {one for one in goals if not ways[one]}
    there = {b for a, b in comes if a == "0"}
    hope = {a for a, b in comes if b in good}
    said = [one.message for one in read_catalogue(files({CAR_PAGE: page_of(ways, goals)}), TODAY).errors]
    assert {one.split("“s")[1].split("”")[0] for one in said if one.startswith("nobody can reach")} == set(ways) - there
    assert {one.split("“s")[1].split("”")[0] for one in said if one.startswith("from")} == {
        one for one in there if ways[one] and one not in hope
    }


@settings(max_examples=200, deadline=None)
@given(st.lists(st.text(alphabet="ab- >", max_size=6), min_size=1, max_size=5), st.data())
def test_a_part_of_a_passage_is_that_part_of_its_text_at_its_place(lines, data):
    whole = Passage("a.md", lines_of("\n".join(lines), 3))
    start = data.draw(st.integers(0, len(whole.text)))
    end = data.draw(st.integers(start, len(whole.text)))
    part = whole.part(start, end)
    assert part.text == whole.text[start:end]
    assert part.place(0) == whole.place(start)
    assert replace(part) == part
    assert not Problems().found
