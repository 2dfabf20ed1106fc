"""The trainer's front: who could use a hand, how a cohort is doing, what one person answered."""

from alongside.web.front import Front

front = Front("trainer", may_enter=("trainer",), url_prefix="/review")

from alongside.web.trainer import attempt, cohort, export, home, person, plans, quizzes  # noqa: E402

__all__ = ["attempt", "cohort", "export", "front", "home", "person", "plans", "quizzes"]
