"""flask audit: does the log of who did what still hold?"""

from __future__ import annotations

import click
from flask.cli import AppGroup

from alongside.cli.tables import needs_tables
from alongside.foundation import audit as foundation_audit
from alongside.foundation.installation import here

audit = AppGroup("audit", help="The log of who did what.")


@audit.command("verify")
@needs_tables
def verify() -> None:
    """Say whether the chain holds, and where it breaks."""
    found = foundation_audit.verify(here())
    foundation_audit.log_findings(found)
    for when in foundation_audit.restores(here()):
        click.echo(f"Note: put back from a backup: {when}")
    for one in found:
        click.echo(str(one))
    if found:
        click.echo("The chain does not hold.")
        if not any((here().folder / "audit-heads").glob("*.jsonl")):
            click.echo(
                "The folder audit-heads/ of this instance is empty. After a restore: copy it from the old instance folder, and verify again."
            )
        raise SystemExit(1)
    sealed = foundation_audit.sealed_up_to(here())
    click.echo(f"The chain holds: {sum(sealed.values())} rows in {len(sealed)} chains.")


@audit.command("seal")
@needs_tables
def seal() -> None:
    """Chain and sign what has not been yet (the job worker does it every minute)."""
    click.echo(f"{foundation_audit.seal(here())} rows sealed.")
