"""What `content check` says: every problem, one a line, and whether a release may be made."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from . import curriculum
from .catalogue import Problem
from .places import Problems
from .reading import files_of, read_pack


def check(files: Mapping[str, bytes], today: date | None = None) -> tuple[Problem, ...]:
    """What is wrong with the pages, and with the curriculum that they make."""
    pack = read_pack(files, today)
    return Problems([*pack.catalogue.problems, *curriculum.look(pack)]).in_order()


def exit_status(problems: Iterable[Problem]) -> int:
    """Errors stop a release, warnings do not."""
    return int(any(problem.severity == "error" for problem in problems))


def main(root: Path, today: date | None = None) -> int:
    """Print what is wrong below `root`; returns the status to exit with."""
    problems = check(files_of(root), today)
    for problem in problems:
        sys.stdout.write(f"{problem}\n")
    sys.stdout.write(f"{summary(problems)}\n")
    return exit_status(problems)


def summary(problems: Iterable[Problem]) -> str:
    severities = [problem.severity for problem in problems]
    errors, warnings = severities.count("error"), severities.count("warning")
    if not severities:
        return "Nothing is wrong."
    return f"{errors} error{'s' * (errors != 1)}, {warnings} warning{'s' * (warnings != 1)}."
