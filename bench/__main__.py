"""python -m bench: seeds learners, drives floor and product in turn, prints the figures and appends them."""

from __future__ import annotations

import argparse

from bench import machine, measure, report
from bench.scenarios import SCENARIOS


def main() -> int:
    ask = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    ask.add_argument("--learners", default="1000,10000", help="numbers of learners, with commas")
    ask.add_argument("--rounds", type=int, default=5)
    ask.add_argument("--seconds", type=float, default=1.5, help="length of one slice")
    ask.add_argument("--quick", action="store_true", help="a look: 200 learners, one short round, nothing appended")
    ask.add_argument("--only", default="", help="scenarios whose names contain this")
    given = ask.parse_args()
    learners = [200] if given.quick else [int(one) for one in given.learners.split(",")]
    lengths = measure.Lengths(1, 0.4) if given.quick else measure.Lengths(given.rounds, given.seconds)
    only = [one for one in SCENARIOS if given.only in one.name]
    load = machine.load()
    runs = []
    for number in learners:
        print(f"{number:,} learners …", flush=True)
        runs.append(measure.run(number, lengths, only))
    text = report.words(runs, load, f"{lengths.rounds} rounds of {lengths.seconds:g} s a scenario and target, 8 connections.")
    print("\n" + text)
    if not given.quick and not given.only:
        report.append(text)
    return 1 if any(result.ours.errors for run in runs for result in run.results) else 0


if __name__ == "__main__":
    raise SystemExit(main())
