"""A cohort as a list for a spreadsheet: the figures of the screen, sent as they are read, however many people there are.

The list leaves while no unit of work is open any more, so each part is read in one of its own. Before the first line
goes out it is written down who took it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from flask import Response

from alongside.content.catalogue import Module
from alongside.foundation import clock
from alongside.foundation.database import Database
from alongside.foundation.i18n import gettext as _
from alongside.foundation.installation import here
from alongside.journey import tags
from alongside.learning import progress
from alongside.learning.models import ModuleProgress
from alongside.organizations.models import Cohort
from alongside.reporting import cohorts, spreadsheet, syllabus
from alongside.reporting.cohorts import Person
from alongside.reporting.syllabus import Far
from alongside.web import pages
from alongside.web.trainer import finding, front

PART = 200  # people read at a time


@front.get("/cohorts/<public_id>/export.csv")
def export(public_id: str) -> Response:
    cohort, _figures = finding.my_cohort(public_id)
    finding.write_down(tags.RECORDS_EXPORTED, cohort)
    modules = [subject.module for subject in syllabus.of_cohort(cohort)]
    head = [_("Name"), _("Modules done"), _("Modules in all")]
    for module in modules:
        head += [_("%(module)s: best score", module=module.title), _("%(module)s: done on", module=module.title)]
    head += [_("Last here"), _("Needs a hand"), _("Certificate")]
    states = {"earned": _("ready"), "issued": _("issued"), "revoked": _("revoked"), "stuck": _("stuck at a quiz"), "away": _("not here for a week")}
    name = f"people-{clock.today(str(pages.zone()))}.csv"
    return Response(
        _lines(here().database, cohort, modules, head, states, pages.zone()),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _lines(
    database: Database, cohort: Cohort, modules: list[Module], head: list[str], states: Mapping[str, str], zone: ZoneInfo
) -> Iterator[str]:
    yield spreadsheet.MARK + spreadsheet.lines([head])
    after: str | None = None
    while part := _read(database, cohort, after):
        yield spreadsheet.lines(_line(who, far, rows, modules, states, zone) for who, far, rows in part)
        after = part[-1][0].public_id


def _read(database: Database, cohort: Cohort, after: str | None) -> list[tuple[Person, Far, Mapping[str, ModuleProgress]]]:
    """The next people, in a unit of work that is over before they are sent."""
    with database.reading():
        people = cohorts.people(cohort.id, after=after, size=PART)
        rows = progress.of_enrolments([one.id for one in people]) if people else {}
        contents = syllabus.contents(one.release_id for one in people)
        return [(one, syllabus.far(cohort.course, contents[one.release_id], rows[one.id]), rows[one.id]) for one in people]


def _line(
    who: Person, far: Far, rows: Mapping[str, ModuleProgress], modules: list[Module], states: Mapping[str, str], zone: ZoneInfo
) -> list[object]:
    cells: list[object] = [who.name, far.done, far.modules]
    for module in modules:
        row = rows.get(module.id)
        cells += [row.best_percent if row else None, _day(row.done_at if row else None, zone)]
    needs = [states[what] for what, so in (("stuck", who.is_stuck), ("away", who.is_idle)) if so]
    return [*cells, _day(who.last_active_at, zone), ", ".join(needs), states.get(who.certificate or "", "")]


def _day(instant: datetime | None, zone: ZoneInfo) -> str | None:
    return instant.astimezone(zone).date().isoformat() if instant else None
