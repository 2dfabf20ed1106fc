"""python -m bench.torture: what must never go wrong, for as long as you like, in slices that resume where the last one ended."""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench import instances, machine, report

STATE = instances.FOLDER / "torture.json"
WORTH_NOTING = 1  # minutes; a shorter run is a look and leaves no trace in docs/measurements.md
Found = tuple[Counter[str], list[str]]


def races(seconds: float, seed: int) -> Found:
    """Each race in turn on SQLite and PostgreSQL."""
    from bench.torture import races as all_races
    from bench.torture.stages import both_engines

    done, wrong = Counter[str](), list[str]()
    with both_engines() as stages:
        ends = time.monotonic() + seconds
        turn = seed
        while time.monotonic() < ends:
            race = all_races.RACES[turn % len(all_races.RACES)]
            for stage in stages:
                wrong += [f"{stage.engine}, {one}" for one in all_races.run(race, stage.installation)]
                done[f"{race.name} ({stage.engine})"] += 1
            turn += 1
    return done, wrong


def orders(seconds: float, seed: int) -> Found:
    """Random orders of autosave packets on both engines, held against the model."""
    import random

    from bench.torture import orders as all_orders
    from bench.torture.stages import both_engines

    done, wrong = Counter[str](), list[str]()
    rng = random.Random(seed)
    with both_engines() as stages:
        ends = time.monotonic() + seconds
        while time.monotonic() < ends:
            for stage in stages:
                sheet = all_orders.new_sheet(stage.app, stage.enrolment_id, stage.account_id)
                script = all_orders.random_script(rng, len(sheet.solutions))
                wrong += [f"{stage.engine}: {one}" for one in all_orders.play(stage.app, sheet, script)]
                done[f"orders ({stage.engine})"] += 1
                done["packets"] += len(script)
    return done, wrong


def kills(seconds: float, seed: int) -> Found:
    """kill -9 in the middle of saves, hand-ins and jobs."""
    from bench.torture.kills import run

    return run(seconds, seed)


def fuzz(seconds: float, seed: int) -> Found:
    """Every route with hostile values."""
    from bench.torture.fuzz import run

    return run(max(500, int(seconds * 60)), seed)


def backups(seconds: float, seed: int) -> Found:
    """Backups under writes."""
    from bench.torture.backups import run

    return run(seconds, seed)


def disk(seconds: float, seed: int) -> Found:
    """A full disk that has room again."""
    from bench.torture.disks import run

    return run(seconds, seed)


KINDS: dict[str, Callable[[float, int], Found]] = {
    "races": races, "kills": kills, "orders": orders, "fuzz": fuzz, "backups": backups, "disk": disk,
}  # fmt: skip


def read_state(path: Path = STATE) -> dict[str, Any]:
    """How far each kind got: {"races": {"slices", "seconds", "done": {…}, "wrong"}}."""
    return dict(json.loads(path.read_text())) if path.exists() else {}


def note(state: dict[str, Any], name: str, seconds: float, found: Found, path: Path = STATE) -> dict[str, Any]:
    """Add a slice to what was done before, and keep it."""
    done, wrong = found
    one = state.setdefault(name, {"slices": 0, "seconds": 0.0, "done": {}, "wrong": 0})
    one["slices"] += 1
    one["seconds"] += seconds
    one["wrong"] += len(wrong)
    one["done"] = dict(Counter(one["done"]) + done)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(state, indent=1))
    return dict(one)


def said(counts: dict[str, int]) -> str:
    return ", ".join(f"{count:,} {what}" for what, count in sorted(counts.items()))


def main() -> int:
    ask = argparse.ArgumentParser(prog="python -m bench.torture", description=__doc__)
    ask.add_argument("--minutes", type=float, default=10, help="how long in all")
    ask.add_argument("--only", default="", choices=["", *KINDS])
    ask.add_argument("--forget", action="store_true", help="begin counting anew")
    given = ask.parse_args()
    if given.forget:
        STATE.unlink(missing_ok=True)
    names = [given.only] if given.only else list(KINDS)
    seconds = given.minutes * 60 / len(names)
    state, rows, any_wrong = read_state(), [], []
    load = machine.load()
    for name in names:
        seed = state.get(name, {}).get("slices", 0)
        print(f"{name}, slice {seed + 1} …", flush=True)
        began = time.monotonic()
        found = KINDS[name](seconds, seed)
        took = time.monotonic() - began
        total = note(state, name, took, found)
        for one in found[1][:20]:
            print(f"  WRONG {one}")
        print(f"  {said(found[0])}; {len(found[1])} wrong")
        any_wrong += [f"- {name}: {one}" for one in found[1][:5]]
        rows.append([name, f"{took:.0f} s", said(found[0]), str(len(found[1])), f"{total['slices']} slices, {total['seconds'] / 60:.0f} min: {said(total['done'])}; {total['wrong']} wrong"])
    head = ["", "took", "done", "wrong", "since the count began"]
    parts = [f"## {machine.now()} · torture", f"{machine.words()}. Load before and after: {load}; {machine.load()}.", report.table(head, rows), "\n".join(any_wrong)]
    text = "\n\n".join(one for one in parts if one)
    print("\n" + text)
    if given.minutes >= WORTH_NOTING:
        report.append(text)
    return 1 if any_wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
