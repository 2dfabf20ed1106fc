"""flask mail: does mail arrive?"""

from __future__ import annotations

import smtplib

import click
from flask.cli import AppGroup

from alongside.foundation import mail as foundation_mail
from alongside.foundation.emails import NotAnAddress
from alongside.foundation.jobs import GiveUp

mail = AppGroup("mail", help="Outgoing mail.")


@mail.command("test")
@click.argument("address")
def test(address: str) -> None:
    """Send a test mail to ADDRESS, now."""
    try:
        where = foundation_mail.try_out(address)
    except NotAnAddress:
        raise click.ClickException(f"{address} is not an email address.") from None
    except foundation_mail.MailSettingWrong as wrong:
        raise click.ClickException(str(wrong)) from None
    except GiveUp as refused:
        raise click.ClickException(f"The mail server refused it for good: {refused.__cause__}") from None
    except (OSError, smtplib.SMTPException) as error:
        raise click.ClickException(f"The mail server could not take it: {error}") from None
    click.echo(f"Sent: {where}")
