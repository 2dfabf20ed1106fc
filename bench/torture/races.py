"""Races: many try a once-only act at the same instant; exactly one wins, and what is stored says so too."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from alongside.assessment import attempts
from alongside.assessment.attempts import AttemptAlreadyFinished
from alongside.assessment.models import Attempt, Grade
from alongside.certification import certificates
from alongside.certification.certificates import NotInThatState
from alongside.certification.models import Certificate, Edition
from alongside.content.questions import registry
from alongside.foundation import audit, jobs
from alongside.foundation.database import session
from alongside.foundation.files import StoredFile
from alongside.foundation.installation import Installation
from alongside.foundation.jobs import Job
from alongside.journey import certify, join, read_lesson, recover, tags, take_quiz
from alongside.journey.enrol import enrol
from alongside.learning.models import Enrolment, ModuleProgress
from alongside.organizations import cohorts, invitations, members
from alongside.organizations.models import Invitation, Membership, Organization
from alongside.people import accounts
from alongside.people.models import Account, OneTimeLink

THREADS = 32
LISTENING, CRISIS = "listening", "crisis"  # modules of the small course
LESSONS = {LISTENING: ("first", "second"), CRISIS: ("asking",)}


@dataclass
class Race:
    """`ready` prepares and returns what the act needs; `act` is done by everybody at once; `stored` says what is wrong."""

    name: str
    ready: Callable[[Installation], Any]
    act: Callable[[Installation, Any, int], bool]  # True for the winner
    losing: tuple[type[Exception], ...]
    stored: Callable[[Any], list[str]]
    everybody_wins: bool = False  # the act answers everybody the same: only what is stored is counted


def run(race: Race, installation: Installation, threads: int = THREADS) -> list[str]:
    """One race. Returns what went wrong."""
    with installation.at_hand():
        context = race.ready(installation)
    barrier = threading.Barrier(threads)

    def take_part(number: int) -> str:
        with installation.at_hand():
            barrier.wait(30)
            try:
                return "won" if race.act(installation, context, number) else "lost"
            except race.losing:
                return "lost"
            except Exception as error:  # noqa: BLE001 - whatever it is, it is the finding
                return f"{type(error).__name__}: {str(error)[:200]}"

    with ThreadPoolExecutor(threads) as pool:
        met = list(pool.map(take_part, range(threads)))
    wrong = [one for one in met if one not in {"won", "lost"}]
    won = met.count("won")
    if not wrong and won != (threads if race.everybody_wins else 1):
        wrong.append(f"{won} of {threads} won")
    with installation.at_hand(), installation.database.reading():
        wrong += race.stored(context)
    return [f"{race.name}: {one}" for one in wrong]


# ---- what is prepared -----------------------------------------------------------------------------------------------


def newcomer(course: str = "small-course") -> Enrolment:
    """Somebody new in the first cohort of the first organization, enrolled."""
    organization = session.scalars(select(Organization).order_by(Organization.id)).first()
    assert organization is not None
    account = accounts.create(name="Racer Bell")
    cohort = cohorts.of_organization(organization.id)[0]
    enrolment = enrol(members.add(organization, account, "trainee"), course=course, cohort=cohort, by=None)
    session.flush()
    return enrolment


def boss() -> Membership:
    return session.scalars(select(Membership).where(Membership.is_owner).order_by(Membership.id)).all()[0]


def answered(enrolment: Enrolment, module: str) -> Attempt:
    """An open attempt with every answer right."""
    for lesson in LESSONS[module]:
        read_lesson.finish_lesson(enrolment, module, lesson)
    attempt = take_quiz.begin_attempt(enrolment, module)
    for position, item in enumerate(take_quiz.shown_items(attempt)):
        take_quiz.save_answer(attempt, position, registry.solution(item), sequence=1)
    return attempt


def _writing(prepare: Callable[[], Any]) -> Callable[[Installation], Any]:
    def ready(installation: Installation) -> Any:
        with installation.database.writing():
            return prepare()

    return ready


def _count(query: Any) -> int:
    return session.scalar(query) or 0


def _one(what: str, found: int, wanted: int = 1) -> list[str]:
    return [] if found == wanted else [f"{found} {what} are stored, not {wanted}"]


# ---- the races ------------------------------------------------------------------------------------------------------


def _begin(installation: Installation, enrolment_id: int, _number: int) -> bool:
    with installation.database.writing():
        return take_quiz.begin_attempt(session.get_one(Enrolment, enrolment_id), LISTENING).state == "open"


def _open_attempts(enrolment_id: int) -> list[str]:
    rows = _count(select(func.count()).where(ModuleProgress.enrolment_id == enrolment_id))
    return _one("attempts", _count(select(func.count()).where(Attempt.enrolment_id == enrolment_id))) + _one("progress rows", rows)


def _ready_to_begin() -> int:
    enrolment = newcomer()
    for lesson in LESSONS[LISTENING]:
        read_lesson.finish_lesson(enrolment, LISTENING, lesson)
    return enrolment.id


def _ready_to_submit() -> tuple[str, int]:
    attempt = answered(newcomer(), LISTENING)
    return attempt.public_id, attempt.enrolment.membership.account_id


def _submit(installation: Installation, context: tuple[str, int], _number: int) -> bool:
    public_id, account_id = context
    with installation.database.writing():
        attempt = attempts.of_person(account_id, public_id, to_write=True)
        assert attempt is not None
        return take_quiz.finish_attempt(attempt).passed


def _submitted(context: tuple[str, int]) -> list[str]:
    attempt = session.scalars(select(Attempt).where(Attempt.public_id == context[0])).one()
    row = session.scalars(select(ModuleProgress).where(ModuleProgress.enrolment_id == attempt.enrolment_id)).one()
    acts = select(func.count()).where(audit.AuditRow.subject_id == attempt.public_id, audit.AuditRow.action == tags.ATTEMPT_FINISHED.text)
    return (
        _one("grades", _count(select(func.count()).where(Grade.attempt_id == attempt.id)))
        + _one("counted tries", row.attempts)
        + _one("audit rows", _count(acts))
        + ([] if row.is_done else ["the module is not done"])
    )


def _ready_to_earn() -> tuple[str, int]:
    enrolment = newcomer()
    take_quiz.finish_attempt(answered(enrolment, LISTENING))
    attempt = answered(enrolment, CRISIS)
    return attempt.public_id, enrolment.membership.account_id


def _earned(context: tuple[str, int]) -> list[str]:
    attempt = session.scalars(select(Attempt).where(Attempt.public_id == context[0])).one()
    mine = select(Certificate.id).where(Certificate.enrolment_id == attempt.enrolment_id)
    return _one("certificates", len(session.scalars(mine).all())) + _editions(session.scalars(mine).first() or 0)


def _editions(certificate_id: int) -> list[str]:
    found = session.scalars(select(Edition.id).where(Edition.certificate_id == certificate_id)).all()
    printing = [one for one in session.scalars(select(Job).where(Job.kind == "certificate_pdf")) if one.payload["edition_id"] in found]
    return _one("editions", len(found)) + _one("jobs to print", len(printing))


def _ready_to_issue() -> tuple[int, int]:
    enrolment = newcomer("confirmed-course")
    for module in (LISTENING, CRISIS):
        take_quiz.finish_attempt(answered(enrolment, module))
    certificate = certificates.of_enrolment(enrolment.id)
    assert certificate is not None
    assert certificate.state == "earned"
    return certificate.id, boss().id


def _issue(installation: Installation, context: tuple[int, int], _number: int) -> bool:
    certificate_id, by = context
    with installation.database.writing():
        certify.issue(session.get_one(Certificate, certificate_id), by=session.get_one(Membership, by))
        return True


def _ready_to_join() -> tuple[str, list[int]]:
    cohort = cohorts.of_organization(boss().organization_id)[0]
    link = join.invite(boss(), role="trainee", cohort=cohort)
    people = [accounts.create(name=f"Guest {one}").id for one in range(THREADS)]
    return link.rsplit("/", 1)[1], people


def _join(installation: Installation, context: tuple[str, list[int]], number: int) -> bool:
    token, people = context
    with installation.database.writing():
        join.accept(invitations.open_invitation(token), session.get_one(Account, people[number]))
        return True


def _joined(context: tuple[str, list[int]]) -> list[str]:
    from alongside.foundation import ids

    used = select(func.count()).where(Invitation.token_hash == ids.digest(context[0]), Invitation.used_at.is_not(None))
    return _one("memberships", _count(select(func.count()).where(Membership.account_id.in_(context[1])))) + _one("used invitations", _count(used))


def _ready_to_choose() -> tuple[str, int]:
    account = accounts.create(name="Forgetful Bell", email=f"forgetful{_count(select(func.max(Account.id)))}@example.org")
    return accounts.one_time_link(account, "reset"), account.id


def _choose(installation: Installation, context: tuple[str, int], number: int) -> bool:
    with installation.database.writing():
        recover.choose_password(accounts.open_link(context[0]), f"hash {number}")
        return True


def _chosen(context: tuple[str, int]) -> list[str]:
    account = session.get_one(Account, context[1])
    links = select(func.count()).where(OneTimeLink.account_id == account.id, OneTimeLink.used_at.is_(None))
    acts = select(func.count()).where(audit.AuditRow.action == tags.PASSWORD_CHANGED.text, audit.AuditRow.subject_id == account.public_id)
    return _one("open links", _count(links), 0) + _one("changes on record", _count(acts))


@jobs.handles("race")
def _leave_mark(mark: str, place: int) -> None:
    session.add(StoredFile(organization_id=place, digest=f"{mark}-{_count(select(func.max(StoredFile.id)))}", media_type="text/plain", size=0, content=b""))


def _ready_to_claim() -> tuple[int, str]:
    from alongside.foundation import ids

    mark = ids.public_id()
    job_id = jobs.enqueue("race", mark=mark, place=boss().organization_id)
    assert job_id is not None
    return job_id, mark


def _claim(installation: Installation, context: tuple[int, str], _number: int) -> bool:
    return jobs.run(installation, context[0])


def _claimed(context: tuple[int, str]) -> list[str]:
    marks = _count(select(func.count()).where(StoredFile.digest.startswith(context[1])))
    return _one("marks", marks) + ([] if session.get_one(Job, context[0]).state == "done" else ["the job is not done"])


def _ready_to_seal() -> int:
    organization = boss().organization_id
    for number in range(40):
        audit.record(tags.RECORD_READ, organization_id=organization, actor="somebody", subject=f"thing-{number}", number=number)
    return organization


def _seal(installation: Installation, _context: int, _number: int) -> bool:
    audit.seal(installation)
    return True


def _sealed(organization_id: int) -> list[str]:
    from alongside.foundation.installation import here

    unsealed = select(func.count()).where(audit.AuditRow.chain == organization_id, audit.AuditRow.sequence.is_(None))
    return _one("rows without a seal", _count(unsealed), 0) + [str(one) for one in audit.verify(here())]


RACES = (
    Race("begin an attempt", _writing(_ready_to_begin), _begin, (), _open_attempts, everybody_wins=True),
    Race("submit", _writing(_ready_to_submit), _submit, (AttemptAlreadyFinished,), _submitted),
    Race("earn", _writing(_ready_to_earn), _submit, (AttemptAlreadyFinished,), _earned),
    Race("issue", _writing(_ready_to_issue), _issue, (NotInThatState,), lambda context: _editions(context[0])),
    Race("accept an invitation", _writing(_ready_to_join), _join, (invitations.InvitationIsSpent,), _joined),
    Race("use a one-time link", _writing(_ready_to_choose), _choose, (accounts.LinkIsSpent,), _chosen),
    Race("claim a job", _writing(_ready_to_claim), _claim, (), _claimed),
    Race("seal", _writing(_ready_to_seal), _seal, (), _sealed, everybody_wins=True),
)
