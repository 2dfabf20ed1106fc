"""A module: lessons, quiz, rules, and how far it has been checked."""


def test_it_says_that_nobody_has_reviewed_it(tess, walk):
    page = tess.get(f"{walk.course}/listening")
    assert "Nobody outside has reviewed this yet." in page
    assert "To try listening in tests." in page


def test_it_says_the_rules_of_the_quiz(tess, walk):
    walk.read("listening")
    walk.pass_quiz("listening")
    page = tess.get(f"{walk.course}/crisis")
    for words in ("You need 1 of 2 right.", "Safety questions must all be right", "You can take it 3 times.", "a wait of 12 hours"):
        assert words in page


def test_it_keeps_what_she_handed_in(tess, walk):
    walk.begin()
    walk.answer_all(right=False)
    walk.hand_in()
    page = tess.get(f"{walk.course}/listening")
    assert tess.get(page.link("Try 1: 0 of 5 questions right")).status == 200


def test_a_quiz_without_tries_left_says_so(tess, walk):
    walk.read("listening")
    walk.pass_quiz("listening")
    walk.begin("crisis")
    walk.answer_all(right=False)
    walk.hand_in()
    page = tess.post(f"{walk.course}/crisis/attempts", follow=True)
    assert "You can take the quiz again from" in page
    assert page.response.request.path == f"{walk.course}/crisis"


def test_a_locked_module_opens_later(tess, walk):
    page = tess.get(f"{walk.course}/crisis")
    assert page.status == 409
    assert "This opens when “Listening” is done." in page


def test_there_is_one_main_button(tess, walk):
    assert tess.get(f"{walk.course}/listening").html.count("button main") == 1
    assert walk.read("listening").html.count("button main") == 1


def test_a_module_of_another_course_is_missing(tess, walk):
    assert tess.get(f"{walk.course}/elsewhere").status == 404
