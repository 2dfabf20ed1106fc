"""Backups while people write: every copy is whole, and shows one instant.

The invariant: each writer saves two answers in one unit of work under one number. In a copy that shows one instant the
two numbers of an attempt are always equal.
"""

from __future__ import annotations

import random
import shutil
import threading
import time
from collections import Counter
from pathlib import Path

from sqlalchemy import select

from alongside.assessment import attempts
from alongside.assessment.models import Answer, Attempt
from alongside.foundation import backup
from alongside.foundation.database import session
from alongside.foundation.installation import Installation
from bench import instances

LEARNERS, WRITERS = 200, 4


def run(seconds: float, seed: int) -> tuple[Counter[str], list[str]]:
    rng = random.Random(seed)
    folder = instances.copied(instances.seeded(LEARNERS), "run-backups")
    app = instances.open_app(folder)
    installation: Installation = app.extensions["alongside"]
    done: Counter[str] = Counter()
    wrong: list[str] = []
    with installation.database.reading():
        ids = list(session.scalars(select(Attempt.id).where(Attempt.state == "open").limit(WRITERS)))
    stop, written = threading.Event(), Counter[int]()
    threads = [threading.Thread(target=_write, args=(installation, one, stop, written)) for one in ids]
    for thread in threads:
        thread.start()
    ends = time.monotonic() + seconds
    try:
        while time.monotonic() < ends:
            time.sleep(rng.uniform(0, 0.3))
            wrong += _one(installation, folder / "backups", done, dict(written))
    finally:
        stop.set()
        for thread in threads:
            thread.join(30)
    done["pairs written meanwhile"] += written.total()
    instances.close_app(app)
    return done, wrong


def _write(installation: Installation, attempt_id: int, stop: threading.Event, written: Counter[int]) -> None:
    number = 10
    while not stop.is_set():
        number += 1
        with installation.at_hand(), installation.database.writing():
            attempt = session.get_one(Attempt, attempt_id)
            for position in (0, 1):
                attempts.save_answer(attempt, position, None, sequence=number)
        written[attempt_id] = number - 10
        time.sleep(0.001)


def _one(installation: Installation, folder: Path, done: Counter[str], before: dict[int, int]) -> list[str]:
    """Make a backup, check it, put it into an empty installation, and look at the pairs."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    began = time.monotonic()
    with installation.at_hand():
        backup.create(installation, folder / "one.zip")
        backup.check(folder / "one.zip")
    done["seconds, slowest"] = max(done["seconds, slowest"], round(time.monotonic() - began))
    there = instances.open_app(folder / "restored")
    other: Installation = there.extensions["alongside"]
    wrong = []
    with other.at_hand():
        backup.restore(other, folder / "one.zip")
        with other.database.reading():
            for attempt_id, pairs in before.items():
                rows = session.scalars(select(Answer.sequence).where(Answer.attempt_id == attempt_id, Answer.position.in_((0, 1)))).all()
                if len(set(rows)) != 1:
                    wrong.append(f"attempt {attempt_id}: one half of a unit of work: {rows}")
                elif rows[0] < pairs + 10:
                    wrong.append(f"attempt {attempt_id}: {pairs + 10} was written before the backup began, it has {rows[0]}")
    instances.close_app(there)
    done["backups made, checked and restored"] += 1
    return wrong
