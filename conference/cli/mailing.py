"""The commands about mail: a test letter."""

import asyncio
from pathlib import Path

import aiosmtplib
import click

from conference import folder
from conference.cli.speaking import data_option, speaking
from conference.mailing import sending
from conference.people.rules import email_problem
from conference.runtime import mail as post
from conference.runtime.settings import Settings


@click.group()
def mail() -> None:
    """About the mail that the conference sends."""


@mail.command("test")
@click.argument("address")
@data_option
@speaking
def test(address: str, data: Path) -> None:
    """Send a letter that only says that letters go out, and say what the mail server made of it."""
    if (problem := email_problem(address)) is not None:
        raise click.ClickException(str(problem))
    settings = folder.settings_of(data)
    try:
        asyncio.run(post.send(settings, sending.test_letter(settings, address)))
    except (aiosmtplib.SMTPException, OSError) as problem:
        raise click.ClickException(f"{_where(settings)} does not take it: {problem}") from None
    if settings.smtp_host:
        click.echo(
            f"{_where(settings)} has taken a letter from {settings.mail_from} to {address}. See whether it came."
        )
    else:
        click.echo(f"No mail is sent: smtp_host is not set. The letter lies in {settings.outbox}.")


def _where(settings: Settings) -> str:
    return f"{settings.smtp_host}:{settings.smtp_port}"


COMMANDS = (mail,)
