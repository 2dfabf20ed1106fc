"""flask content: tell an author about every mistake, map the curriculum, and publish what can be read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click
from flask.cli import AppGroup

from alongside.cli.tables import needs_tables
from alongside.foundation.installation import here

if TYPE_CHECKING:
    from alongside.content.curriculum.pages import Pages

content = AppGroup("content", help="Courses, modules and quizzes.")


@content.command("check")
@click.argument("root", type=click.Path(path_type=Path), required=False)
def check(root: Path | None) -> None:
    """Print every problem of the content in ROOT. Needs no database."""
    from alongside.content import (
        check as checking,
    )  # reads Markdown and YAML: only commands about content wait for that

    raise SystemExit(checking.main(_folder(root)))


@content.command("report")
@click.argument("root", type=click.Path(path_type=Path), required=False)
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help="json: everything, for a program."
)
def report(root: Path | None, form: str) -> None:
    """Print the map of the content in ROOT: hours, objectives, words, reading grades, questions. Needs no database."""
    from alongside.content.curriculum import report as reporting  # as above

    pages = _pages(root)
    click.echo(
        json.dumps(reporting.report(pages), ensure_ascii=False, indent=2)
        if form == "json"
        else reporting.printed(pages)
    )


@content.command("gaps")
@click.argument("course")
@click.argument("root", type=click.Path(path_type=Path), required=False)
def gaps(course: str, root: Path | None) -> None:
    """Print what boards ask, what COURSE gives of it, and what is missing. Needs no database."""
    from alongside.content.curriculum import gaps as comparing  # as above

    pages = _pages(root)
    courses = pages.pack.catalogue.courses
    if course not in courses:
        raise click.ClickException(f"There is no course “{course}”; there are: {', '.join(courses) or 'none'}")
    click.echo(comparing.printed(pages, courses[course]))


def _folder(root: Path | None) -> Path:
    if root is not None and not root.is_dir():
        raise click.ClickException(f"There is no such folder: {root}")
    return root or here().settings.content_root


def _pages(root: Path | None) -> Pages:
    """The content, as far as it can be read; `check` says what cannot."""
    from alongside.content.curriculum.pages import Pages  # as above
    from alongside.content.reading import files_of, read_pack

    return Pages(read_pack(files_of(_folder(root))))


@content.command("publish")
@needs_tables
@click.option("--note", default="", help="What changed, in a few words.")
def publish(note: str) -> None:
    """Make a release of the content folder. One with errors is refused, and the live one goes on serving."""
    from alongside.catalogue.models import LONGEST_NOTE
    from alongside.content.reading import files_of
    from alongside.journey import publish as publishing  # as above

    if len(note) > LONGEST_NOTE:
        raise click.ClickException(f"The note has {len(note)} characters, and {LONGEST_NOTE} are kept. Say it in fewer.")
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
