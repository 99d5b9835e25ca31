"""The command `conference`: demo, init, serve, migrate, doctor, backup, restore, import, token, tally."""

import asyncio
import csv
import io
import json
import sys
from collections.abc import Callable, Coroutine, Sequence
from functools import wraps
from pathlib import Path
from typing import Any, ParamSpec, TextIO, TypeVar

import click
from tortoise.exceptions import BaseORMException

from conference import backup as archive
from conference import doctor as practice
from conference import folder, serving
from conference.core.actor import HOUSE
from conference.core.errors import Absent, Invalid, Refused
from conference.core.languages import DEFAULT, LANGUAGES
from conference.core.roles import Role
from conference.demo import founding
from conference.people import commands as people
from conference.people import letters
from conference.people.models import Account
from conference.runtime import database
from conference.runtime.settings import FILE as SETTINGS
from conference.runtime.settings import Settings
from conference.slices import MODELS
from conference.tally import count, formats, show

P = ParamSpec("P")
T = TypeVar("T")
Command = Callable[P, T]
FOLDER = click.Path(path_type=Path, file_okay=False)
FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
data_option = click.option(
    "--data",
    type=FOLDER,
    default="data",
    envvar="CONFERENCE_DATA",
    show_default=True,
    help="The folder that holds the conference.",
)
port_option = click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True)


def speaking(command: Command[P, T]) -> Command[P, T]:
    """Refusals as a sentence and exit code 1, never as a traceback."""

    @wraps(command)
    def spoken(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return command(*args, **kwargs)
        except Invalid as problem:
            raise click.ClickException("\n".join(f"{at}: {each}" for at, each in problem.problems.items())) from None
        except Refused as problem:
            raise click.ClickException(str(problem.sentence)) from None
        except (BaseORMException, OSError) as problem:
            raise click.ClickException(
                f"{problem}. `conference doctor` says what is wrong, and how to mend it."
            ) from None

    return spoken


def connected(settings: Settings, work: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """Run one piece of work, shielded, between opening and closing the database."""

    async def run() -> T:
        await database.connect(settings, MODELS)
        try:
            return await database.shielded(work())
        finally:
            await database.disconnect()

    return asyncio.run(run())


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="conference")
def main() -> None:
    """Discussion and resolutions for an international conference."""


@main.command()
@port_option
@click.option("--data", type=FOLDER, default="demo-data", show_default=True, help="The demo's folder.")
@click.option("--fresh", is_flag=True, help="Begin anew: what the folder's demo holds is removed.")
@speaking
def demo(port: int, data: Path, fresh: bool) -> None:
    """Show a whole conference on this machine; sign in as anybody of its cast."""
    taken = serving.listening("127.0.0.1", port)
    address = f"http://127.0.0.1:{taken.getsockname()[1]}"
    with taken, folder.held(data):
        settings = founding.found(data, fresh=fresh, origin=address)
        serving.serve(settings, taken, lambda: _invite_to_demo(address, data))


def _invite_to_demo(address: str, data: Path) -> None:
    click.echo(f"\n  The demo is ready: {address}/\n")
    click.echo(f"  Sign in as anybody of the cast, by one button: {address}/en/demo")
    click.echo(f"  En français : {address}/fr/   En español: {address}/es/")
    click.echo(f"  What you do is kept in {data}; `--fresh` begins anew. Stop with Ctrl-C.\n")


@main.command()
@data_option
@click.option("--organizer", required=True, metavar="NAME", help="Who sets the conference up.")
@click.option("--email", required=True, help="The organizer's address.")
@click.option(
    "--language", type=click.Choice(LANGUAGES), default=DEFAULT, show_default=True, help="The organizer's own."
)
@click.option("--name", default="A conference", show_default=True, help="The conference's name in English.")
@click.option("--name-fr", default="Une conférence", show_default=True)
@click.option("--name-es", default="Una conferencia", show_default=True)
@click.option("--origin", default="http://127.0.0.1:8000", show_default=True, help="The address readers come to.")
@speaking
def init(
    data: Path, organizer: str, email: str, language: str, name: str, name_fr: str, name_es: str, origin: str
) -> None:
    """Make a new conference, closed to the public, with its first organizer."""
    choices = {"origin": origin, "registration": "invitation", "audience": "conference"}
    folder.make(data, choices | {"name": {"en": name, "fr": name_fr, "es": name_es}})
    try:
        settings = folder.settings_of(data)
        asyncio.run(database.migrate(settings, MODELS))
        token = connected(settings, lambda: _first_organizer(organizer, email, language))
    except BaseException:
        (data / SETTINGS).unlink()  # so that the same command, corrected, can be typed again
        raise
    click.echo(f"The conference lives in {data}. Next:")
    click.echo(f"  1. conference serve --data {data}")
    click.echo(f"  2. Choose your password (the link works once, for seven days): {origin}/{language}/confirm/{token}")
    click.echo(f"  3. conference doctor --data {data}   says what is still missing")


async def _first_organizer(name: str, email: str, language: str) -> str:
    """The account, its role, and the token of the link by which the password is chosen: all or nothing."""
    async with database.transaction():
        account = await people.add_account(HOUSE, "", name, email, [language], named=False)
        await people.grant(HOUSE, account.handle, Role.ORGANIZER)
        return await people.ask_confirmation(account)


@main.command()
@data_option
@click.option("--host", default="127.0.0.1", show_default=True)
@port_option
@click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="Several need PostgreSQL.")
@speaking
def serve(data: Path, host: str, port: int, workers: int) -> None:
    """Serve the conference. Put a proxy that speaks https before it."""
    settings = folder.settings_of(data)
    serving.allowed(settings, host, workers)
    if workers > 1:
        click.echo(f"Serving {data} on {host}:{port} by {workers} processes; readers: {settings.origin}")
        serving.serve_by_several(settings, host, port, workers)
        return
    with serving.listening(host, port) as taken, folder.held(data):
        where = f"{host}:{taken.getsockname()[1]}"
        serving.serve(settings, taken, lambda: click.echo(f"Serving {data} on {where}; readers: {settings.origin}"))


@main.command()
@data_option
@speaking
def migrate(data: Path) -> None:
    """Bring the database's tables to this version."""
    asyncio.run(database.migrate(folder.settings_of(data), MODELS))
    click.echo("The tables are those of this version.")


@main.command()
@data_option
@speaking
def doctor(data: Path) -> None:
    """Say what is installed, configured and missing, and how to mend it."""
    ill = asyncio.run(_examine(data))
    sys.exit(1 if ill else 0)


async def _examine(data: Path) -> bool:
    ill = False
    async for finding in practice.findings(data):
        ill = ill or finding.state is practice.State.ILL
        click.echo(f"{finding.state:<5} {finding.subject}: {finding.found}")
        if finding.mend:
            click.echo(f"      → {finding.mend}")
    return ill


@main.command()
@click.argument("out", type=click.Path(path_type=Path, dir_okay=False))
@data_option
@speaking
def backup(out: Path, data: Path) -> None:
    """Write database and settings into one file, while the server runs; never the keys of sealed votes."""
    archive.save(folder.settings_of(data), out)
    click.echo(f"{out} holds the database and the settings. It holds no keys: an open vote cannot be restored from it.")


@main.command()
@click.argument("file", type=FILE)
@data_option
@speaking
def restore(file: Path, data: Path) -> None:
    """Unpack a backup into a new folder."""
    with folder.held(data):
        archive.restore(file, data)
        asyncio.run(database.migrate(folder.settings_of(data), MODELS))
    click.echo(f"Restored into {data}. `conference doctor --data {data}` says what is missing, above all keys.")


@main.command("import")
@click.argument("file", type=FILE)
@data_option
@click.option("--yes", is_flag=True, help="Write: everybody, or nobody when one row has a problem.")
@speaking
def import_(file: Path, data: Path, yes: bool) -> None:
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


@main.command()
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


@main.command()
@click.argument("file", type=click.File(encoding="utf-8"))
@click.option("--json", "as_json", is_flag=True, help="Print everything that the count found, for programs.")
@speaking
def tally(file: TextIO, as_json: bool) -> None:
    """Count a vote again from its file (JSON); - reads from standard input."""
    try:
        case = formats.read(file.read())
        result = count.count(case)
    except (formats.BadFile, UnicodeDecodeError) as problem:
        raise click.ClickException(f"{file.name}: {problem}") from None
    if as_json:
        click.echo(json.dumps(result, ensure_ascii=False, indent=1))
        return
    for line in show.lines(result, case):
        click.echo(line)
