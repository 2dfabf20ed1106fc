"""Seeds thousands of learners in bulk: `rows_of` writes for one story the rows the journey would have written."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from sqlalchemy import func, insert, select, text, update

from alongside.assessment.models import Answer, Attempt, Grade
from alongside.catalogue import releases, shelf
from alongside.catalogue.models import Release
from alongside.certification.evidence import Evidence
from alongside.certification.models import Certificate, Edition
from alongside.cli.database import MIGRATIONS
from alongside.content.catalogue import Module
from alongside.credentials import numbers
from alongside.foundation import audit, clock, ids, jobs
from alongside.foundation.database import Table, session
from alongside.foundation.installation import Installation
from alongside.foundation.jobs import Job
from alongside.journey import certify, tags
from alongside.learning.models import Enrolment, LessonProgress, ModuleProgress
from alongside.organizations import cohorts, members
from alongside.organizations.models import Cohort, Membership, Organization
from alongside.people import accounts
from alongside.people.models import Account
from alongside.reporting.recount import recount
from bench.story import Reads, Sits, Story, World, result_of, tell

COURSE = "peer-supporter-foundations"
CHUNK = 500
SITTING = 0.2  # of the learners have a quiz open, at most MOST_SITTING
CERTIFIED = 0.25
MOST_SITTING = 400
SESSIONS = 32

# In the order in which rows may point to each other.
TABLES: tuple[type[Table], ...] = (
    Account, Membership, Enrolment, ModuleProgress, LessonProgress, Attempt, Answer, Grade, Certificate, Edition, Job,
    audit.AuditRow, audit.AuditDetail,
)  # fmt: skip


@dataclass
class Place:
    """Where the learners are: one organization, one cohort with everybody in it (the hardest case for its page)."""

    organization: Organization
    cohort: Cohort
    release: Release
    by: str  # public id of the administrator


@dataclass
class Rows:
    """Rows by table, with the next free id of each."""

    next_id: dict[type[Table], int]
    of: dict[type[Table], list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    current_grades: list[dict[str, Any]] = field(default_factory=list)

    def add(self, table: type[Table], **values: Any) -> dict[str, Any]:
        row = {"id": self.next_id[table], **values}
        self.next_id[table] += 1
        self.of[table].append(row)
        return row


def next_ids() -> dict[type[Table], int]:
    return {table: (session.scalar(select(func.max(table.id))) or 0) + 1 for table in TABLES if hasattr(table, "id")}


# ---- one learner ----------------------------------------------------------------------------------------------------


def rows_of(story: Story, place: Place, world: World, rows: Rows) -> None:
    """Everything that is stored of one learner."""
    _Writer(story, place, world, rows).write()


class _Writer:
    def __init__(self, story: Story, place: Place, world: World, rows: Rows) -> None:
        self.story, self.place, self.world, self.rows = story, place, world, rows
        self.own = {"organization_id": place.organization.id}
        self.progress: dict[str, dict[str, Any]] = {}
        self.tries: Counter[str] = Counter()

    def write(self) -> None:
        self._person()
        for step in self.story.steps:
            if isinstance(step, Reads):
                self._reads(step)
            else:
                self._sits(step)

    def _person(self) -> None:
        story, rows = self.story, self.rows
        self.account = rows.add(
            Account, public_id=ids.public_id(), name=story.name, sign_in_name=story.email, email=story.email,
            email_key=story.email, created_at=story.enrolled_at,
        )  # fmt: skip
        self.membership = rows.add(
            Membership, public_id=ids.public_id(), account_id=self.account["id"], is_trainee=True,
            joined_at=story.enrolled_at, sort_name=story.name.casefold()[:120], **self.own,
        )  # fmt: skip
        self.enrolment = rows.add(
            Enrolment, public_id=ids.public_id(), membership_id=self.membership["id"], cohort_id=self.place.cohort.id,
            course=self.world.course, cycle=1, release_id=self.place.release.id, sort_name=story.name.casefold()[:120],
            enrolled_at=story.enrolled_at, last_active_at=None, **self.own,
        )  # fmt: skip
        self._record(tags.ENROLMENT_ADDED, story.enrolled_at, self.place.by, self.enrolment["public_id"])

    def _open(self, module: Module, at: datetime) -> dict[str, Any]:
        if module.id not in self.progress:
            self.progress[module.id] = self.rows.add(
                ModuleProgress, enrolment_id=self.enrolment["id"], module=module.id, lessons=len(module.lessons),
                lessons_done=0, attempts=0, best_percent=None, quiz_passed_at=None, started_at=at, last_active_at=at,
                done_at=None, **self.own,
            )  # fmt: skip
        row = self.progress[module.id]
        row["last_active_at"] = self.enrolment["last_active_at"] = at
        return row

    def _reads(self, step: Reads) -> None:
        module = self.world.content.modules[step.module]
        row = self._open(module, step.at)
        self.rows.add(
            LessonProgress, enrolment_id=self.enrolment["id"], module=step.module, lesson=step.lesson, position="",
            opened_at=step.at, read_at=step.at, done_at=step.at, **self.own,
        )  # fmt: skip
        row["lessons_done"] += 1
        self._finish_module(module, row, step.at)

    def _sits(self, step: Sits) -> None:
        module = self.world.content.modules[step.module]
        row = self._open(module, step.at)
        self.tries[step.quiz] += 1
        attempt = self.rows.add(
            Attempt, public_id=ids.public_id(), enrolment_id=self.enrolment["id"], release_id=self.place.release.id,
            module=step.module, quiz=step.quiz, number=self.tries[step.quiz], seed=step.seed, shown=step.shown,
            state="open", started_at=step.at, finished_at=None, **self.own,
        )  # fmt: skip
        for position, response in step.responses.items():
            self.rows.add(
                Answer, attempt_id=attempt["id"], position=position, sequence=1, response=response, saved_at=step.ends, **self.own
            )
        if step.hands_in:
            self._hand_in(step, attempt)
            row = self._open(module, step.ends)
            self._credit(step, module, row)

    def _hand_in(self, step: Sits, attempt: dict[str, Any]) -> None:
        result = self.result = result_of(self.world, step)
        grade = self.rows.add(
            Grade, attempt_id=attempt["id"], percent=result.percent, passed=result.passed,
            critical_missed=result.critical_missed, fractions=list(result.fractions), made_at=step.ends, **self.own,
        )  # fmt: skip
        attempt |= {"state": "finished", "finished_at": step.ends}
        self.rows.current_grades.append({"id": attempt["id"], "current_grade_id": grade["id"]})
        self._record(
            tags.ATTEMPT_FINISHED, step.ends, self.account["public_id"], attempt["public_id"],
            module=step.module, percent=result.percent,
        )  # fmt: skip

    def _credit(self, step: Sits, module: Module, row: dict[str, Any]) -> None:
        row["attempts"] += 1
        row["best_percent"] = max(row["best_percent"] or 0, self.result.percent)
        if self.result.passed and row["quiz_passed_at"] is None:
            row["quiz_passed_at"] = step.ends
        self._finish_module(module, row, step.ends)

    def _finish_module(self, module: Module, row: dict[str, Any], at: datetime) -> None:
        if row["done_at"] or row["lessons_done"] < row["lessons"] or (module.quiz and not row["quiz_passed_at"]):
            return
        row["done_at"] = at
        self._record(tags.MODULE_FINISHED, at, self.account["public_id"], self.enrolment["public_id"], module=module.id)
        course = self.world.content.courses[self.world.course]
        if all(one in self.progress and self.progress[one]["done_at"] for one in course.certificate.modules):
            self._certify(at)

    def _certify(self, at: datetime) -> None:
        course, place = self.world.content.courses[self.world.course], self.place
        enrolment = SimpleNamespace(course=self.world.course)
        certificate = self.rows.add(
            Certificate, public_id=ids.public_id(), membership_id=self.membership["id"], enrolment_id=self.enrolment["id"],
            course=self.world.course, cycle=1, state="issued", earned_at=at, issued_at=at, **self.own,
        )  # fmt: skip
        with clock.at(at):
            issued_on = clock.today(place.organization.time_zone)
        months = course.certificate.valid_for_months
        edition = self.rows.add(
            Edition, certificate_id=certificate["id"], ordinal=1, code=numbers.new_code(), number=numbers.new_number(),
            name=self.story.name, title=course.certificate.title,
            printed=certify._printed(self.world.content, enrolment, place.organization), evidence=self._evidence().as_json(),
            issued_on=issued_on, valid_until=certify.months_after(issued_on, months) if months else None, made_at=at,
            **self.own,
        )  # fmt: skip
        self._record(tags.CERTIFICATE_EARNED, at, None, certificate["public_id"])
        self._record(tags.CERTIFICATE_ISSUED, at, None, certificate["public_id"], edition=1, number=edition["number"])
        self.rows.add(
            Job, kind="certificate_pdf", payload={"edition_id": edition["id"]}, state="done", due_at=at, tries=1,
            created_at=at, done_at=at, **self.own,
        )  # fmt: skip

    def _evidence(self) -> Evidence:
        course, content, zone = self.world.content.courses[self.world.course], self.world.content, self.place.organization.time_zone
        met = tuple(
            certify.module_met(one.values, content, SimpleNamespace(**self.progress[one.values["module"]]), zone)
            for one in certify.requirements(course, content)
        )
        return Evidence(course=self.world.course, release=self.place.release.public_id, met=met)

    def _record(self, tag: audit.Tag, at: datetime, actor: str | None, subject: str, **detail: Any) -> None:
        salt = secrets.token_hex(16)
        row = self.rows.add(
            audit.AuditRow, chain=self.place.organization.id, at=at, actor_id=actor, action=tag.text,
            subject_type=tag.subject, subject_id=subject, detail_digest=audit._detail_digest(salt, detail) if detail else None,
            **self.own,
        )  # fmt: skip
        if detail:
            self.rows.of[audit.AuditDetail].append({"row_id": row["id"], "salt": salt, "detail": detail})


# ---- all of them ----------------------------------------------------------------------------------------------------


def world_now() -> World:
    release = releases.live()
    assert release is not None
    content = shelf.outline(release.id)
    return World(COURSE, content, {one: shelf.items(release.id, one) for one in content.quizzes}, clock.now())


def found_place() -> tuple[Place, Account]:
    """An organization with an administrator, a trainer and one cohort. Returns the trainer's account too."""
    organization = members.create_organization(
        "Harbor Street Center", contact="office@bench.example", signatory_name="Olivia Haddad", signatory_role="Director"
    )
    omar = accounts.create(name="Omar Farouk", email="omar@bench.example")
    rae = accounts.create(name="Rae Castellano", email="rae@bench.example")
    members.add(organization, omar, "administrator", "owner")
    trainer = members.add(organization, rae, "trainer")
    cohort = cohorts.create(organization, name="Everybody", course=COURSE)
    cohorts.set_trainers(cohort, [trainer])
    release = releases.live()
    assert release is not None
    return Place(organization, cohort, release, omar.public_id), rae


def kinds(learners: int) -> Iterator[str]:
    """How each learner stands, by number."""
    sitting = min(int(learners * SITTING), MOST_SITTING)
    certified = int(learners * CERTIFIED)
    for number in range(learners):
        yield "sitting" if number < sitting else "certified" if number < sitting + certified else "learning"


def people(installation: Installation, learners: int) -> None:
    """Put them all in, in chunks, then count, seal, and make the certificates' file."""
    with installation.database.writing():
        place, _ = found_place()
        world = world_now()
        first = next_ids()
    rows = Rows(first)
    for number, how in enumerate(kinds(learners)):
        rows_of(tell(world, number, how), place, world, rows)
        if (number + 1) % CHUNK == 0 or number + 1 == learners:
            _write(installation, rows)
            rows = Rows(rows.next_id)
    with installation.database.writing():
        recount(session.get_one(Cohort, place.cohort.id))
    audit.seal(installation)
    _print_certificates(installation)


def _write(installation: Installation, rows: Rows) -> None:
    with installation.database.writing():
        for table in TABLES:
            if rows.of[table]:
                session.execute(insert(table.__table__), rows.of[table])
        if rows.current_grades:  # attempts and grades point to each other
            session.execute(update(Attempt), rows.current_grades)
        if session.get_bind().dialect.name == "postgresql":  # ids were given: the next ones follow them
            for table in rows.of:
                if hasattr(table, "id"):
                    name = table.__tablename__
                    session.execute(text(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), (SELECT max(id) FROM {name}))"))  # noqa: S608


def _print_certificates(installation: Installation) -> None:
    """One file is made for real; all editions share it (a file each would only make the seeding slow)."""
    with installation.database.reading():
        first = session.scalar(select(func.min(Edition.id)))
    if first is None:
        return
    print_certificate(installation, first)
    with installation.database.writing():
        file = session.get_one(Edition, first).pdf_file_id
        session.execute(update(Edition).values(pdf_file_id=file))


def print_certificate(installation: Installation, edition_id: int) -> None:
    """As the job worker makes it."""
    with installation.database.writing():
        job_id = jobs.enqueue("certificate_pdf", edition_id=edition_id)
    assert job_id is not None
    if not jobs.run(installation, job_id):
        raise RuntimeError("the certificate could not be printed")


# ---- do the rows agree with themselves ------------------------------------------------------------------------------


def disagreements(installation: Installation, sample: int = 40) -> list[str]:
    """Asks the journey about a sample of learners; says where the rows tell something else."""
    found: list[str] = []
    with installation.database.reading():
        enrolments = session.scalars(select(Enrolment).order_by(Enrolment.id)).all()
        for enrolment in enrolments[:: max(1, len(enrolments) // sample)]:
            found += _of_one(enrolment)
    return found


def _of_one(enrolment: Enrolment) -> Iterator[str]:
    from alongside.assessment import attempts
    from alongside.assessment.drawing import draw
    from alongside.assessment.marking import mark
    from alongside.certification import certificates
    from alongside.journey import take_quiz
    from alongside.learning import progress

    rows = progress.of_enrolment(enrolment.id)
    content = shelf.outline(enrolment.release_id)
    if certify.decision_for(enrolment, rows).earned != (certificates.of_enrolment(enrolment.id) is not None):
        yield f"enrolment {enrolment.id}: the certificate is not what the decision says"
    for module, row in rows.items():
        done = [one for one in progress.lessons(enrolment.id, module).values() if one.done_at]
        if row.lessons_done != len(done) or row.is_done != progress.is_complete(content.modules[module], row):
            yield f"enrolment {enrolment.id}: {module} is not as far as its rows say"
    seen: dict[str, set[str]] = defaultdict(set)
    for attempt in reversed(attempts.of_enrolment(enrolment.id)):
        quiz = content.quizzes[attempt.quiz]
        banks = {part.quiz: shelf.items(enrolment.release_id, part.quiz) for part in quiz.draw}
        if draw(quiz, banks, seed=attempt.seed, seen=seen[quiz.id]) != attempt.shown:
            yield f"attempt {attempt.id}: its seed draws something else"
        seen[quiz.id] |= attempts.seen_items([attempt])
        if attempt.current_grade is not None:
            result = mark(quiz, take_quiz.shown_items(attempt), take_quiz._responses(attempt))
            if (result.percent, result.passed) != (attempt.current_grade.percent, attempt.current_grade.passed):
                yield f"attempt {attempt.id}: its answers earn another grade"


def version(*parts: object) -> str:
    """Changes when seeding would give something else: this code, the schema, the content."""
    here = Path(__file__)
    files = [here, here.with_name("story.py"), *sorted(MIGRATIONS.glob("versions/*.py"))]
    texts = [*(one.read_text() for one in files), json.dumps([str(one) for one in parts])]
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()[:12]
