"""flask jobs: the worker, and how the jobs stand."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy import select

from alongside.cli.tables import needs_tables
from alongside.foundation import jobs as foundation_jobs
from alongside.foundation.database import session
from alongside.foundation.installation import here
from alongside.foundation.jobs import Job

jobs = AppGroup("jobs", help="What happens after a page has answered: mail, files, sealing.")


@jobs.command("work")
@needs_tables
@click.option("--once", is_flag=True, help="Do what is due now, then stop.")
def work(once: bool) -> None:
    """Do jobs until stopped (Ctrl-C)."""
    if not once:
        foundation_jobs.work(current_app._get_current_object())  # type: ignore[attr-defined]
        return
    done = foundation_jobs.run_due(here())
    foundation_jobs.do_chores(here())
    click.echo(f"{done} done.")


@jobs.command("list")
@needs_tables
@click.option("--state", type=click.Choice(["waiting", "running", "done", "failed"]), default="failed")
def list_(state: str) -> None:
    """List jobs, the newest first."""
    with here().database.reading():
        rows = session.scalars(select(Job).where(Job.state == state).order_by(Job.id.desc()).limit(50)).all()
    for row in rows:
        click.echo(f"{row.id}\t{row.kind}\t{row.state}\ttries {row.tries}\t{row.last_error or ''}")
    standing = foundation_jobs.standing(here())
    click.echo(f"{standing.waiting} waiting, {standing.running} running, {standing.failed} failed.")


@jobs.command("retry")
@needs_tables
@click.argument("job_id", type=int)
def retry(job_id: int) -> None:
    """Let a failed job begin again."""
    with here().database.writing():
        found = foundation_jobs.retry(job_id)
    if not found:
        raise click.ClickException(f"There is no failed job {job_id}; `flask --app app jobs list` names them.")
    click.echo("It will run again within seconds, if the worker runs.")
