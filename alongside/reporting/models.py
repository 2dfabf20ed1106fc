"""One table of counts. The journey counts up when something happens; pages only read."""

from __future__ import annotations

from sqlalchemy import ForeignKeyConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from alongside.foundation.database import Key, Table


class CohortCount(Table):
    """How many: `what` happened in a cohort, told apart by `key` (a module, or a quiz and a band of scores)."""

    __tablename__ = "cohort_count"
    __table_args__ = (
        UniqueConstraint("cohort_id", "what", "key", name="one_count"),
        ForeignKeyConstraint(["cohort_id", "organization_id"], ["cohort.id", "cohort.organization_id"], "fk_cohort_count_cohort"),
    )

    id: Mapped[Key]
    organization_id: Mapped[int]
    cohort_id: Mapped[int]
    what: Mapped[str] = mapped_column(String(20))  # enrolled, module_started, module_done, score, passed, earned, certified
    key: Mapped[str] = mapped_column(String(100), default="")
    n: Mapped[int] = mapped_column(default=0)
