"""flask backup: make a backup, check one, put one back."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import AppGroup

from alongside.cli import database
from alongside.cli.tables import needs_tables
from alongside.foundation import backup as foundation_backup
from alongside.foundation import schema
from alongside.foundation.installation import here

FILE = click.Path(dir_okay=False, path_type=Path)

backup = AppGroup("backup", help="One file that holds the whole database.")


@backup.command("create")
@needs_tables
@click.argument("path", type=FILE)
@click.option("--with-keys", is_flag=True, help="Put the keys in too: whoever has this file then has everything.")
def create(path: Path, with_keys: bool) -> None:
    """Write a backup to PATH, while people go on working."""
    try:
        made = foundation_backup.create(here(), path, with_keys=with_keys)
    except FileExistsError:
        raise click.ClickException(f"{path} is there already; choose another name.") from None
    except FileNotFoundError:
        raise click.ClickException(f"There is no folder {path.parent}. Is the disk mounted? If so, make the folder.") from None
    click.echo(f"{path}: {made.rows} rows in {len(made.tables)} tables, schema {made.revision}.")
    if with_keys:
        click.echo(
            "WARNING: this file opens sealed data and signs in your name. Keep it where you keep keys.", err=True
        )
    else:
        click.echo("The keys are not in it: copy keys/, secret_key and audit-heads/ of the instance folder to another place.")


@backup.command("check")
@click.argument("path", type=FILE)
def check(path: Path) -> None:
    """Say whether PATH is a whole backup. Changes nothing."""
    try:
        made = foundation_backup.check(path, make_empty=database.make_empty)
    except foundation_backup.BackupBroken as broken:
        raise click.ClickException(str(broken)) from None
    click.echo(
        f"Whole: {made.rows} rows in {len(made.tables)} tables, {made.engine}, schema {made.revision}, of {made.created_at}."
    )


@backup.command("restore")
@click.argument("path", type=FILE)
@click.option("--replace", is_flag=True, help="Put it in place of what is there now.")
@click.option("--with-keys", is_flag=True, help="Put back the keys too, if the backup has them.")
def restore(path: Path, replace: bool, with_keys: bool) -> None:
    """Put PATH back, all of it or nothing.

    Stop the product first. On another machine, copy keys/, secret_key and audit-heads/ of the old instance folder into the new
    one before: without audit-heads/ nothing can show that the log of who did what is whole.
    """
    installation = here()
    try:
        made = foundation_backup.restore(
            installation,
            path,
            replace=replace,
            with_keys=with_keys,
            make_schema=lambda revision: database.upgrade(installation, revision) if revision else None,
            make_empty=database.make_empty,
        )
    except foundation_backup.TargetNotEmpty:
        raise click.ClickException(
            "There is data here already; add --replace to put the backup in its place."
        ) from None
    except (foundation_backup.BackupBroken, foundation_backup.WrongEngine) as broken:
        raise click.ClickException(str(broken)) from None
    click.echo(f"Restored: {made.rows} rows in {len(made.tables)} tables, as of {made.created_at}.")
    if made.revision != schema.head():
        click.echo("It has an older schema: run `flask --app app database upgrade`, or just start the product.")
