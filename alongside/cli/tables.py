"""Commands that read or write the tables, and what they say where there are none."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

import click

from alongside.foundation import schema
from alongside.foundation.installation import here

P = ParamSpec("P")
R = TypeVar("R")


def needs_tables(command: Callable[P, R]) -> Callable[P, R]:
    """Where nobody has started the product yet, the command says so in one sentence and makes nothing."""

    @wraps(command)
    def looks_first(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            schema.needed(here())
        except schema.NoTables as missing:
            raise click.ClickException(str(missing)) from None
        return command(*args, **kwargs)

    return looks_first
