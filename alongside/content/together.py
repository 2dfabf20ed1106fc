"""What can only be seen when all the pages are there: whether they fit each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .items import ItemRead
from .modules import ModuleRead
from .places import Problems
from .quizzes import QuizRead


@dataclass(frozen=True)
class Together:
    """All that was read. A page that is there but could not be read is None: nothing is said twice about it."""

    modules: Mapping[str, ModuleRead | None]
    quizzes: Mapping[str, QuizRead | None]
    problems: Problems

    def check(self) -> None:
        for module in self.modules.values():
            if module:
                self._check_prerequisites(module)
                self._check_quiz_of(module)
        self._check_quizzes_shared()
        self._check_circles()
        for quiz in self.quizzes.values():
            if quiz:
                self._check_draws(quiz)
                self._check_pools_drawn(quiz)
                self._check_items(quiz)

    # Modules

    def _check_prerequisites(self, read: ModuleRead) -> None:
        for number, name in enumerate(read.module.prerequisites):
            if name not in self.modules:
                self.problems.error(
                    read.file, read.settings.at("prerequisites", number), f"there is no module “{name}”; check the word"
                )

    def _check_circles(self) -> None:
        """Each circle is told once, at the module of it that comes first in the alphabet."""
        told: set[frozenset[str]] = set()
        for name, read in sorted(self.modules.items()):
            circle = self._circle_from(name)
            if read and circle and frozenset(circle) not in told:
                told.add(frozenset(circle))
                self.problems.error(
                    read.file,
                    read.settings.key("prerequisites"),
                    f"a circle of prerequisites: {' → '.join([*circle, name])}; take one of them out",
                )

    def _circle_from(self, start: str) -> list[str] | None:
        """The modules on a way from `start` back to it, or None."""
        ways = [[start]]
        seen = {start}
        while ways:
            way = ways.pop(0)
            for name in self._prerequisites(way[-1]):
                if name == start:
                    return way
                if name not in seen:
                    seen.add(name)
                    ways.append([*way, name])
        return None

    def _prerequisites(self, name: str) -> tuple[str, ...]:
        read = self.modules.get(name)
        return read.module.prerequisites if read else ()

    def _check_quiz_of(self, read: ModuleRead) -> None:
        if read.module.quiz and read.module.quiz not in self.quizzes:
            self.problems.error(
                read.file,
                read.settings.at("quiz"),
                f"there is no quiz “{read.module.quiz}”; write quizzes/{read.module.quiz}.md",
            )

    def _check_quizzes_shared(self) -> None:
        """An attempt belongs to one module: a quiz that closed two would answer for the wrong one."""
        closes: dict[str, str] = {}
        for name, read in sorted(self.modules.items()):
            quiz = read.module.quiz if read else None
            if read is None or quiz is None:
                continue
            if quiz in closes:
                self.problems.error(
                    read.file,
                    read.settings.at("quiz"),
                    f"“{closes[quiz]}” closes with this quiz already; write quizzes/{name}.md that draws from {quiz}/…",
                )
            closes.setdefault(quiz, name)

    def _banks_of(self, read: ModuleRead) -> list[str]:
        """The banks that a module's quiz draws from."""
        quiz = self.quizzes.get(read.module.quiz or "")
        return list(dict.fromkeys([quiz.quiz.id, *(draw.quiz for draw in quiz.quiz.draw)])) if quiz else []

    # Quizzes

    def _check_draws(self, read: QuizRead) -> None:
        drawn: set[tuple[str, str]] = set()
        for draw in read.quiz.draw:
            place = read.place_of(draw)
            if (draw.quiz, draw.pool) in drawn:
                self.problems.error(
                    read.file, place, f"the pool “{draw.pool}” is drawn from twice; write it once, with the sum"
                )
            drawn.add((draw.quiz, draw.pool))
            if draw.quiz not in self.quizzes:
                self.problems.error(
                    read.file, place, f"there is no bank “{draw.quiz}”; check the word before the slash"
                )
                continue
            bank = self.quizzes[draw.quiz]
            if bank is None or not bank.is_whole or not bank.items:
                continue
            there = sum(item.pool == draw.pool for item in bank.quiz.items)
            if there < draw.count:
                self.problems.error(
                    read.file,
                    place,
                    f"this draws {draw.count} from the pool “{draw.pool}”, which has "
                    f"{there}; write more, or draw fewer",
                )

    def _check_pools_drawn(self, read: QuizRead) -> None:
        drawn = {(draw.quiz, draw.pool) for quiz in self.quizzes.values() if quiz for draw in quiz.quiz.draw}
        told: set[str] = set()
        for item in read.items:
            pool = item.item.pool
            if (read.quiz.id, pool) not in drawn and pool not in told:
                told.add(pool)
                self.problems.warning(
                    read.file,
                    item.places["pool"],
                    f"nothing draws from the pool “{pool}”; add it to draw, or check the word",
                )

    def _check_items(self, read: QuizRead) -> None:
        users = [one for one in self.modules.values() if one and read.quiz.id in self._banks_of(one)]
        if not users or None in self.modules.values():
            return
        for item in read.items:
            self._check_item(read.file, item, users)

    def _check_item(self, file: str, read: ItemRead, users: list[ModuleRead]) -> None:
        item = read.item
        if item.objective and not any(item.objective == one.id for user in users for one in user.module.objectives):
            self.problems.error(
                file,
                read.places["objective"],
                f"no module that uses this bank has the objective “{item.objective}”; check the word",
            )
        if item.lesson and not any(item.lesson in user.lesson_names for user in users):
            self.problems.error(
                file,
                read.places["lesson"],
                f"no module that uses this bank has the lesson “{item.lesson}”; "
                "write the file's name without number and ending",
            )
