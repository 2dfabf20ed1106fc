"""What the journey counts as it goes, and what a recount finds, are the same."""

from __future__ import annotations

from sqlalchemy import select, update

from alongside.foundation.database import session
from alongside.learning.models import Enrolment
from alongside.organizations.models import Cohort
from alongside.reporting import cohorts
from alongside.reporting.models import CohortCount
from alongside.reporting.recount import recount
from tests.web.trainer.stories import Story


def everything(cohort_id):
    counts = {(one.what, one.key): one.n for one in session.scalars(select(CohortCount).where(CohortCount.cohort_id == cohort_id))}
    people = session.execute(select(Enrolment.id, Enrolment.modules_open, Enrolment.modules_stuck).order_by(Enrolment.id)).all()
    return counts, [tuple(one) for one in people]


def test_a_recount_finds_what_was_counted_on_the_way(installation):
    story = Story(installation)
    story.join("Devon Hale", "Jo Marsh", "Ana Ruiz")
    story.does_everything("Devon Hale")
    story.reads("listening")
    for right in (False, False, True):
        story.hands_in("listening", right=right)
    story.reads("crisis")
    story.hands_in("listening", right=False, name="Jo Marsh")
    story.hands_in("listening", right=False, name="Jo Marsh")
    story.begins("listening", name="Ana Ruiz", answers=2)
    cohort_id = story.cohort().id
    with installation.database.reading():
        before = everything(cohort_id)
    assert {("enrolled", ""), ("certified", ""), ("passed", "listening")} <= before[0].keys()
    assert sum(stuck for _, _, stuck in before[1]) == 1
    with installation.database.writing():
        session.execute(update(CohortCount).values(n=CohortCount.n + 7))
        session.execute(update(Enrolment).values(modules_open=9, modules_stuck=9))
        cohort = session.get_one(Cohort, cohort_id)
        recount(cohort)
        nora = select(Enrolment.id).where(Enrolment.cohort_id != cohort_id)
        session.execute(update(Enrolment).where(Enrolment.id.in_(nora)).values(modules_open=0, modules_stuck=0))
    with installation.database.reading():
        assert everything(cohort_id) == before
        assert cohorts.people(cohort_id, show="stuck")[0].name == "Jo Marsh"
