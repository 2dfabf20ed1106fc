"""Tess's whole way: three lessons, two quizzes, one certificate."""

from alongside.certification.models import Certificate


def test_tess_earns_her_certificate(tess, walk, installation):
    assert tess.get("/learn/certificate").heading == "2 things are still missing"
    walk.read("listening")
    assert walk.pass_quiz("listening").heading == "5 of 5 right. You passed."
    walk.read("crisis")
    page = walk.pass_quiz("crisis")
    assert "Your certificate is ready" in page
    assert tess.get(page.link("See your certificate")).heading == "Your certificate holds"
    with installation.database.reading() as session:
        assert session.query(Certificate).one().state == "issued"


def test_a_quiz_can_be_the_first_thing_and_a_lesson_the_last(tess, walk):
    walk.pass_quiz("listening")
    page = walk.read("listening")
    assert "“Listening” is done." in page
    walk.pass_quiz("crisis")
    walk.read("crisis")
    assert tess.get("/learn/certificate").heading == "Your certificate holds"


def test_every_page_of_hers_is_neutral_outside(tess, walk):
    walk.begin()
    pages = ["/learn", walk.course, f"{walk.course}/listening", f"{walk.course}/listening/first", walk.question(1), "/learn/certificate", "/learn/pause", "/learn/search"]
    for path in pages:
        title = tess.get(path).title.lower()
        assert not any(word in title for word in ("recovery", "substance", "listening", "crisis", "small course")), title
