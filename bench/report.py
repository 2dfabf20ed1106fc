"""Tables: printed, and appended to docs/measurements.md beside the targets."""

from __future__ import annotations

from pathlib import Path

from alongside.settings import ROOT
from bench import machine
from bench.measure import Result, Run

FILE = ROOT / "docs" / "measurements.md"
MB = 1024  # kB


def append(text: str, file: Path = FILE) -> None:
    with file.open("a", encoding="utf-8") as out:
        out.write("\n" + text.rstrip() + "\n")


def table(head: list[str], rows: list[list[str]]) -> str:
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def words(runs: list[Run], load_before: str, length: str) -> str:
    """One section: every run, growth between them, and what was reached."""
    counts = " and ".join(f"{one.learners:,}" for one in runs)
    errors = sum(result.ours.errors + result.floor.errors for run in runs for result in run.results)
    requests = sum(len(result.ours.latencies) for run in runs for result in run.results)
    parts = [
        f"## {machine.now()} · bench · {counts} learners",
        f"{machine.words()}. Load before and after: {load_before}; {machine.load()}. {length} {requests:,} requests to ours, {errors} errors.",
    ]
    for run in runs:
        parts += [f"### {run.learners:,} learners", _rows(run), scenarios(run), costs(run)]
    if len(runs) > 1:
        parts += ["### Growth", growth(runs[0], runs[-1])]
    for run in runs:
        bad = [f"- {result.scenario.name}: {word!r}" for result in run.results for word in result.ours.words[:1] + result.floor.words[:1]]
        if bad:
            parts += ["Errors met:", "\n".join(bad)]
    return "\n\n".join(part for part in parts if part) + "\n"


def _rows(run: Run) -> str:
    names = ("attempt", "answer", "grade", "certificate", "audit_row")
    return "Rows: " + ", ".join(f"{run.rows[name]:,} {name.replace('_', ' ')}s" for name in names) + "."


def scenarios(run: Run) -> str:
    head = ["scenario", "CPU ms", "floor", "× floor", "target", "", "req/s", "× floor", "p50 / p95 / p99 ms", "statements", "kB"]
    return table(head, [_scenario(one) for one in run.results])


def _scenario(one: Result) -> list[str]:
    import statistics

    wanted = one.scenario
    checks = [
        (f"≤ {wanted.most_ratio:g} ×", one.cpu_ratio <= wanted.most_ratio) if wanted.most_ratio else None,
        (f"≤ {wanted.most_statements} st.", one.counted.statements <= wanted.most_statements) if wanted.most_statements else None,
        (f"p99 ≤ {wanted.most_p99:g}", one.ours.quantile(0.99) <= wanted.most_p99) if wanted.most_p99 else None,
        (f"≤ {wanted.most_kb:g} kB", one.counted.bytes <= wanted.most_kb * 1000) if wanted.most_kb else None,
    ]
    there = [check for check in checks if check]
    missed = [text for text, reached in there if not reached]
    verdict = "errors" if one.ours.errors else "reached" if there and not missed else f"not: {', '.join(missed)}" if missed else ""
    quantiles = " / ".join(f"{one.ours.quantile(part):.1f}" for part in (0.5, 0.95, 0.99))
    return [
        wanted.name, f"{one.cpu_ms:.2f}", f"{statistics.median(one.floor.cpu_ms):.2f}", f"{one.cpu_ratio:.2f}",
        ", ".join(text for text, _ in there) or "–", verdict, f"{statistics.median(one.ours.per_second):,.0f}",
        f"{one.rate_ratio:.2f}", quantiles, str(one.counted.statements), f"{one.counted.bytes / 1000:.1f}",
    ]  # fmt: skip


def costs(run: Run) -> str:
    """Memory, start, weight of pages, a certificate's file."""
    idle, loaded, floor = (sum(run.memory[name].values()) / MB for name in ("idle", "loaded", "floor"))
    rows = [
        ["memory idle, all processes (PSS)", f"{idle:.0f} MB", f"{idle / floor:.2f} × floor", "≤ 140 MB, ≤ 1.6 ×", _said(idle <= 140 and idle <= 1.6 * floor)],
        ["memory after load", f"{loaded:.0f} MB", f"{loaded / floor:.2f} × floor", "≤ 140 MB, ≤ 1.6 ×", _said(loaded <= 140 and loaded <= 1.6 * floor)],
        ["start to first answer", f"{run.starts['ours']:.2f} s", f"{run.starts['ours'] / run.starts['floor']:.2f} × floor", "≤ 0.5 s, ≤ 1.3 ×",
         _said(run.starts["ours"] <= 0.5 and run.starts["ours"] <= 1.3 * run.starts["floor"])],
    ]  # fmt: skip
    for name, one in run.visits.items():
        reached = one.requests <= 8 and one.bytes <= 120_000 and one.page <= 15_000
        rows.append([
            f"first visit: {name}", f"{one.requests} requests, {one.bytes / 1000:.0f} kB",
            f"{one.bytes_with_gzip / 1000:.0f} kB behind a proxy that compresses; second visit {one.page / 1000:.1f} kB",
            "≤ 8 requests, ≤ 120 kB, then ≤ 15 kB", _said(reached),
        ])  # fmt: skip
    if run.printing:
        one = run.printing
        rows.append([
            "certificate PDF, made", f"{one.each_ms:.0f} ms CPU", f"first {one.first_ms:.0f} ms; {one.bytes / 1000:.0f} kB", "≤ 50 ms", _said(one.each_ms <= 50),
        ])  # fmt: skip
    by_process = ", ".join(f"{name.rpartition(' ')[0]} {kb / MB:.0f}" for name, kb in run.memory["loaded"].items())
    return table(["", "ours", "", "target", ""], rows) + f"\n\nMemory after load by process, MB: {by_process}."


def growth(small: Run, large: Run) -> str:
    rows = []
    for before, after in zip(small.results, large.results, strict=True):
        factor = after.cpu_ratio / before.cpu_ratio if before.cpu_ratio else 0.0
        most = after.scenario.most_growth
        said = "" if most is None else _said(factor <= most and after.counted.statements == before.counted.statements)
        rows.append([
            after.scenario.name, f"{before.cpu_ms:.2f} → {after.cpu_ms:.2f}", f"{factor:.2f}",
            f"{before.counted.statements} → {after.counted.statements}", f"≤ {most:g}, same statements" if most else "–", said,
        ])  # fmt: skip
    head = ["scenario", "CPU ms", "growth (of the ratio to the floor)", "statements", "target", ""]
    return table(head, rows)


def _said(reached: bool) -> str:
    return "reached" if reached else "not reached"
