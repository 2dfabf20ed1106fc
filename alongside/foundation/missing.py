"""What was asked for is not there, or not for the one who asks: to them it is the same."""

from __future__ import annotations


class Missing(Exception):
    """There is no such thing here. Python's own LookupError stays a defect of ours."""
