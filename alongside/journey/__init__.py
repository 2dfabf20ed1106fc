"""The journey: the verbs that move a person along, one story a file.

A passed quiz leads to a certificate by plain calls in one transaction. What must follow outside (mail, PDF) is a job.
"""

from __future__ import annotations

import importlib


def register_jobs() -> None:
    """Make the handlers of all jobs known: importing their files does it."""
    for name in ("housekeeping", "print_certificate", "recover"):
        importlib.import_module(f"alongside.journey.{name}")
