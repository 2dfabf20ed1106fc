"""Ten thousand seeded learners are what the product itself would have written: one story, told both ways."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from alongside.assessment.models import Answer, Attempt, Grade
from alongside.certification.models import Certificate, Edition
from alongside.foundation import audit, clock
from alongside.foundation.database import session
from alongside.foundation.jobs import Job
from alongside.learning.models import Enrolment, LessonProgress, ModuleProgress
from alongside.organizations import cohorts, members
from alongside.organizations.models import Cohort, Membership
from alongside.people import accounts
from alongside.people.models import Account
from alongside.reporting import counts
from alongside.reporting.recount import recount
from bench import seed, story
from tests.cast import COURSE

# Different by their nature: keys, random ids, and what the certificate's job adds later.
NOT_COMPARED = {
    "id", "public_id", "enrolment_id", "membership_id", "cohort_id", "account_id", "attempt_id", "current_grade_id", "certificate_id",
    "code", "subject_id", "actor_id", "name", "sort_name", "email",
    "email_key", "sign_in_name", "printed",
}  # fmt: skip
OF_ENROLMENT = (ModuleProgress, LessonProgress, Attempt)
OF_ATTEMPT = (Answer, Grade)


@pytest.fixture
def world(installation):
    with installation.database.reading():
        found = seed.world_now()
        return story.World(COURSE, found.content, found.banks, found.today)


@pytest.mark.parametrize("how", ["sitting", "learning", "certified"])
def test_a_seeded_learner_is_what_the_journey_would_have_written(installation, world, how):
    told = story.tell(world, 7, how)
    with installation.database.writing():
        place, _ = seed.found_place()
        place.cohort.course = COURSE
        rows = seed.Rows(seed.next_ids())
        seed.rows_of(told, place, world, rows)
        lived = _live(told, place)
        seeded_first = {table: rows.of[table] for table in seed.TABLES}
    seed._write(installation, _moved(rows, installation))
    with installation.database.writing():
        recount(session.get_one(Cohort, place.cohort.id))
    with installation.database.reading():
        assert _all_of(seeded_first[Enrolment][0]["id"]) == _all_of(lived)
        assert counts.of_cohort(place.cohort.id) == counts.of_cohort(session.get_one(Enrolment, lived).cohort_id)


def _live(told, place):
    """Somebody like them, by the journey's own verbs, in another cohort."""
    again = cohorts.create(place.organization, name="Lived", course=COURSE)
    account = accounts.create(name=told.name, email="lived@bench.example")
    with clock.at(told.enrolled_at):
        membership = members.add(place.organization, account, "trainee")
    enrolment = story.replay(told, membership, again, place.by)
    session.flush()
    return enrolment.id


def _moved(rows, installation):
    """The journey has taken the first ids meanwhile: the seeded rows go behind them."""
    with installation.database.reading():
        free = {table: value + 1000 for table, value in seed.next_ids().items()}
    moves = {table: free[table] - of[0]["id"] for table, of in rows.of.items() if of and table in free}
    keys = {
        "account_id": Account, "membership_id": Membership, "enrolment_id": Enrolment, "attempt_id": Attempt,
        "current_grade_id": Grade, "certificate_id": Certificate, "row_id": audit.AuditRow,
    }  # fmt: skip
    for table, of in rows.of.items():
        for row in of:
            if table in moves:
                row["id"] += moves[table]
            for name, points_to in keys.items():
                if name in row and points_to in moves:
                    row[name] += moves[points_to]
    for row in rows.of[Job]:
        row["payload"] = {"edition_id": row["payload"]["edition_id"] + moves[Edition]}
    for row in rows.current_grades:
        row["id"] += moves[Attempt]
        row["current_grade_id"] += moves[Grade]
    return rows


def _all_of(enrolment_id):
    """Everything that hangs on an enrolment, without what must differ."""
    enrolment = session.get_one(Enrolment, enrolment_id)
    found = {"enrolment": [_plain(enrolment)]}
    for table in OF_ENROLMENT:
        found[table.__tablename__] = [_plain(one) for one in session.scalars(select(table).where(table.enrolment_id == enrolment_id).order_by(table.id))]
    for table in OF_ATTEMPT:
        mine = select(table).join(Attempt, Attempt.id == table.attempt_id).where(Attempt.enrolment_id == enrolment_id)
        found[table.__tablename__] = [_plain(one) for one in session.scalars(mine.order_by(table.id))]
    certificates = session.scalars(select(Certificate).where(Certificate.enrolment_id == enrolment_id)).all()
    found["certificate"] = [_plain(one) for one in certificates]
    editions = session.scalars(select(Edition).where(Edition.certificate_id.in_([one.id for one in certificates]))).all()
    found["edition"] = [{"printed": one.printed, **_plain(one), "number": len(one.number)} for one in editions]
    jobs = session.scalars(select(Job).where(Job.kind == "certificate_pdf")).all()
    printed = {one.id for one in editions}
    found["job"] = [one.kind for one in jobs if one.payload["edition_id"] in printed]
    about = {enrolment.public_id, *(one.public_id for one in certificates)}
    about |= set(session.scalars(select(Attempt.public_id).where(Attempt.enrolment_id == enrolment_id)))
    acts = select(audit.AuditRow, audit.AuditDetail).outerjoin(audit.AuditDetail).where(audit.AuditRow.subject_id.in_(about)).order_by(audit.AuditRow.id)
    found["audit"] = [(row.at, row.action, row.subject_type, row.actor_id is None, _without_number(detail)) for row, detail in session.execute(acts)]
    return found


def _without_number(detail):
    """What was said, but for the number of a certificate: that is rolled anew each time."""
    return {name: value for name, value in detail.detail.items() if name != "number"} if detail else None


def _plain(row):
    return {one.key: getattr(row, one.key) for one in row.__mapper__.column_attrs if one.key not in NOT_COMPARED}


def test_the_check_of_seeded_rows_notices_a_wrong_one(installation):
    with installation.database.writing():
        row = session.scalars(select(Enrolment)).first()
        session.add(ModuleProgress(organization_id=row.organization_id, enrolment_id=row.id, module="listening", lessons=2, lessons_done=2, started_at=clock.now() - timedelta(days=1)))
    assert any("listening" in one for one in seed.disagreements(installation))
