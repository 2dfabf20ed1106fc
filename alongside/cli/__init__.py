"""Commands: what the operator types. `flask --app app …`

A command's file is read when the command is typed: the web processes never need Alembic or a backup.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

import click
from flask import Flask

COMMANDS = {
    "audit": "The log of who did what.",
    "backup": "One file that holds the whole database.",
    "content": "Courses, modules and quizzes.",
    "database": "The tables: bring them up to date, or compare them.",
    "doctor": "Look at everything, and say what is wrong and what to do.",
    "jobs": "What happens after a page has answered: mail, files, sealing.",
    "mail": "Outgoing mail.",
    "organization": "Organizations and their owners.",
    "serve": "Prepare everything, then serve until stopped (Ctrl-C).",
}


class Later(click.Group):
    """Stands for a command, or a group of them, until somebody asks for it."""

    def __init__(self, name: str, says: str) -> None:
        super().__init__(name, help=says)

    def make_context(self, info_name: str | None, args: list[str], parent: Any = None, **extra: Any) -> click.Context:
        return self._itself().make_context(info_name, args, parent, **extra)

    def list_commands(self, ctx: click.Context) -> list[str]:
        itself = self._itself()
        return itself.list_commands(ctx) if isinstance(itself, click.Group) else []

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        itself = self._itself()
        return itself.get_command(ctx, cmd_name) if isinstance(itself, click.Group) else None

    def _itself(self) -> click.Command:
        found: click.Command = getattr(import_module(f"{__name__}.{self.name}"), str(self.name))
        return found


def register(app: Flask) -> None:
    """Every command of the product."""
    for name, says in COMMANDS.items():
        app.cli.add_command(Later(name, says))
