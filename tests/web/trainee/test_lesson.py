"""A lesson: read, keep the place, be done."""

import pytest

from alongside.learning.models import LessonProgress
from tests.cast import Browser
from tests.conftest import digest_of_database


def test_tess_reads_on_to_the_next_lesson(tess, walk):
    page = tess.get(f"{walk.course}/listening/first")
    assert "Words in this lesson" in page
    assert "Saying back what you heard" in page
    assert tess.submit(page, "/done").heading == "Second lesson"


def test_after_the_last_lesson_she_comes_to_the_quiz(tess, walk):
    page = walk.read("listening")
    assert "You have read all lessons of this module." in page
    assert page.response.request.path == f"{walk.course}/listening"


def test_done_twice_is_done_once(tess, walk):
    page = tess.get(f"{walk.course}/listening/first")
    tess.submit(page, "/done")
    tess.submit(page, "/done")
    assert "1 of 2 lessons read" in tess.get(walk.course)


def test_the_way_round_counts_the_same(tess, walk):
    walk.read("listening")
    walk.pass_quiz("listening")
    page = tess.get(f"{walk.course}/crisis/asking")
    assert "This lesson speaks of suicide." in page
    page = tess.get(page.link("the other way through"))
    assert page.heading == "Asking, another way"
    assert "It counts the same." in page
    assert "You have read all lessons" in tess.submit(page, "/done")


def test_a_lesson_without_a_way_round_has_none(tess, walk):
    assert tess.get(f"{walk.course}/listening/first?way=round").status == 404


def test_her_place_is_kept_for_every_device(app, tess, walk):
    lesson = f"{walk.course}/listening/first"
    assert tess.post_json(f"{lesson}/position", {"position": "p-2"}).status_code == 204
    assert 'data-position="p-2"' in Browser(app, "tess@example.org").get(lesson).html


@pytest.mark.parametrize("sent", [None, [], {}, {"position": ""}, {"position": 7}, {"position": "<b>"}, {"position": "P 1"}, {"position": "p" * 41}])
def test_a_place_that_is_none_is_refused(tess, walk, installation, sent):
    assert tess.post_json(f"{walk.course}/listening/first/position", sent).status_code == 422
    with installation.database.reading() as session:
        assert not session.query(LessonProgress).count()


def test_looking_writes_nothing(tess, walk, installation):
    before = digest_of_database(installation)
    for path in ("/listening", "/listening/first", "/listening/second", ""):
        tess.get(walk.course + path)
    assert digest_of_database(installation) == before


def test_nora_can_neither_read_nor_write_there(nora, walk, installation):
    before = digest_of_database(installation, but=("sign_in",))
    lesson = f"{walk.course}/listening/first"
    assert nora.get(lesson).status == 404
    assert nora.post(f"{lesson}/done").status == 404
    assert nora.post_json(f"{lesson}/position", {"position": "p-1"}).status_code == 404
    assert digest_of_database(installation, but=("sign_in",)) == before


def test_a_lesson_of_a_locked_module_waits(tess, walk):
    assert tess.get(f"{walk.course}/crisis/asking").status == 409
    assert tess.post(f"{walk.course}/crisis/asking/done").status == 409


def test_a_lesson_that_is_not_there(tess, walk):
    assert tess.get(f"{walk.course}/listening/third").status == 404


def test_the_lesson_page_asks_little(tess, walk, statements):
    tess.get(f"{walk.course}/listening/first")
    statements.clear()
    tess.get(f"{walk.course}/listening/first")
    assert len(statements) <= 4, statements
