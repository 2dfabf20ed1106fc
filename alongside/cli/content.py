"""flask content: tell an author about every mistake, and publish what has none."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import AppGroup

from alongside.foundation.installation import here

content = AppGroup("content", help="Courses, modules and quizzes.")


@content.command("check")
@click.argument("root", type=click.Path(path_type=Path), required=False)
def check(root: Path | None) -> None:
    """Print every problem of the content in ROOT. Needs no database."""
    from alongside.content import (
        check as checking,
    )  # reads Markdown and YAML: only commands about content wait for that

    if root is not None and not root.is_dir():
        raise click.ClickException(f"There is no such folder: {root}")
    raise SystemExit(checking.main(root or here().settings.content_root))


@content.command("publish")
@click.option("--note", default="", help="What changed, in a few words.")
def publish(note: str) -> None:
    """Make a release of the content folder. One with errors is refused, and the live one goes on serving."""
    from alongside.content.reading import files_of
    from alongside.journey import publish as publishing  # as above

    installation = here()
    files = files_of(installation.settings.content_root)
    try:
        with installation.database.writing():
            made = publishing.publish(files, note=note)
    except publishing.ContentHasErrors as refused:
        for problem in refused.problems:
            click.echo(str(problem))
        raise click.ClickException("Not published; the live release goes on serving.") from None
    for problem in made.warnings:
        click.echo(str(problem))
    for one in made.vanished:
        click.echo(f"Gone since the release before: {one}")
    click.echo(
        f"Published as {made.release.public_id}." if made.is_new else "Nothing has changed; the live release stays."
    )
