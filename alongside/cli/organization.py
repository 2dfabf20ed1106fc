"""flask organization: the first owner, the way back for one who is locked out, and the end of an account."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from alongside.cli.tables import needs_tables
from alongside.credentials import names
from alongside.foundation import emails
from alongside.foundation.installation import here
from alongside.journey import closing, join
from alongside.organizations import cohorts, members
from alongside.people import accounts
from alongside.people.models import Account
from alongside.reporting import recount as recounting

organization = AppGroup("organization", help="Organizations and their owners.")


@organization.command("create")
@needs_tables
@click.argument("name")
@click.option("--owner-name", required=True, help="As it should stand on a certificate.")
@click.option("--owner-email", required=True, help="The owner signs in with it.")
def create(name: str, owner_name: str, owner_email: str) -> None:
    """Make the organization NAME; print a link its first owner chooses a password with."""
    name, owner_name = _printable(name), _printable(owner_name)
    if emails.canonical_or_none(owner_email) is None:
        raise click.ClickException(f"{owner_email} is not an email address.")
    with here().database.writing():
        if name in {one.name for one, _owners in members.organizations()}:
            raise click.ClickException(
                "There is an organization of this name. Its owners: flask --app app organization list. Their way back in: … rescue ADDRESS"
            )
        _made, link = join.found_organization(name, owner_name=owner_name, owner_email=owner_email)
    click.echo(f"{name} is there. {owner_name} opens this link within {accounts.LINK_LIVES['owner']} hours, once:")
    click.echo(link)


@organization.command("rescue")
@needs_tables
@click.argument("email")
def rescue(email: str) -> None:
    """Print a fresh one-time link for the owner with this EMAIL. Earlier links stop working."""
    with here().database.writing():
        account = accounts.by_email(email)
        owned = [one for one in members.of_account(account.id) if one.is_owner] if account else []
        if account is None or not owned:
            raise click.ClickException(f"No owner signs in with {email}. See: flask --app app organization list")
        if account.is_disabled:
            raise click.ClickException("This account is disabled.")
        link = join.owner_link(owned[0].organization, account)
    click.echo(f"Open this link within {accounts.LINK_LIVES['owner']} hours, once:")
    click.echo(link)


@organization.command("list")
@needs_tables
def list_them() -> None:
    """Print every organization with its owners."""
    with here().database.reading():
        rows = members.organizations()
    if not rows:
        click.echo('There is none yet: flask --app app organization create "NAME" --owner-name "…" --owner-email "…"')
    for one, owners in rows:
        click.echo(f"{one.name}: {', '.join(owners) or 'no owner'}")


@organization.command("recount")
@needs_tables
def recount() -> None:
    """Count every cohort anew from what is stored, where figures are in doubt or rows were brought in from elsewhere."""
    with here().database.writing():
        groups = cohorts.everywhere()
        for one in groups:
            recounting.recount(one)
    click.echo(f"{len(groups)} cohorts counted anew.")


@organization.command("disable")
@needs_tables
@click.argument("name")
def disable(name: str) -> None:
    """Close the account that signs in with NAME, an address or a made-up name: nobody signs in with it, in any organization."""
    with here().database.writing():
        closing.disable(_account(name))
    click.echo("Nobody signs in with it any more, and whoever was signed in is out. Certificates stay as they are.")


@organization.command("enable")
@needs_tables
@click.argument("name")
def enable(name: str) -> None:
    """Open the account again that signs in with NAME. Its password is the one it had."""
    with here().database.writing():
        closing.enable(_account(name))
    click.echo("The account is open again.")


def _account(name: str) -> Account:
    account = accounts.by_sign_in_name(name)
    if account is None:
        raise click.ClickException(f"Nobody signs in with {name}.")
    return account


def _printable(name: str) -> str:
    try:
        return names.printable(name)
    except names.CannotPrint as found:
        raise click.ClickException(found.advice) from None
