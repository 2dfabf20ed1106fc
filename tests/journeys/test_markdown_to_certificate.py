"""The main job, from a Markdown page to a certificate that a stranger can check."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from alongside.assessment import attempts, drawing
from alongside.assessment.attempts import AttemptAlreadyFinished
from alongside.catalogue import shelf
from alongside.certification import certificates, evidence, verification
from alongside.certification.models import Certificate, Edition
from alongside.content.questions import registry
from alongside.foundation import clock, files, jobs
from alongside.foundation.database import session
from alongside.journey import certify, sign_in, take_quiz
from alongside.journey.read_lesson import ModuleIsLocked, finish_lesson
from alongside.learning.models import Enrolment
from alongside.organizations.models import Membership, Organization
from alongside.people.models import Account


def enrolment_of(email: str) -> Enrolment:
    return session.scalars(
        select(Enrolment).join(Membership, Membership.id == Enrolment.membership_id)
        .join(Account, Account.id == Membership.account_id).where(Account.email == email)
    ).one()  # fmt: skip


def take(enrolment: Enrolment, module: str, *, right: bool = True):
    """A quiz taken with every answer right, or with none."""
    attempt = take_quiz.begin_attempt(enrolment, module)
    if right:
        for position, item in enumerate(take_quiz.shown_items(attempt)):
            take_quiz.save_answer(attempt, position, registry.solution(item), sequence=1)
    return attempt, take_quiz.finish_attempt(attempt)


def finish_course(enrolment: Enrolment) -> None:
    for lesson in ("first", "second"):
        finish_lesson(enrolment, "listening", lesson)
    take(enrolment, "listening")
    finish_lesson(enrolment, "crisis", "asking")
    take(enrolment, "crisis")


def test_tess_reads_passes_and_holds_a_certificate_that_vera_can_check(installation):
    with installation.database.writing():
        finish_course(enrolment_of("tess@example.org"))
    with installation.database.reading():
        certificate = session.scalars(select(Certificate)).one()
        edition = certificates.current_edition(certificate.id)
        assert certificate.state == "issued"
        assert edition.name == "Tess Lindqvist"
        assert [one.percent for one in evidence.read(edition.evidence).modules] == [100, 100]
        for text in (edition.code, edition.number, f"https://anywhere.example/verify/{edition.code}"):
            assert verification.look_up(text).state == "valid"
        assert verification.look_up(edition.code).initials == "T. L."
        assert verification.look_up(edition.code).name == ""  # until Tess says so
        assert verification.look_up("7QWM-4KDN-X2RB").state == "unknown"


def test_the_file_is_made_once_by_a_job_and_stored(app, installation):
    with installation.database.writing():
        finish_course(enrolment_of("tess@example.org"))
    with installation.database.reading():
        waiting = session.scalars(select(jobs.Job).where(jobs.Job.kind == "certificate_pdf")).one()
    with app.app_context():
        jobs.run(installation, waiting.id)
    with installation.database.reading():
        edition = session.scalars(select(Edition)).one()
        stored = session.get_one(files.StoredFile, edition.pdf_file_id)
        assert stored.content.startswith(b"%PDF-")
        assert session.scalar(select(func.count()).select_from(jobs.Job).where(jobs.Job.kind == "mail")) == 1


def test_a_module_stays_locked_until_the_one_before_it_is_done(installation):
    with installation.database.writing():
        tess = enrolment_of("tess@example.org")
        with pytest.raises(ModuleIsLocked) as refused:
            finish_lesson(tess, "crisis", "asking")
        assert [one.id for one in refused.value.waits_for] == ["listening"]


def test_a_missed_safety_question_is_not_a_pass_whatever_the_percent(installation):
    with installation.database.writing():
        tess = enrolment_of("tess@example.org")
        for lesson in ("first", "second"):
            finish_lesson(tess, "listening", lesson)
        take(tess, "listening")
        finish_lesson(tess, "crisis", "asking")
        attempt = take_quiz.begin_attempt(tess, "crisis")
        for position, item in enumerate(take_quiz.shown_items(attempt)):
            if not item.critical:
                take_quiz.save_answer(attempt, position, registry.solution(item), sequence=1)
        grade = take_quiz.finish_attempt(attempt)
        assert (grade.percent, grade.passed, grade.critical_missed) == (50, False, 1)  # the pass mark is 50
        assert [one.code for one in certify.decision_for(tess).missing] == ["quiz"]


def test_the_next_try_waits_and_a_pause_stops_the_waiting(installation):
    from alongside.learning import pauses

    with installation.database.writing():
        tess = enrolment_of("tess@example.org")
        for lesson in ("first", "second"):
            finish_lesson(tess, "listening", lesson)
        take(tess, "listening")
        finish_lesson(tess, "crisis", "asking")
        _, grade = take(tess, "crisis", right=False)
        handed_in = clock.now()
        assert not grade.passed
        with pytest.raises(take_quiz.MayNotBegin) as refused:
            take_quiz.begin_attempt(tess, "crisis")
        assert refused.value.why.reason == "wait"
        with clock.at(handed_in + timedelta(hours=6)):
            pauses.begin(tess)
            with pytest.raises(take_quiz.MayNotBegin) as refused:
                take_quiz.begin_attempt(tess, "crisis")
            assert refused.value.why.reason == "paused"
        with clock.at(handed_in + timedelta(hours=10)):
            pauses.end(tess)
        with clock.at(handed_in + timedelta(hours=13)), pytest.raises(take_quiz.MayNotBegin):
            take_quiz.begin_attempt(tess, "crisis")  # four of the hours did not count
        with clock.at(handed_in + timedelta(hours=16, minutes=1)):
            assert take_quiz.begin_attempt(tess, "crisis").number == 2


def test_answers_after_handing_in_are_refused_and_change_nothing(installation):
    with installation.database.writing():
        tess = enrolment_of("tess@example.org")
        attempt, _ = take(tess, "listening")
        before = {one: row.response for one, row in attempts.answers(attempt.id).items()}
        with pytest.raises(AttemptAlreadyFinished):
            take_quiz.save_answer(attempt, 0, None, sequence=99)
        with pytest.raises(AttemptAlreadyFinished):
            take_quiz.finish_attempt(attempt)
        assert {one: row.response for one, row in attempts.answers(attempt.id).items()} == before


@pytest.mark.parametrize(
    "packets, kept",
    [
        ([(1, "a"), (2, "b")], "b"),
        ([(2, "b"), (1, "a")], "b"),  # the older one came late
        ([(5, "a"), (5, "b")], "a"),  # the same packet twice
        ([(9, "a"), (3, "b"), (8, "c")], "a"),
    ],
)
def test_the_highest_sequence_number_wins_whatever_comes_when(installation, packets, kept):
    with installation.database.writing():
        tess = enrolment_of("tess@example.org")
        attempt = take_quiz.begin_attempt(tess, "listening")
        position, item = next(
            (at, one) for at, one in enumerate(take_quiz.shown_items(attempt)) if one.kind == "short_text"
        )
        assert item
        for sequence, words in packets:
            take_quiz.save_answer(attempt, position, words, sequence=sequence)
        assert attempts.answers(attempt.id)[position].response == kept


def test_an_attempt_can_be_drawn_again_from_its_seed(installation):
    with installation.database.writing():
        tess = enrolment_of("tess@example.org")
        first, _ = take(tess, "listening", right=False)
        again = drawing.draw(
            shelf.outline(first.release_id).quizzes["listening"],
            {"listening": shelf.items(first.release_id, "listening")},
            seed=first.seed,
        )
        assert again == first.shown


def test_revoked_is_seen_at_once_and_reinstated_is_a_new_edition(installation):
    with installation.database.writing():
        finish_course(enrolment_of("tess@example.org"))
        certificate = session.scalars(select(Certificate)).one()
        first = certificates.current_edition(certificate.id)
        omar = session.scalars(select(Membership).where(Membership.is_owner, Membership.organization_id == certificate.organization_id)).one()
        certify.revoke(certificate, "Issued to the wrong person.", by=omar)
        found = verification.look_up(first.code)
        assert (found.state, found.name) == ("revoked", "")
        second = certify.reinstate(certificate, by=omar)
        assert verification.look_up(first.code).state == "superseded"
        assert verification.look_up(first.code).initials == ""
        assert verification.look_up(second.code).state == "valid"
        assert (second.issued_on, second.valid_until) == (first.issued_on, first.valid_until)
        with pytest.raises(certificates.NotInThatState):
            certify.reinstate(certificate, by=omar)


def test_nobody_confirms_their_own_certificate(installation):
    from alongside.journey.enrol import enrol

    with installation.database.writing():
        omar = session.scalars(select(Membership).join(Account, Account.id == Membership.account_id).where(Account.email == "omar@example.org")).one()
        enrolment = enrol(omar, course="confirmed-course", by=None)
        finish_course(enrolment)
        certificate = session.scalars(select(Certificate)).one()
        assert certificate.state == "earned"
        with pytest.raises(certify.MayNotIssueToOneself):
            certify.issue(certificate, by=omar)


def test_days_on_a_certificate_are_the_issuers_days(installation):
    """Half past nine in the evening of the 23rd in Honolulu is the 24th in UTC."""
    with installation.database.writing(), clock.at(datetime(2026, 11, 24, 7, 30, tzinfo=UTC)):
        tess = enrolment_of("tess@example.org")
        tess.membership.organization.time_zone = "Pacific/Honolulu"
        finish_course(tess)
        edition = session.scalars(select(Edition)).one()
        assert edition.issued_on == date(2026, 11, 23)
        assert {one.done_on for one in evidence.read(edition.evidence).modules} == {date(2026, 11, 23)}


def test_an_issuer_that_moves_does_not_move_the_last_day_of_what_it_issued(installation):
    with installation.database.writing():
        tess = enrolment_of("tess@example.org")
        tess.membership.organization.time_zone = "Pacific/Honolulu"
        finish_course(tess)
        edition = session.scalars(select(Edition)).one()
        edition.valid_until = date(2026, 11, 23)
        tess.membership.organization.time_zone = "Asia/Tokyo"
        session.flush()
        with clock.at(datetime(2026, 11, 24, 9, 59, tzinfo=UTC)):
            assert verification.look_up(edition.code).state == "valid"


def test_reinstating_prints_what_was_printed_under_the_name_it_was_issued_with(installation):
    with installation.database.writing():
        tess = enrolment_of("tess@example.org")
        finish_course(tess)
        certificate = session.scalars(select(Certificate)).one()
        first = certificates.current_edition(certificate.id)
        omar = session.scalars(select(Membership).where(Membership.is_owner, Membership.organization_id == certificate.organization_id)).one()
        certify.revoke(certificate, "Issued to the wrong person.", by=omar)
        sign_in.rename(tess.membership.account, "Tess Moved-On", called=None)
        second = certify.reinstate(certificate, by=omar)
        assert second.name == first.name == "Tess Lindqvist"
        assert (second.title, second.printed, second.evidence) == (first.title, first.printed, first.evidence)


@pytest.mark.parametrize("change", [{"course": "confirmed-course"}, {"cycle": 2}])
def test_a_certificate_cannot_be_of_another_course_or_cycle_than_its_enrolment(installation, change):
    with installation.database.writing():
        finish_course(enrolment_of("tess@example.org"))
    with pytest.raises(IntegrityError), installation.database.writing():
        session.execute(update(Certificate).values(change))


def test_an_edition_cannot_point_to_a_file_that_is_not_there_or_a_neighbours(installation):
    with installation.database.writing():
        finish_course(enrolment_of("tess@example.org"))
        hilltop = session.scalars(select(Organization).where(Organization.name == "Hilltop House")).one()
        theirs = files.put(b"%PDF-", "application/pdf", hilltop.id).id
    for file_id in (theirs, 99999):
        with pytest.raises(IntegrityError), installation.database.writing():
            session.execute(update(Edition).values(pdf_file_id=file_id))
