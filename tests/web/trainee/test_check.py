"""Before handing in: what is answered, what is not."""

from tests.web.trainee.walk import right_fields


def test_it_counts_what_is_open_and_links_to_it(tess, walk):
    walk.begin()
    tess.submit(tess.get(walk.question(1)), go="next", **right_fields(walk.items()[0]))
    page = tess.get(f"/learn/attempts/{walk.attempt}/check")
    assert page.heading == "4 questions have no answer yet"
    assert page.link("Go to question 2") == walk.question(2)
    assert "Hand in as it is" in page


def test_when_all_is_answered_handing_in_is_the_next_step(tess, walk):
    walk.begin()
    page = walk.answer_all()
    assert page.heading == "All questions are answered"
    assert "Hand in my answers" in page


def test_it_shows_what_was_answered_and_never_whether_it_is_right(tess, walk):
    walk.begin()
    page = walk.answer_all()
    assert page.html.count("You said:") == 5
    assert "1 of" not in page or "matched" in page
    assert ("Safety question" in page) == any(item.critical for item in walk.items())


def test_the_button_says_what_comes(tess, walk):
    walk.begin()
    assert "See all questions" in tess.get(walk.question(5))
