"""The bench measures what it says: small looks at its parts, none of them at a figure."""

from __future__ import annotations

import resource
import socket
import threading
from collections import Counter

import pytest
from sqlalchemy import select

from alongside.foundation.database import session
from alongside.organizations.models import Cohort, CohortTrainer
from bench import driver, floor, in_process, machine, people, report, seed, story
from bench.asks import ADDRESS, NUMBER, Ask, filled
from bench.measure import Result, Run, Side
from bench.scenarios import SCENARIOS
from bench.sessions import signed
from bench.torture import __main__ as torture
from bench.torture import orders, races
from bench.torture.full_disk import full_disk
from tests.cast import COURSE

on_sqlite = pytest.mark.parametrize("settings", ["sqlite"], indirect=True)


@pytest.fixture
def seeded(app, installation):
    """Some learners in every state, in a cohort that a trainer leads."""
    with installation.database.writing():
        for one in session.scalars(select(CohortTrainer)):
            session.delete(one)
        place, _ = seed.found_place()
        session.get_one(Cohort, place.cohort.id).course = COURSE
        found = seed.world_now()
        world = story.World(COURSE, found.content, found.banks, found.today)
        rows = seed.Rows(seed.next_ids())
        for number, how in enumerate(["sitting"] * 10 + ["learning"] * 8 + ["certified"] * 2):
            seed.rows_of(story.tell(world, number, how), place, world, rows)
    seed._write(installation, rows)
    seed._print_certificates(installation)
    return people.find(app)


@on_sqlite
@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda one: one.name.replace(" ", "-"))
def test_what_a_scenario_asks_is_answered_as_it_expects(app, seeded, scenario):
    counted = in_process.count(app, scenario, seeded)
    assert counted.status == scenario.expect
    assert scenario.most_statements is None or 0 < counted.statements <= scenario.most_statements


@on_sqlite
def test_a_first_visit_finds_the_style_its_fonts_and_the_scripts(app, seeded):
    visit = in_process.visit(app, Ask("/sign-in"))
    assert visit.requests > 3
    assert visit.bytes > visit.bytes_with_gzip > visit.page


def test_the_floor_answers_and_saves(tmp_path):
    floor.prepare(tmp_path)
    app = floor.make(tmp_path)
    who = signed(app, {"_user_id": "1"})
    assert in_process.call(app, Ask("/7", who=who)).status_code == 200
    save = Ask("/answers", "POST", '{"response": "x"}', "application/json", who, {"X-CSRFToken": who.token})
    assert in_process.call(app, save).get_json() == {"person": "1"}
    without = Ask("/answers", "POST", '{"response": "x"}', "application/json", who)
    assert in_process.call(app, without).status_code == 400


def _serve(answers):
    """A server of kept-alive connections that gives these answers in turn."""
    listener = socket.create_server(("127.0.0.1", 0))

    def talk():
        connection, _ = listener.accept()
        with connection:
            for answer in answers:
                while b"\r\n\r\n" not in connection.recv(65536):
                    pass
                connection.sendall(answer[:20])
                connection.sendall(answer[20:])

    threading.Thread(target=talk, daemon=True).start()
    return listener


def test_the_driver_counts_answers_and_errors():
    good = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"
    bad = b"HTTP/1.1 500 Oh\r\ncontent-length: 0\r\n\r\n"
    with _serve([good, bad, good]) as listener:
        met = driver.drive(listener.getsockname()[1], [Ask(f"/{NUMBER}").raw()], count=3, connections=1)
    assert met.statuses == {"200": 2, "500": 1}
    assert met.errors == 1
    assert met.count == 3


def test_a_request_gets_its_number_and_another_address_each_time():
    assert filled(f"{NUMBER} {ADDRESS}", 258) == "258 10.1.2.7"
    assert len({filled(ADDRESS, number) for number in range(1000)}) == 1000


def _result(ours: float, errors: int = 0) -> Result:
    side = Side([ours], [100.0], [1000, 2000], errors)
    return Result(SCENARIOS[0], in_process.Counted(0, 4000, 200), side, Side([1.0], [200.0], [500]))


def test_the_report_says_reached_or_not():
    assert "reached" in report._scenario(_result(1.1))
    assert "not: ≤ 1.2 ×" in report._scenario(_result(1.3))
    assert "errors" in report._scenario(_result(1.1, errors=1))


def test_a_report_names_the_machine_and_its_load(tmp_path):
    memory = {name: {"serve 1": 1024} for name in ("idle", "loaded", "floor")}
    rows = dict.fromkeys(("attempt", "answer", "grade", "certificate", "audit_row"), 7)
    runs = [Run(number, rows, [_result(1.0)], memory, {"ours": 1.0, "floor": 0.5}, {}, None) for number in (10, 20)]
    text = report.words(runs, "0.1, 0.1, 0.1", "1 round.")
    report.append(text, tmp_path / "measurements.md")
    said = (tmp_path / "measurements.md").read_text()
    assert machine.words() in said
    assert "10 and 20 learners" in said
    assert "### Growth" in said


def test_a_race_that_two_win_is_noticed(installation):
    everybody = races.Race("nothing", lambda _i: None, lambda *_: True, (), lambda _c: [])
    assert races.run(everybody, installation, 4) == ["nothing: 4 of 4 won"]
    broken = races.Race("nothing", lambda _i: None, lambda *_: 1 / 0, (), lambda _c: [])
    assert "ZeroDivisionError" in races.run(broken, installation, 2)[0]


@on_sqlite
def test_an_answer_that_is_not_what_was_sent_last_is_noticed(app, installation, seeded):
    from alongside.assessment.models import Answer

    one = seeded.savers[0]
    sheet = orders.Sheet(one.who, one.attempt_id, one.attempt, [])
    with installation.database.writing():
        session.scalars(select(Answer).where(Answer.attempt_id == one.attempt_id)).first().sequence = 99
    assert any("stored" in word for word in orders._differences(app, sheet, {}))


def test_the_disk_has_room_again_afterwards(tmp_path):
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    with full_disk(most=10), pytest.raises(OSError, match="too large"):
        (tmp_path / "file").write_bytes(b"x" * 20)
    assert resource.getrlimit(resource.RLIMIT_FSIZE) == before


def test_torture_goes_on_counting_where_it_ended(tmp_path):
    path = tmp_path / "state.json"
    torture.note(torture.read_state(path), "races", 2.0, (Counter(submit=3), []), path)
    total = torture.note(torture.read_state(path), "races", 3.0, (Counter(submit=4, seal=1), ["two won"]), path)
    assert total == {"slices": 2, "seconds": 5.0, "done": {"submit": 7, "seal": 1}, "wrong": 1}
