"""One question a page: answered with a plain form, saved at every step."""

import pytest

from tests.conftest import digest_of_database
from tests.web.trainee.walk import right_fields


def position_of(walk, kind: str) -> int:
    return next(place for place, item in enumerate(walk.items(), 1) if item.kind == kind)


@pytest.mark.parametrize("kind", ["one_choice", "several_choices", "true_false", "matching", "short_text"])
def test_every_kind_is_asked_saved_and_shown_again(tess, walk, kind):
    walk.begin()
    place = position_of(walk, kind)
    item = walk.items()[place - 1]
    page = tess.get(walk.question(place))
    assert page.title.startswith(f"Question {place} of 5")
    tess.submit(page, go="back", **right_fields(item))
    assert walk.stored()[place - 1]
    given = {(name, one) for name, value in right_fields(item).items() for one in (value if isinstance(value, list) else [value])}
    assert set(tess.get(walk.question(place)).form().fields) >= given


def test_the_buttons_lead_on_back_and_to_the_overview(tess, walk):
    page = walk.begin()
    page = tess.submit(page, go="next")
    assert page.response.request.path == walk.question(2)
    assert tess.submit(page, go="back").response.request.path == walk.question(1)
    assert tess.submit(page, go="check").response.request.path.endswith("/check")
    assert tess.submit(tess.get(walk.question(5)), go="next").response.request.path.endswith("/check")


def test_a_missing_answer_is_fine(tess, walk):
    walk.begin()
    tess.submit(tess.get(walk.question(1)), go="next")
    assert "5 questions have no answer yet" in tess.get(f"/learn/attempts/{walk.attempt}/check")


def test_an_answer_can_be_taken_back(tess, walk):
    walk.begin()
    place = position_of(walk, "several_choices")
    page = tess.get(walk.question(place))
    tess.submit(page, go="next", **right_fields(walk.items()[place - 1]))
    tess.submit(tess.get(walk.question(place)), go="next", answer=None)
    assert walk.stored()[place - 1] is None


def test_what_is_no_answer_is_refused_and_the_old_one_kept(tess, walk):
    walk.begin()
    place = position_of(walk, "one_choice")
    page = tess.get(walk.question(place))
    tess.submit(page, go="next", **right_fields(walk.items()[place - 1]))
    before = walk.stored()
    page = tess.submit(page, go="next", answer="no such option")
    assert page.status == 422
    assert "could not be read as an answer" in page
    assert walk.stored() == before


def test_a_text_that_is_too_long_stays_on_the_page(tess, walk):
    walk.begin()
    place = position_of(walk, "short_text")
    page = tess.submit(tess.get(walk.question(place)), go="next", answer="long " * 80)
    assert page.status == 422
    assert "long long" in page.html
    assert place - 1 not in walk.stored()


def test_beginning_again_goes_on_where_something_is_open(tess, walk):
    first = walk.begin().response.request.path
    tess.submit(tess.get(first), go="next", **right_fields(walk.items()[0]))
    assert walk.begin().response.request.path == walk.question(2)
    walk.answer_all()
    page = tess.post(f"{walk.course}/listening/attempts", follow=True)
    assert page.response.request.path.endswith("/check")


@pytest.mark.parametrize("place", [0, 6, 99])
def test_a_question_that_is_not_there(tess, walk, place):
    walk.begin()
    assert tess.get(walk.question(place)).status == 404
    assert tess.post(walk.question(place), {"answer": "x"}).status == 404


def test_nora_finds_no_attempt_of_tess(nora, walk, installation):
    walk.begin()
    nora.get("/learn")
    before = digest_of_database(installation, but=("sign_in",))
    for path in (walk.question(1), f"/learn/attempts/{walk.attempt}/check", f"/learn/attempts/{walk.attempt}/result"):
        assert nora.get(path).status == 404
    for path in (walk.question(1), f"/learn/attempts/{walk.attempt}/result"):
        assert nora.post(path, {"answer": "x"}).status == 404
    assert digest_of_database(installation, but=("sign_in",)) == before


def test_a_pause_hides_the_questions(tess, walk):
    walk.begin()
    tess.submit(tess.get("/learn/pause"), "/pause")
    assert tess.get(walk.question(1)).heading == "You are paused"
    assert tess.get(f"/learn/attempts/{walk.attempt}/check").heading == "You are paused"


def test_a_sign_in_that_ended_keeps_what_was_written(tess, walk):
    walk.begin()
    place = position_of(walk, "short_text")
    page = tess.get(walk.question(place))
    tess.post("/sign-out")
    kept = tess.submit(page, answer="saying it back", go="next", follow=False)
    assert kept.status in {400, 401}
    assert "saying it back" in kept.html
    assert walk.stored() == {}


def test_the_question_page_asks_little(tess, walk, statements):
    walk.begin()
    tess.get(walk.question(1))
    statements.clear()
    tess.get(walk.question(1))
    assert len(statements) <= 4, statements
