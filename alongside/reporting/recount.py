"""Count anew from what is stored, for a cohort whose rows were brought in from elsewhere, or are in doubt."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import delete, select

from alongside.assessment.models import Attempt, Grade
from alongside.certification.models import Certificate
from alongside.foundation.database import insert, session
from alongside.learning import progress
from alongside.learning.models import Enrolment, ModuleProgress
from alongside.organizations.models import Cohort
from alongside.reporting.counts import band
from alongside.reporting.models import CohortCount


def recount(cohort: Cohort) -> None:
    """Afterwards the counts say what the journey would have counted."""
    session.flush()
    progress.sum_up_cohort(cohort.id)
    counted = _count(cohort.id)
    session.execute(delete(CohortCount).where(CohortCount.cohort_id == cohort.id))
    if counted:
        session.execute(
            insert(CohortCount),
            [
                {"organization_id": cohort.organization_id, "cohort_id": cohort.id, "what": what, "key": key, "n": n}
                for (what, key), n in sorted(counted.items())
            ],
        )


def _count(cohort_id: int) -> Counter[tuple[str, str]]:
    people = select(Enrolment.id).where(Enrolment.cohort_id == cohort_id)
    counted: Counter[tuple[str, str]] = Counter()
    here = people.where(Enrolment.ended_at.is_(None))  # figures of people are of those who have not left
    counted["enrolled", ""] = len(session.scalars(here).all())
    for module, done_at in session.execute(
        select(ModuleProgress.module, ModuleProgress.done_at).where(ModuleProgress.enrolment_id.in_(people))
    ):
        counted["module_started", module] += 1
        counted["module_done", module] += done_at is not None
    for issued_at in session.scalars(select(Certificate.issued_at).where(Certificate.enrolment_id.in_(here))):
        counted["earned", ""] += 1
        counted["certified", ""] += issued_at is not None
    for quiz, percent, passed in session.execute(
        select(Attempt.quiz, Grade.percent, Grade.passed)
        .join(Grade, Grade.id == Attempt.current_grade_id)
        .where(Attempt.enrolment_id.in_(people))
    ):
        counted["score", f"{quiz}/{band(percent)}"] += 1
        counted["passed", quiz] += passed
    return +counted
