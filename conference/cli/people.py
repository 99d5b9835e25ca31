"""The commands about people: import of delegates, and token."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

import click

from conference import folder
from conference.cli.speaking import FILE, connected, data_option, speaking
from conference.core.actor import HOUSE
from conference.core.errors import Absent
from conference.people import commands as people
from conference.people import letters
from conference.people.models import Account
from conference.runtime.settings import Settings


@click.command("delegates")
@click.argument("file", type=FILE)
@data_option
@click.option("--yes", is_flag=True, help="Write: everybody, or nobody when one row has a problem.")
@speaking
def delegates(file: Path, data: Path, yes: bool) -> None:
    """Register the delegates of a CSV file, and send each the link to confirm; without --yes only say what would be.

    The columns: name, email, delegation (its code), organisation, languages (as "fr en", the own one first),
    alternate (yes or no), named (yes: may be named in public).
    """
    settings = folder.settings_of(data)
    rows = _rows(file)
    report = connected(settings, lambda: people.import_delegates(HOUSE, rows, dry_run=not yes))
    for row in report:
        problems = "; ".join(f"{column}: {sentence}" for column, sentence in row.problems)
        click.echo(f"{row.row:>5} {row.name}: {problems or 'ok'}")
    if any(row.problems for row in report):
        raise click.ClickException("Nobody was registered. Correct these rows first.")
    if yes:
        connected(settings, lambda: _send_links(settings, [row["email"] for row in rows]))
    click.echo(f"{len(report)} registered." if yes else f"{len(report)} could be registered: add --yes.")


def _rows(file: Path) -> list[dict[str, str]]:
    """The rows of a table with a header, as spreadsheets write it: with commas or semicolons."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise click.ClickException(f"{file} is not UTF-8. Save it as CSV UTF-8.") from None
    header = text.split("\n", 1)[0]
    reader = csv.DictReader(
        io.StringIO(text, newline=""), delimiter=";" if header.count(";") > header.count(",") else ","
    )
    rows = list(reader)
    if any(None in row or None in row.values() for row in rows):
        raise click.ClickException("A row has more or fewer cells than the header.")
    return rows


async def _send_links(settings: Settings, emails: Sequence[str]) -> None:
    for account in await Account.filter(email__in=[each.strip().lower() for each in emails]).order_by("id"):
        await letters.confirm_address(settings, account, await people.ask_confirmation(account))


@click.command()
@click.argument("handle")
@data_option
@click.option("--label", default="command line", show_default=True, help="What it is for; she sees it on her page.")
@speaking
def token(handle: str, data: Path, label: str) -> None:
    """Make a token for the API that writes in somebody's name. It never casts: only voters make such a token."""
    click.echo(connected(folder.settings_of(data), lambda: _make_token(handle, label)))


async def _make_token(handle: str, label: str) -> str:
    account = await Account.get_or_none(handle=handle)
    if account is None:
        raise Absent
    return await people.make_token(HOUSE, account.id, label, ["write"])


COMMANDS = (token,)
