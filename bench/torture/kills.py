"""kill -9 of a web worker, the whole server or the job worker, in the middle of saves and hand-ins over HTTP.

Nothing that was acknowledged is lost, nothing is half done, and each job is in effect once.
"""

from __future__ import annotations

import contextlib
import http.client
import os
import random
import signal
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import func, select, update

from alongside.assessment.models import Answer, Attempt, Grade
from alongside.certification.models import Edition
from alongside.foundation import audit, clock, jobs
from alongside.foundation.database import session
from alongside.foundation.jobs import Job
from alongside.journey import tags
from alongside.learning.models import ModuleProgress
from bench import instances, people, processes
from bench.asks import Ask, filled
from bench.people import Sitter
from bench.processes import Server
from bench.scenarios import save, submit

LEARNERS, SAVERS = 200, 6
TARGETS = ("web worker", "web worker", "web worker", "job worker", "job worker", "server")
PRINTED = 12  # certificates to print, again and again
AWAY = (OSError, http.client.HTTPException)  # nobody there, or gone in the middle


@dataclass
class Told:
    """What a client was told: the last answer acknowledged of each question, and whether the hand-in was."""

    sitter: Sitter
    acknowledged: dict[int, int] = field(default_factory=dict)  # position -> sequence
    handed_in: bool = False
    tried: bool = False
    saves: int = 0
    wrong: list[str] = field(default_factory=list)


def run(seconds: float, seed: int) -> tuple[Counter[str], list[str]]:
    """One slice. Returns what was done how often, and what went wrong."""
    rng = random.Random(seed)
    folder = instances.copied(instances.seeded(LEARNERS), "run-kills")
    app = instances.open_app(folder)
    done: Counter[str] = Counter()
    wrong: list[str] = []
    with app.extensions["alongside"].at_hand():
        found = people.find(app)
        server = processes.start_ours(folder)
        ends = time.monotonic() + seconds
        try:
            while time.monotonic() < ends:
                server, some = _round(app, folder, found, server, rng, done)
                wrong += some
            wrong += _jobs_end_well(app, done)
        finally:
            server.kill()
    instances.close_app(app)
    return done, wrong


def _round(app: Flask, folder: Path, found: people.People, server: Server, rng: random.Random, done: Counter[str]) -> tuple[Server, list[str]]:
    """Some people answer and hand in while a few kills fall; then everything is looked at."""
    these = rng.sample(found.submitters, SAVERS)
    people.open_again(app, these)
    _clear_audit_of(app, these)
    told = [Told(one) for one in these]
    port, stop = [server.port], threading.Event()
    threads = [threading.Thread(target=_answer_and_hand_in, args=(one, port, stop, random.Random(rng.random()))) for one in told]
    done["jobs queued"] += _queue_printing(app, found, rng)
    for thread in threads:
        thread.start()
    for _ in range(rng.randint(1, 3)):
        time.sleep(rng.uniform(0.2, 1.2))
        target = rng.choice(TARGETS)
        server = _kill(server, target, folder)
        port[0] = server.port
        done[f"kills of a {target}"] += 1
    time.sleep(rng.uniform(0.2, 0.6))
    stop.set()
    for thread in threads:
        thread.join(60)
    done["answers acknowledged"] += sum(one.saves for one in told)
    done["hand-ins acknowledged"] += sum(one.handed_in for one in told)
    with app.extensions["alongside"].database.reading():
        return server, [problem for one in told for problem in (*one.wrong, *_differences(one))]


def _kill(server: Server, target: str, folder: Path) -> Server:
    """Outright. A server that was killed whole is started again, on a new port."""
    if target == "server":
        server.kill()
        return processes.start_ours(folder)
    pid = server.job_worker() if target == "job worker" else next(iter(server.workers()), None)
    if pid is not None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    return server


def _answer_and_hand_in(told: Told, port: list[int], stop: threading.Event, rng: random.Random) -> None:
    """A browser that does not give up: saves answers, hands in once, tries again when nobody answers."""
    hands_in_after = rng.randint(5, 60)
    number = int(time.time() * 10_000)
    while not stop.is_set() and not told.handed_in:
        number += 1
        position = rng.randrange(len(told.sitter.responses))
        if told.saves >= hands_in_after or told.tried:
            told.tried = True
            told.handed_in = _send(port, submit(told.sitter), number, told, {303}) == 303
            continue
        if _send(port, save(told.sitter, position), number, told, {200}) == 200:
            told.acknowledged[position] = number
            told.saves += 1


def _send(port: list[int], ask: Ask, number: int, told: Told, wanted: set[int]) -> int | None:
    """The status, or None if nobody was there (or the server asked to come again)."""
    connection = http.client.HTTPConnection("127.0.0.1", port[0], timeout=10)
    try:
        connection.request(ask.method, ask.path, filled(ask.body, number).encode(), {k: v for k, v in ask.all_headers().items() if k not in {"Host", "Content-Length"}})
        response = connection.getresponse()
        response.read()
        if response.status not in wanted | {503}:
            told.wrong.append(f"{ask.path}: {response.status}")
        return response.status
    except AWAY:
        time.sleep(0.05)
        return None
    finally:
        connection.close()


def _differences(told: Told) -> list[str]:
    """Where the database says something else than the client was told."""
    wrong = []
    attempt = session.get_one(Attempt, told.sitter.attempt_id, populate_existing=True)
    stored = dict(session.execute(select(Answer.position, Answer.sequence).where(Answer.attempt_id == attempt.id)).tuples().all())
    for position, sequence in told.acknowledged.items():
        if stored.get(position, 0) < sequence:
            wrong.append(f"attempt {attempt.id}: answer {position} was acknowledged as {sequence}, stored is {stored.get(position)}")
    grades = session.scalar(select(func.count()).where(Grade.attempt_id == attempt.id)) or 0
    acts = session.scalar(
        select(func.count()).where(audit.AuditRow.subject_id == attempt.public_id, audit.AuditRow.action == tags.ATTEMPT_FINISHED.text)
    )
    row = session.scalars(select(ModuleProgress).where(ModuleProgress.enrolment_id == attempt.enrolment_id, ModuleProgress.module == attempt.module)).one()
    finished = int(attempt.is_finished)
    if told.handed_in and not finished:
        wrong.append(f"attempt {attempt.id}: the hand-in was acknowledged and is lost")
    if finished and not told.tried:
        wrong.append(f"attempt {attempt.id}: handed in by nobody")
    if {grades, acts, row.attempts, int(attempt.current_grade_id is not None)} != {finished}:
        wrong.append(f"attempt {attempt.id}: half done: finished {finished}, grades {grades}, audit rows {acts}, tries {row.attempts}")
    return wrong


def _clear_audit_of(app: Flask, these: list[Sitter]) -> None:
    """Each round hands in the same attempts anew: acts of earlier rounds get another subject."""
    with app.extensions["alongside"].database.writing():
        names = [one.attempt for one in these]
        session.execute(
            update(audit.AuditRow).where(audit.AuditRow.subject_id.in_(names)).values(subject_id="earlier").execution_options(synchronize_session=False)
        )


# ---- jobs -----------------------------------------------------------------------------------------------------------


def _queue_printing(app: Flask, found: people.People, rng: random.Random) -> int:
    """Some certificates are to be printed anew."""
    some = rng.sample(found.holders, min(PRINTED, len(found.holders)))
    ids = [one.edition_id for one in some]
    with app.extensions["alongside"].database.writing():
        busy = {one["edition_id"] for one in session.scalars(select(Job.payload).where(Job.kind == "certificate_pdf", Job.state.in_(("waiting", "running"))))}
        free = [one for one in ids if one not in busy]
        session.execute(update(Edition).where(Edition.id.in_(free)).values(pdf_file_id=None))
        for one in free:
            jobs.enqueue("certificate_pdf", edition_id=one)
    return len(free)


def _jobs_end_well(app: Flask, done: Counter[str]) -> list[str]:
    """Everything queued is done in the end, and told once: as many mails as files made."""
    installation = app.extensions["alongside"]
    deadline = time.monotonic() + 90
    left: list[Any] = ["?"]
    while left and time.monotonic() < deadline:
        time.sleep(0.5)
        with installation.database.writing():  # a killed job's lease would run for minutes: let the time pass
            session.execute(update(Job).where(Job.state == "running", Job.lease_until < clock.now() + jobs.LEASE - timedelta(seconds=20)).values(lease_until=clock.now()))
            session.execute(update(Job).where(Job.state == "waiting", Job.due_at > clock.now()).values(due_at=clock.now()))
        with installation.database.reading():
            left = list(session.execute(select(Job.kind, Job.state, Job.last_error).where(Job.state.in_(("waiting", "running")))))
    with installation.database.reading():
        printed = session.scalar(select(func.count()).where(Job.kind == "certificate_pdf", Job.state == "done", Job.payload["edition_id"].is_not(None), Job.organization_id.is_(None))) or 0
        told = session.scalar(select(func.count()).where(Job.kind == "mail")) or 0
        failed = session.scalars(select(Job.last_error).where(Job.state == "failed")).all()
        without = session.scalar(select(func.count()).where(Edition.pdf_file_id.is_(None))) or 0
    done["jobs done"] += printed
    wrong = [f"{len(left)} jobs are not done: {left[:3]}"] if left else []
    wrong += [f"{len(failed)} jobs failed: {failed[:3]}"] if failed else []
    wrong += [f"{without} certificates have no file"] if without else []
    # Files and mails of the seeding are among both.
    wrong += [f"{printed} files were made, {told} mails queued for them"] if told != printed else []
    return wrong
