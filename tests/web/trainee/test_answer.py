"""What autosave.js sends: the highest number wins, nothing is taken after handing in."""

import pytest

from tests.conftest import digest_of_database
from tests.web.trainee.walk import as_json, right_fields, wrong_fields


@pytest.fixture
def save(tess, walk):
    """Send one answer to the first question as the script does."""
    walk.begin()

    def send(fields=None, *, seq=1000, item="1", **other):
        body = {"seq": seq, "item": item, "response": as_json(right_fields(walk.items()[0])) if fields is None else as_json(fields)}
        return tess.post_json(f"/learn/attempts/{walk.attempt}/answers", {**body, **other})

    return send


def test_it_is_saved_and_said_when(save, walk):
    answer = save()
    assert answer.status_code == 200
    assert answer.json["kept"] is True
    assert answer.json["sequence"] == 1000
    assert ":" in answer.json["saved_at"]
    assert walk.stored()[0]


def test_the_same_packet_twice_is_one(save, walk):
    save()
    assert save().json == {**save().json, "kept": True, "sequence": 1000}


def test_an_older_packet_changes_nothing_and_says_who_is_ahead(save, walk):
    save(seq=2000)
    before = walk.stored()
    answer = save(wrong_fields(walk.items()[0]), seq=1500)
    assert answer.json["kept"] is False
    assert answer.json["sequence"] == 2000
    assert walk.stored() == before


def test_a_plain_form_follows_whatever_is_there(save, tess, walk):
    save(seq=5000)
    wrong = wrong_fields(walk.items()[0])
    tess.submit(tess.get(walk.question(1)), go="next", **{**dict.fromkeys(right_fields(walk.items()[0])), **wrong})
    assert save(seq=5000).json["kept"] is False


@pytest.mark.parametrize("other", [
    {"seq": 0}, {"seq": -1}, {"seq": "7"}, {"seq": True}, {"seq": 2**60}, {"seq": None}, {"seq": 1.5},
    {"item": "x"}, {"item": None}, {"item": []},
    {"response": None}, {"response": "x"}, {"response": {"answer": "x"}}, {"response": {"answer": [1]}},
    {"response": {"answer": [["x"]]}}, {"response": {"answer": ["no such option"], "answer-no": ["no"]}},
])  # fmt: skip
def test_nonsense_is_refused(save, walk, other):
    assert save(**other).status_code == 422
    assert walk.stored() == {}


@pytest.mark.parametrize("body", [r'"\ud800 word"', r'"\udc00"', b'"\xed\xa0\x80"'], ids=["half", "other half", "in bytes"])
def test_half_a_character_is_no_answer(save, tess, walk, body):
    """No database keeps it, and no page can show it."""
    place = next(place for place, item in enumerate(walk.items(), 1) if item.kind == "short_text")
    text = body if isinstance(body, bytes) else body.encode()
    data = b'{"seq": 7, "item": %d, "response": {"answer": [%s]}}' % (place, text)
    sent = tess.client.post(f"/learn/attempts/{walk.attempt}/answers", data=data,
        headers={"X-CSRFToken": tess.token(), "Content-Type": "application/json"})  # fmt: skip
    assert sent.status_code == 422
    assert walk.stored() == {}
    assert tess.get(walk.question(place)).status == 200


def test_a_face_made_of_two_halves_is_one_character(save, tess, walk):
    place = next(place for place, item in enumerate(walk.items(), 1) if item.kind == "short_text")
    assert save({"answer": "\U0001f642"}, item=str(place)).status_code == 200
    assert walk.stored()[place - 1] == "\U0001f642"


@pytest.mark.parametrize("item", ["0", "6", "-1"])
def test_a_question_that_is_not_there(save, walk, item):
    assert save(item=item).status_code == 404
    assert walk.stored() == {}


@pytest.mark.parametrize("extra", [{"score": 100}, {"correct": True}, {"percent": 100, "state": "finished"}])
def test_what_a_client_says_of_its_score_is_not_heard(save, tess, walk, extra):
    assert save(wrong_fields(walk.items()[0]), **extra).status_code == 200
    assert "0 of 5 right" in walk.hand_in()


def test_after_handing_in_nothing_is_taken(save, tess, walk, installation):
    save()
    walk.hand_in()
    before = digest_of_database(installation)
    answer = save(wrong_fields(walk.items()[0]), seq=9_999_999)
    assert answer.status_code == 409
    assert answer.json["location"] == f"/learn/attempts/{walk.attempt}/result"
    late = tess.post(walk.question(1), {"answer": "late"})
    assert late.response.location == answer.json["location"]
    assert digest_of_database(installation) == before


def test_nora_cannot_save_into_the_attempt_of_tess(save, nora, walk, installation):
    nora.get("/learn")
    before = digest_of_database(installation, but=("sign_in",))
    answer = nora.post_json(f"/learn/attempts/{walk.attempt}/answers", {"seq": 9, "item": "1", "response": {}})
    assert answer.status_code == 404
    assert digest_of_database(installation, but=("sign_in",)) == before


def test_paused_it_says_so(save, tess, walk):
    tess.submit(tess.get("/learn/pause"), "/pause")
    answer = save()
    assert (answer.status_code, answer.json["state"], answer.json["location"]) == (409, "paused", "/learn/pause")
    assert walk.stored() == {}


def test_signed_out_it_says_so_in_json(save, tess, walk):
    tess.post("/sign-out")
    answer = save()
    assert answer.status_code == 401
    assert answer.json["location"] == "/sign-in"
    assert walk.stored() == {}


def test_saving_asks_little(save, statements, walk):
    save(seq=10)
    body = right_fields(walk.items()[0])
    statements.clear()
    save(body, seq=20)
    asked = [one for one in statements if "answer" in one or "attempt" in one or "pause" in one or "sign_in" in one]
    assert len(asked) <= 5, statements  # one of them for the token of this test's browser
