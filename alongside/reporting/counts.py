"""Count up, read counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import select

from alongside.foundation.database import insert, session
from alongside.reporting.models import CohortCount

Counts = Mapping[str, Mapping[str, int]]
BANDS = 10  # scores are counted in bands of ten percent; 100 belongs to the last


def count_up(organization_id: int, cohort_id: int | None, what: str, key: str = "", by: int = 1) -> None:
    """One more of this in the cohort; somebody without a cohort is not counted."""
    if cohort_id is None:
        return
    row = insert(CohortCount).values(organization_id=organization_id, cohort_id=cohort_id, what=what, key=key, n=by)
    session.execute(
        row.on_conflict_do_update(
            index_elements=["cohort_id", "what", "key"], set_={"n": CohortCount.n + row.excluded.n}
        )
    )


def band(percent: int) -> int:
    return min(percent // BANDS, BANDS - 1)


def of_cohort(cohort_id: int) -> Counts:
    """All counts of a cohort: what -> key -> n. One statement."""
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    for what, key, n in session.execute(
        select(CohortCount.what, CohortCount.key, CohortCount.n).where(CohortCount.cohort_id == cohort_id)
    ):
        counts[what][key] = n
    return counts


def totals(cohort_ids: Sequence[int]) -> Mapping[int, Mapping[str, int]]:
    """People enrolled, certificates earned and issued of several cohorts: cohort id -> what -> n. One statement."""
    found: dict[int, dict[str, int]] = {one: defaultdict(int) for one in cohort_ids}
    for cohort_id, what, n in session.execute(
        select(CohortCount.cohort_id, CohortCount.what, CohortCount.n).where(
            CohortCount.cohort_id.in_(cohort_ids), CohortCount.key == ""
        )
    ):
        found[cohort_id][what] = n
    return found


def of_cohorts(cohort_ids: Sequence[int], what: Sequence[str]) -> dict[int, Counts]:
    """Counts of several cohorts at once. One statement."""
    found: dict[int, dict[str, dict[str, int]]] = {one: defaultdict(dict) for one in cohort_ids}
    for cohort_id, kind, key, n in session.execute(
        select(CohortCount.cohort_id, CohortCount.what, CohortCount.key, CohortCount.n).where(
            CohortCount.cohort_id.in_(cohort_ids), CohortCount.what.in_(what)
        )
    ):
        found[cohort_id][kind][key] = n
    return dict(found)


def passed(counts: Counts, quiz: str) -> int:
    """How many attempts at a quiz were enough."""
    return counts.get("passed", {}).get(quiz, 0)


def scores(counts: Counts, quiz: str) -> list[int]:
    """How many attempts at a quiz ended in each band of ten percent, lowest first."""
    return [counts.get("score", {}).get(f"{quiz}/{one}", 0) for one in range(BANDS)]
