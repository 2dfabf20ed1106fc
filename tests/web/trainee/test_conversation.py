"""A branching conversation: say something, see what it does, take it back, look back at the end. Nothing of it counts."""

import re

import pytest

from alongside.content.scenarios import SKILLS
from alongside.practice.models import ScenarioChoice, ScenarioRun
from alongside.web.trainee import skills
from tests.cast import Browser
from tests.small_course import REASON

CALM = ["It is good that you came.", "You carried this alone.", "Are you thinking about suicide?", "We call together."]


class Talk:
    """Tess practices."""

    def __init__(self, browser, course):
        self.browser = browser
        self.address = f"{course}/listening/conversations/first-words"
        self.page = browser.get(self.address)

    def begin(self):
        self.page = self.browser.submit(self.page)
        return self

    def say(self, words):
        value = re.search(rf'value="([^"]+)">(?:(?!</button>).)*<span>{re.escape(words)}', self.page.html)
        assert value, f"nobody can say {words!r} here: {self.page.text}"
        self.page = self.browser.submit(self.page, reply=value[1])
        return self

    def back(self):
        self.page = self.browser.submit(self.page, go="back")
        return self


@pytest.fixture
def talk(tess, walk):
    return Talk(tess, walk.course)


def test_before_it_begins_one_knows_who_is_who_and_that_nobody_grades_it(talk):
    for words in ("Ines comes in.", "Nobody grades this.", "This conversation speaks of suicide.", "You can pause at any point, too."):
        assert words in talk.page


def test_what_one_says_has_a_reaction_and_a_reason(talk):
    talk.begin().say("It is good that you came.")
    assert f"{REASON} She hears: It is good that you came." in talk.page
    assert f"{REASON} The reason for: It is good that you came." in talk.page
    assert "Scene warm" in talk.page


def test_nothing_on_the_page_tells_the_replies_apart(talk):
    talk.begin()
    main = talk.page.html.split("<main")[1].split("</main>")[0]
    assert REASON not in main
    for told in (*SKILLS, "warm", "hurt", "quiet", *skills.words().values()):
        assert told.lower() not in re.sub(r"<span>.*?</span>", "", main).lower(), told


def test_a_harmful_way_stops_and_can_be_mended(talk):
    talk.begin().say("Where have you been?")
    assert "Stop here for a moment." in talk.page
    talk.say("I am sorry. Let me begin again.")
    assert "Scene opening" in talk.page


def test_where_life_is_in_danger_the_help_line_stands_with_it(talk):
    talk.begin().say(CALM[0]).say(CALM[1])
    assert "In life, not in practice: call or text 988, any hour. If life is in danger, call 911." in talk.page


def test_at_the_end_she_looks_back_at_every_turn(tess, talk):
    talk.begin().say("Where have you been?").say("That was not kind of me.")
    for words in CALM[1:]:
        talk.say(words)
    page = tess.get(talk.page.link("Look back"))
    assert page.heading == "Scene end-together"
    assert "5 replies. 4 of them were among the best there." in page
    assert "A line that might go further: It is good that you came. Affirmation" in page
    assert "Reflections: 1. Questions: 1." in page
    assert '<th scope="row">Roadblock</th><td class="number">1</td>' in page.html


def test_silence_can_be_right(tess, talk):
    talk.begin().say("Say nothing, and pull out a chair.").say("Wait.").say("Wait a little longer.")
    assert "After a while she talks." in talk.page
    assert "3 replies. 3 of them" in tess.get(talk.page.link("Look back"))


def test_what_was_said_can_be_taken_back_and_stays_in_the_record(tess, talk, installation):
    talk.begin().say("Where have you been?").back()
    assert "Scene opening" in talk.page
    for words in CALM:
        talk.say(words)
    page = tess.get(talk.page.link("Look back"))
    assert "You took this back" in page
    assert "4 replies. 4 of them" in page
    with installation.database.reading() as session:
        assert [one.number for one in session.query(ScenarioChoice).order_by(ScenarioChoice.id)] == [0, 2, 3, 4, 5]


def test_her_place_is_kept(app, talk):
    talk.begin().say(CALM[0])
    elsewhere = Talk(Browser(app, "tess@example.org"), talk.address.removesuffix("/listening/conversations/first-words"))
    assert "Go on where you were" in elsewhere.page
    assert "Scene warm" in elsewhere.begin().page


def test_a_second_click_says_nothing_twice(tess, talk, installation):
    talk.begin()
    first = talk.page
    value = re.search(r'name="reply" value="([^"]+)"', first.html)[1]
    tess.submit(first, reply=value)
    page = tess.submit(first, reply=value)
    assert "You had gone on already" in page
    with installation.database.reading() as session:
        assert session.query(ScenarioChoice).count() == 1


def test_a_page_left_open_cannot_change_what_has_ended(tess, talk):
    talk.begin()
    opened = talk.page
    for words in CALM:
        talk.say(words)
    value = re.search(r'name="reply" value="([^"]+)"', opened.html)[1]
    assert "You sit side by side" in tess.submit(opened, reply=value)
    assert "You sit side by side" in tess.submit(opened, go="back")


@pytest.mark.parametrize("sent", [{"reply": "nonsense"}, {"reply": ""}, {}])
def test_a_reply_that_is_not_there_is_missing(tess, talk, installation, sent):
    talk.begin()
    assert tess.submit(talk.page, **sent).status == 404
    with installation.database.reading() as session:
        assert not session.query(ScenarioChoice).count()


@pytest.mark.parametrize("step", ["", "x", "-1", "99", "9" * 40])
def test_a_step_that_is_none_changes_nothing(tess, talk, step):
    talk.begin()
    value = re.search(r'name="reply" value="([^"]+)"', talk.page.html)[1]
    assert "Scene opening" in tess.submit(talk.page, reply=value, step=step)


def test_somebody_elses_conversation_is_missing(app, talk):
    talk.begin()
    run = talk.page.response.request.path
    nora = Browser(app, "nora@example.org")
    assert nora.get(run).status == nora.get("/learn/conversations/" + "0" * 16).status == 404


def test_another_way_is_another_run_and_the_ways_are_listed(tess, talk, installation):
    talk.begin()
    for words in CALM:
        talk.say(words)
    talk.page = tess.get(talk.address)
    assert "It can end in 4 ways. You have seen 1 of them." in talk.page
    talk.begin().say("Say nothing, and pull out a chair.").say("Wait.").say("Wait a little longer.")
    page = tess.get(talk.address)
    assert "You have seen 2 of them." in page
    assert "Scene end-quiet" in page
    with installation.database.reading() as session:
        assert session.query(ScenarioRun).count() == 2


def test_it_never_counts(app, tess, walk, talk):
    def stands():
        return tess.get(walk.course).text, tess.get("/learn/certificate").text

    before = stands()
    talk.begin().say("Where have you been?")
    assert stands() == before


@pytest.mark.parametrize("step", ["9" * 40, "-1", "x", ""])
def test_stepping_back_from_nowhere_changes_nothing(tess, talk, step):
    talk.begin().say("Where have you been?")
    assert "Stop here for a moment." in tess.submit(talk.page, go="back", step=step)


def test_the_module_says_what_was_practiced(tess, walk, talk):
    module = f"{walk.course}/listening"
    assert "A conversation" in tess.get(module)
    talk.begin()
    assert "Begun" in tess.get(module)
    for words in CALM:
        talk.say(words)
    assert "Practiced" in tess.get(module)


def test_the_page_for_oneself_is_there_and_others_are_not(tess, walk):
    page = tess.get(tess.get(f"{walk.course}/listening").link("By yourself"))
    assert "Ask one open question a day." in page
    for name in ("role-play", "trainer", "nothing"):
        assert tess.get(f"{walk.course}/listening/pages/{name}").status == 404


def test_every_skill_has_a_name():
    assert set(skills.words()) == set(SKILLS)
