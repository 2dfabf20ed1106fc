"""Rounds: floor and product driven in turn, so that whatever else the machine does falls on both."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask import Flask

from bench import floor, in_process, instances, people, processes
from bench.asks import Ask
from bench.driver import Met, drive
from bench.people import People
from bench.processes import Server
from bench.scenarios import SCENARIOS, Scenario
from bench.sessions import signed


@dataclass
class Side:
    """One target's slices of a scenario."""

    cpu_ms: list[float] = field(default_factory=list)  # a request
    per_second: list[float] = field(default_factory=list)
    latencies: list[int] = field(default_factory=list)
    errors: int = 0
    words: list[str] = field(default_factory=list)

    def add(self, met: Met, cpu_ms: float) -> None:
        self.cpu_ms.append(cpu_ms / max(met.count, 1))
        self.per_second.append(met.per_second)
        self.latencies += met.latencies
        self.errors += met.errors
        self.words += met.words

    def quantile(self, part: float) -> float:
        """Milliseconds."""
        ordered = sorted(self.latencies) or [0]
        return ordered[min(len(ordered) - 1, int(part * len(ordered)))] / 1000


@dataclass
class Result:
    """A scenario, measured."""

    scenario: Scenario
    counted: in_process.Counted
    ours: Side = field(default_factory=Side)
    floor: Side = field(default_factory=Side)

    @property
    def cpu_ms(self) -> float:
        return statistics.median(self.ours.cpu_ms)

    @property
    def cpu_ratio(self) -> float:
        return statistics.median(ours / floor for ours, floor in zip(self.ours.cpu_ms, self.floor.cpu_ms, strict=True) if floor)

    @property
    def rate_ratio(self) -> float:
        return statistics.median(ours / floor for ours, floor in zip(self.ours.per_second, self.floor.per_second, strict=True) if floor)


@dataclass
class Run:
    """Everything measured with one number of learners."""

    learners: int
    rows: dict[str, int]
    results: list[Result]
    memory: dict[str, dict[str, int]]  # "idle", "loaded", "floor" -> process -> kB
    starts: dict[str, float]  # seconds to the first answer
    visits: dict[str, in_process.Visit]
    printing: in_process.Printing | None


@dataclass(frozen=True)
class Lengths:
    rounds: int
    seconds: float


def run(learners: int, lengths: Lengths, only: Sequence[Scenario] = SCENARIOS) -> Run:
    folder = instances.copied(instances.seeded(learners), f"run-{learners}")
    floor.prepare(folder)
    app = instances.open_app(folder, trusted_proxies=1)
    with app.extensions["alongside"].at_hand():  # no app context: each request must begin with nothing
        found = people.find(app)
        results = [Result(one, in_process.count(app, one, found)) for one in only]
        visits = _visits(app, found)
        servers = processes.start_ours(folder), processes.start_floor(folder)
        try:
            memory = _drive_all(app, found, results, lengths, *servers)
        finally:
            for one in servers:
                one.stop()
        wants_file = any("PDF" in one.name for one in only)
        printing = in_process.print_certificates(app, found) if wants_file else None
        rows = instances.counted(app.extensions["alongside"])
    instances.close_app(app)
    starts = {one.name: one.first_answer for one in servers}
    return Run(learners, rows, results, memory, starts, visits, printing)


def _visits(app: Flask, found: People) -> dict[str, in_process.Visit]:
    by_name = {one.name: one for one in SCENARIOS}
    names = ("sign-in page", "course page", "lesson page", "question page", "verification page")
    return {name: in_process.visit(app, by_name[name].asks(found)[0]) for name in names}


def _drive_all(app: Flask, found: People, results: list[Result], lengths: Lengths, ours: Server, bare: Server) -> dict[str, Any]:
    floors = _floor_asks(Path(bare.log).parent)
    for path, server in (("/sign-in", ours), ("/1", bare)):
        drive(server.port, [Ask(path, who=floors["page"][0].who).raw()], count=40)
    memory = {"idle": ours.pss_kb(), "floor": bare.pss_kb()}
    for number in range(-1, lengths.rounds):  # round -1 warms up and is thrown away
        for result in results:
            if number < 0:
                _slice(app, found, Result(result.scenario, result.counted), min(0.5, lengths.seconds), ours, bare, floors, turn=0)
            else:
                _slice(app, found, result, lengths.seconds, ours, bare, floors, turn=number)
    memory["loaded"] = ours.pss_kb()
    return memory


def _floor_asks(folder: Path) -> dict[str, list[Ask]]:
    made = floor.make(folder)
    sessions = [signed(made, {"_user_id": str(number)}) for number in range(32)]
    body = '{"seq": 1, "item": "1", "response": {"answer": ["7975906b2175b9fe"]}}'
    return {
        "page": [Ask(f"/{1 + number * 300}", who=one) for number, one in enumerate(sessions)],
        "save": [Ask("/answers", "POST", body, "application/json", one, {"X-CSRFToken": one.token}) for one in sessions],
    }


def _slice(app: Flask, found: People, result: Result, seconds: float, ours: Server, bare: Server, floors: dict[str, list[Ask]], turn: int) -> None:
    """One slice of the floor and one of ours; who comes first changes from round to round."""
    scenario = result.scenario
    asks = scenario.asks(found)
    count = min(scenario.count, len(asks)) if scenario.floor == "save" else scenario.count  # fewer where fewer are seeded
    sides = [(bare, result.floor, floors[scenario.floor], 200, 0), (ours, result.ours, asks, scenario.expect, count)]
    for server, side, these, expect, most in sides if turn % 2 == 0 else reversed(sides):
        if scenario.before and server is ours:
            scenario.before(app, found)
        before = server.cpu_ms()
        met = drive(server.port, [one.raw() for one in these], seconds=0 if most else seconds, count=most, expect=(expect,))
        side.add(met, server.cpu_ms() - before)
