"""A person taking a course: the course, how far they are in it, and the steps of its path in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask import url_for

from alongside.catalogue import shelf
from alongside.content.catalogue import Agreement, Catalogue, Course, Module, Quiz
from alongside.foundation.i18n import gettext as _
from alongside.learning import progress, signatures
from alongside.learning.models import Enrolment, ModuleProgress
from alongside.learning.progress import Stop
from alongside.web import pages
from alongside.web.trainee import words


def has_safety(enrolment: Enrolment, quiz: Quiz) -> bool:
    """Whether a question of the pools it draws from is a safety question."""
    drawn = {(one.quiz, one.pool) for one in quiz.draw}
    return any(
        item.critical and (bank, item.pool) in drawn
        for bank in {one.quiz for one in quiz.draw}
        for item in shelf.items(enrolment.release_id, bank).values()
    )


@dataclass(frozen=True)
class Taking:
    """One enrolment, with what its pages need; `rows` is the progress by module id."""

    enrolment: Enrolment
    rows: Mapping[str, ModuleProgress]

    @cached_property
    def content(self) -> Catalogue:
        return shelf.outline(self.enrolment.release_id)

    @cached_property
    def course(self) -> Course:
        return self.content.courses[self.enrolment.course]

    @cached_property
    def stops(self) -> list[Stop]:
        return progress.path(self.course, self.content, self.rows)

    @property
    def now(self) -> Stop | None:
        return next((one for one in self.stops if one.state == "now"), None)

    def number_of(self, module: Module) -> int:
        return self.course.modules.index(module.id) + 1

    @property
    def is_earned(self) -> bool:
        """All that the certificate asks for is done."""
        return self.modules_are_done and not self.unsigned

    @property
    def modules_are_done(self) -> bool:
        done = {one.module.id for one in self.stops if one.state == "done"}
        return done.issuperset(self.course.certificate.modules)

    @property
    def agreements(self) -> list[Agreement]:
        """What the course asks one to sign."""
        return [self.content.agreements[one] for one in self.course.certificate.agreements]

    @cached_property
    def unsigned(self) -> list[Agreement]:
        """Of these, what is not signed yet."""
        signed = signatures.of_enrolment(self.enrolment.id) if self.agreements else {}
        return [one for one in self.agreements if one.id not in signed]

    def far(self) -> tuple[int, int, str]:
        """How far, for the ring: modules. Hours are planned, never counted: nobody here sees who came to the live part."""
        done = sum(one.state == "done" for one in self.stops)
        return done, len(self.stops), _("%(done)s of %(all)s modules", done=done, all=len(self.stops))

    def planned(self) -> str:
        """ "About 14 hours in all, 9 of them live." """
        hours = [one.module.hours for one in self.stops]
        total, live = sum(one.total for one in hours), sum(one.live for one in hours)
        if not live:
            return _("About %(hours)s hours in all.", hours=words.number(total))
        return _("About %(hours)s hours in all, %(live)s of them live.", hours=words.number(total), live=words.number(live))

    @property
    def has_live_part(self) -> bool:
        return any(one.module.hours.live for one in self.stops)

    def steps(self) -> list[dict[str, Any]]:
        """The modules as steps of a path."""
        return [self._step(number, stop) for number, stop in enumerate(self.stops, 1)]

    def _step(self, number: int, stop: Stop) -> dict[str, Any]:
        opens = stop.state in {"done", "now", "open"}
        url = url_for("trainee.module", public_id=self.enrolment.public_id, module_id=stop.module.id) if opens else ""
        return {
            "number": number,
            "title": f"{number}. {stop.module.title}",
            "url": url,
            "note": self._note(stop),
            "state": "locked" if stop.state == "coming" else stop.state,
        }

    def _note(self, stop: Stop) -> str:
        hours, row = words.hours_of(stop.module), stop.progress
        if stop.state == "coming":
            return _("Still being written")
        if stop.state == "locked":
            if len(stop.waits_for) > 1:
                return _("Opens when %(count)s other modules are done · %(hours)s", count=words.number(len(stop.waits_for)), hours=hours)
            return _("Opens when “%(module)s” is done · %(hours)s", module=stop.waits_for[0].title, hours=hours)
        if stop.state == "done" and row:
            return _("Done %(date)s · %(hours)s", date=pages.date(row.done_at), hours=hours)
        if row and row.lessons_done:
            done = _("%(done)s of %(all)s lessons read", done=row.lessons_done, all=len(stop.module.lessons))
            return _("You are here · %(done)s", done=done) if stop.state == "now" else done
        return _("Your next module · %(hours)s", hours=hours) if stop.state == "now" else _("Open · %(hours)s", hours=hours)


def taking(enrolment: Enrolment) -> Taking:
    return Taking(enrolment, progress.of_enrolment(enrolment.id))
