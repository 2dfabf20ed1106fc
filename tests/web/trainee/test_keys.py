"""No trace of a key leaves the server while an attempt is open: not in marks, order, classes, data or JSON."""

import re

from tests.small_course import CANARY
from tests.web.trainee.walk import as_json, right_fields, wrong_fields


def everything_open(tess, walk):
    """Every answer a person can get while the attempt is open."""
    walk.begin()
    pages = [walk.question(place) for place in range(1, 6)]
    pages += [f"/learn/attempts/{walk.attempt}/{one}" for one in ("check", "result")]
    pages += [walk.course, f"{walk.course}/listening", "/learn", "/learn/certificate", "/learn/search?q=canary"]
    for path in pages:
        yield tess.get(path)
    for place, item in enumerate(walk.items(), 1):
        yield tess.submit(tess.get(walk.question(place)), go="next", **right_fields(item))
        yield tess.submit(tess.get(walk.question(place)), go="next", answer="nonsense")


def test_no_canary_is_seen_before_its_time(tess, walk):
    for page in everything_open(tess, walk):
        assert CANARY not in page.html
        assert CANARY not in str(page.response.headers)


def test_a_right_and_a_wrong_answer_get_the_same_answer(tess, walk):
    walk.begin()
    said = set()
    for fields in (right_fields(walk.items()[0]), wrong_fields(walk.items()[0])):
        sent = {"seq": len(said) + 1, "item": "1", "response": as_json(fields)}
        answer = tess.post_json(f"/learn/attempts/{walk.attempt}/answers", sent)
        said.add((answer.status_code, tuple(sorted(answer.json)), answer.json["kept"]))
    assert len(said) == 1


def test_options_look_alike(tess, walk):
    walk.begin()
    for place, item in enumerate(walk.items(), 1):
        html = tess.get(walk.question(place)).html
        for choice in re.findall(r"<label class=\"choice\">.*?</label>", html, re.DOTALL):
            bare = re.sub(r'value="[0-9a-f]{12}"', "", choice.split("<span>")[0])
            assert re.fullmatch(r'<label class="choice"><input type="(radio|checkbox)" name="answer" > ', bare)
        assert "seed" not in html
        for competency in item.competencies:
            assert competency not in html


def test_afterwards_all_is_told(tess, walk):
    walk.begin()
    walk.answer_all(right=False)
    assert walk.hand_in().html.count(CANARY) == 11
