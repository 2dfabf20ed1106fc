"""A full disk under a running server: web workers can write nothing for a while, then can again."""

from __future__ import annotations

import random
import time
from collections import Counter

from bench import instances, people, processes
from bench.scenarios import save, submit
from bench.torture.full_disk import full_disk
from bench.torture.kills import Told, _clear_audit_of, _differences, _send

LEARNERS, PEOPLE = 200, 6


def run(seconds: float, seed: int) -> tuple[Counter[str], list[str]]:
    rng = random.Random(seed)
    folder = instances.copied(instances.seeded(LEARNERS), "run-disk")
    app = instances.open_app(folder)
    done: Counter[str] = Counter()
    wrong: list[str] = []
    with app.extensions["alongside"].at_hand():
        found = people.find(app)
        server = processes.start_ours(folder, ALONGSIDE_LOG_LEVEL="CRITICAL")  # its log stands on the same disk
        ends = time.monotonic() + seconds
        try:
            while time.monotonic() < ends:
                wrong += _round(app, found, server, rng, done)
        finally:
            server.stop()
    instances.close_app(app)
    return done, wrong


def _round(app, found, server, rng, done) -> list[str]:  # type: ignore[no-untyped-def]
    these = rng.sample(found.submitters, PEOPLE)
    people.open_again(app, these)
    _clear_audit_of(app, these)
    told, port, number = [Told(one) for one in these], [server.port], int(time.time() * 10_000)
    with full_disk(server.workers(), most=rng.choice((0, 4096, 40_000))):
        for one in told:
            number += 1
            full = _send(port, save(one.sitter, 0), number, one, {200})
            if full == 200:
                one.acknowledged[0] = number
            done[f"saves on a full disk: {full}"] += 1
            one.tried = True
            one.handed_in = (status := _send(port, submit(one.sitter), number, one, {303})) == 303
            done[f"hand-ins on a full disk: {status}"] += 1
    wrong = []
    for one in told:
        number += 1
        if not one.handed_in:
            status = _send(port, save(one.sitter, 0), number, one, {200})
            wrong += [] if status == 200 else [f"with room again a save is answered {status}"]
            one.acknowledged[0] = number
        one.handed_in = one.handed_in or _send(port, submit(one.sitter), number, one, {303}) == 303
        wrong += [] if one.handed_in else ["with room again a hand-in is refused"]
        done["recovered"] += 1
    with app.extensions["alongside"].database.reading():
        return wrong + [problem for one in told for problem in (*one.wrong, *_differences(one))]
