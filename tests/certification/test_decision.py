"""Who has earned a certificate, as a table; and the evidence, which must read in ten years."""

from __future__ import annotations

from datetime import date

import pytest

from alongside.certification.decision import ModuleRecord, Record, Requirement, Unmet, decide
from alongside.certification.evidence import Evidence, ModuleMet, UnknownEvidence, read

LISTENING = Requirement("module", {"module": "listening", "pass_mark": 80})
READING = Requirement("module", {"module": "reading", "pass_mark": 0})
BEGUN = {"lessons": 3, "lessons_done": 1, "has_quiz": True}
READ = BEGUN | {"lessons_done": 3}
PASSED = READ | {"best_percent": 90, "quiz_passed": True}


def missing(code: str, **values: object) -> Unmet:
    return Unmet(code, {"module": "listening", **values})


@pytest.mark.parametrize(
    "asked, done, unmet",
    [
        ((LISTENING,), {}, [missing("module", pass_mark=80)]),
        ((LISTENING,), {"listening": BEGUN}, [missing("lessons", left=2), missing("quiz", best=None, pass_mark=80)]),
        ((LISTENING,), {"listening": READ}, [missing("quiz", best=None, pass_mark=80)]),
        ((LISTENING,), {"listening": READ | {"best_percent": 60}}, [missing("quiz", best=60, pass_mark=80)]),
        # Points enough, and a safety question missed: the quiz is not passed.
        ((LISTENING,), {"listening": READ | {"best_percent": 90}}, [missing("quiz", best=90, pass_mark=80)]),
        ((LISTENING,), {"listening": PASSED | {"lessons_done": 2}}, [missing("lessons", left=1)]),
        ((LISTENING,), {"listening": PASSED}, []),
        ((READING,), {"reading": {"lessons": 1, "lessons_done": 1}}, []),
        ((LISTENING, READING), {"listening": PASSED}, [Unmet("module", {"module": "reading", "pass_mark": 0})]),
        ((LISTENING,), {"listening": PASSED, "another": BEGUN}, []),  # what is not asked does not count
    ],
)
def test_what_is_missing(asked, done, unmet):
    decision = decide(asked, Record({name: ModuleRecord(**values) for name, values in done.items()}))
    assert list(decision.missing) == unmet
    assert decision.earned == (not unmet)
    assert len(decision.met) == len(asked) - len({one.values["module"] for one in unmet})


def test_where_nothing_is_required_nothing_is_earned():
    assert not decide((), Record({"listening": ModuleRecord(**PASSED)})).earned


EVIDENCE = Evidence(
    "small-course", "release1",
    met=(
        ModuleMet("listening", "Listening", pass_mark=80, percent=90, attempts=2, lessons=3, done_on=date(2026, 11, 23)),
        ModuleMet("reading", "Reading", lessons=1),
    ),
)  # fmt: skip


def test_evidence_is_read_as_it_was_written():
    assert read(EVIDENCE.as_json()) == EVIDENCE


def test_the_written_form_of_evidence_never_changes():
    assert EVIDENCE.as_json() == {
        "format": 1, "course": "small-course", "release": "release1",
        "met": [
            {"code": "module", "module": "listening", "title": "Listening", "pass_mark": 80, "percent": 90, "attempts": 2,
             "lessons": 3, "done_on": "2026-11-23"},
            {"code": "module", "module": "reading", "title": "Reading", "pass_mark": 0, "percent": None, "attempts": 0,
             "lessons": 1, "done_on": None},
        ],
    }  # fmt: skip


def test_old_evidence_that_lacks_a_newer_value_is_read():
    assert read({"format": 1, "course": "c", "release": "r", "met": [{"code": "module", "module": "m", "title": "M"}]}).modules


@pytest.mark.parametrize("change", [{"format": 2}, {"met": [{"code": "observed_skill"}]}])
def test_evidence_of_a_later_version_is_not_guessed_at(change):
    with pytest.raises(UnknownEvidence):
        read(EVIDENCE.as_json() | change)
