"""A cohort as a list for a spreadsheet."""

from __future__ import annotations

import csv
import io
import re
import tracemalloc

from alongside.foundation import clock


def url(story):
    return f"/review/cohorts/{story.cohort().public_id}/export.csv"


def sheet(page):
    data = page.response.get_data()
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_the_list_says_what_the_screen_says(rae, story):
    story.join("Devon Hale", "Zoë Ærlig")
    story.reads("listening")
    story.hands_in("listening", right=True)
    story.does_everything("Devon Hale")
    head, *rows = sheet(rae.get(url(story)))
    assert head == [
        "Name", "Modules done", "Modules in all", "Listening: best score", "Listening: done on",
        "Crisis: best score", "Crisis: done on", "Last here", "Needs a hand", "Certificate",
    ]  # fmt: skip
    today = clock.today("America/New_York").isoformat()
    assert rows == [
        ["Devon Hale", "2", "2", "100", today, "100", today, today, "", "issued"],
        ["Tess Lindqvist", "1", "2", "100", today, "", "", today, "", ""],
        ["Zoë Ærlig", "0", "2", "", "", "", "", "", "", ""],
    ]
    screen = rae.get(f"/review/cohorts/{story.cohort().public_id}")
    shown = re.findall(r'">([^<]*)</a>.{0,200}?<td class="number">(\d) of (\d)</td>', screen.html, re.DOTALL)
    assert [(row[0], row[1], row[2]) for row in rows] == shown


def test_the_file_has_a_name_that_gives_nothing_away(rae, story):
    page = rae.get(url(story))
    said = page.response.headers["Content-Disposition"]
    assert re.fullmatch(r'attachment; filename="people-\d{4}-\d\d-\d\d\.csv"', said)
    assert page.response.content_type == "text/csv; charset=utf-8"
    assert page.response.headers["Cache-Control"] == "no-store"


def test_the_list_says_who_needs_a_hand(rae, story):
    for _ in range(2):
        story.hands_in("listening", right=False, ago=9)
    assert sheet(rae.get(url(story)))[1][-2] == "stuck at a quiz, not here for a week"


def test_everybody_is_on_it_once(rae, story, monkeypatch):
    monkeypatch.setattr("alongside.web.trainer.export.PART", 20)
    names = [f"Sam {n:03}" for n in range(60)]
    story.join(*names)
    assert [row[0] for row in sheet(rae.get(url(story)))[1:]] == [*names, "Tess Lindqvist"]


def test_that_rae_took_the_list_is_written_down(rae, story):
    rae.get(url(story))
    assert [subject for _, subject in story.written("trainer:cohort:export")] == [story.cohort().public_id]


def test_the_list_is_sent_as_it_is_read(rae, story, installation, monkeypatch):
    from alongside.web.trainer import export

    monkeypatch.setattr(export, "PART", 5)
    story.join(*(f"Sam {n:03}" for n in range(50)))
    response = rae.client.get(url(story), buffered=False)
    pieces = iter(response.response)
    next(pieces), next(pieces)
    assert installation.database.engine.pool.checkedout() == 0  # nothing is held while it is on its way
    tracemalloc.start()
    rest = sum(1 for _ in pieces)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert rest == 10  # parts of five people each; the first is gone already
    assert most < 2_000_000
    response.close()
