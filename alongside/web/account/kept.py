"""What somebody wrote in a form that came after their sign-in had ended: carried through the sign-in, then sent by one button."""

from __future__ import annotations

import json
from dataclasses import dataclass

from flask import request

from alongside.web import pages


@dataclass(frozen=True)
class Kept:
    """A form that waits to be sent: where to, and its fields in their order."""

    path: str
    fields: tuple[tuple[str, str], ...]


def kept_form() -> Kept | None:
    """The form that waits behind this sign-in; only if it goes to a page of ours."""
    path = pages.safe_next(request.form.get("kept_path"))
    if path is None:
        return None
    try:
        fields = [(name, value) for name, value in json.loads(request.form.get("kept_fields", ""))]
    except (ValueError, TypeError, RecursionError):
        return None
    if not all(isinstance(part, str) for field in fields for part in field):
        return None
    return Kept(path, tuple((name, value) for name, value in fields if name not in {"csrf_token", "organization"}))
