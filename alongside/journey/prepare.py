"""Prepare: what a first start puts in place, and every later one finds there."""

from __future__ import annotations

import json
from pathlib import Path

import click
from sqlalchemy import func, select

from alongside.catalogue import releases
from alongside.content.reading import files_of
from alongside.foundation import keys, log
from alongside.foundation.database import session
from alongside.foundation.installation import Installation
from alongside.journey import demo as demonstration
from alongside.journey.publish import ContentHasErrors, publish
from alongside.organizations.models import Organization


def prepare(installation: Installation, *, demo: bool) -> None:
    """Publish the shipped content where it changed; put demonstration people in an empty installation on loopback."""
    _publish_shipped(installation.settings.content_root, installation)
    with installation.database.reading():
        is_empty = not session.scalar(select(func.count()).select_from(Organization))
    if demo and is_empty:
        _demonstrate(installation)
    elif (installation.folder / "demo.json").exists():
        click.echo(f"The sign-ins of the demonstration are in {installation.folder / 'demo.json'}")


def _publish_shipped(root: Path, installation: Installation) -> None:
    files = files_of(root)
    with installation.database.reading():
        live = releases.live()
        if live is not None and live.tree_digest == releases.tree_digest(files):
            return
    try:
        with installation.database.writing():
            done = publish(files, note="shipped content")
    except ContentHasErrors as error:
        for problem in error.problems:
            click.echo(str(problem), err=True)
        if live is None:
            raise SystemExit("Nothing is published yet, and this content has errors; mend them and start again.") from None
        click.echo("The content has errors; what was published before goes on serving.", err=True)
        return
    for gone in done.vanished:
        click.echo(f"warning: {gone}", err=True)
    log.event("content.published", release=done.release.public_id)


def _demonstrate(installation: Installation) -> None:
    if not installation.settings.is_loopback:
        click.echo("No demonstration people: the base URL can be reached by others. Make the first owner with:")
        click.echo("  flask --app app organization create NAME --owner-name NAME --owner-email ADDRESS")
        return
    with installation.database.writing():
        sign_ins = demonstration.people()
    text = json.dumps(sign_ins, indent=2) + "\n"
    keys.replace(installation.folder / "demo.json", text.encode())
    click.echo("People to try it with (also in demo.json):")
    for who, given in sign_ins.items():
        click.echo(f"  {who:<14} {given['email']:<28} {given['password']}")
