"""The course: done, next, locked and why."""


def test_the_course_says_what_is_locked_and_what_opens_it(tess, walk):
    page = tess.get(walk.course)
    assert page.heading == "Small course"
    assert "Your next module" in page
    assert "Opens when “Listening” is done" in page
    assert not [href for href, _ in page.links if href.endswith("/crisis")]


def test_a_finished_module_opens_the_next(tess, walk):
    walk.read("listening")
    walk.pass_quiz("listening")
    page = tess.get(walk.course)
    assert "1 of 2 modules" in page
    assert page.link("2. Crisis").endswith("/crisis")


def test_the_certificate_stands_at_the_end(tess, walk):
    page = tess.get(walk.course)
    assert "What is still missing" in page
    walk.finish_course()
    assert "It is yours." in tess.get(walk.course)


def test_nora_finds_nothing_at_the_address_of_tess(nora, walk):
    foreign, missing = nora.get(walk.course), nora.get("/learn/courses/0000000000000000")
    assert foreign.status == missing.status == 404
    assert foreign.heading == missing.heading


def test_a_link_in_a_text_leads_to_the_readers_own_page(tess, walk):
    assert tess.get("/learn/go/listening/second").response.request.path == f"{walk.course}/listening/second"
    assert tess.get("/learn/go/listening").response.request.path == f"{walk.course}/listening"
    assert tess.get("/learn/go/elsewhere").status == 404


def test_the_course_page_asks_little(tess, walk, statements):
    tess.get(walk.course)
    statements.clear()
    tess.get(walk.course)
    assert len(statements) <= 4, statements
