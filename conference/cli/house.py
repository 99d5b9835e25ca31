"""The house's own commands: demo, init, serve, migrate, doctor, backup, restore."""

import asyncio
import sys
from pathlib import Path

import click

from conference import backup as archive
from conference import doctor as practice
from conference import folder, serving
from conference.cli.speaking import FILE, FOLDER, connected, data_option, speaking
from conference.core.actor import HOUSE
from conference.core.languages import DEFAULT, LANGUAGES
from conference.core.roles import Role
from conference.demo import founding
from conference.people import commands as people
from conference.runtime import database
from conference.runtime.settings import FILE as SETTINGS
from conference.slices import MODELS

port_option = click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True)


@click.command()
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


@click.command()
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


@click.command()
@data_option
@click.option("--host", default="127.0.0.1", show_default=True)
@port_option
@click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="Several need PostgreSQL.")
@speaking
def serve(data: Path, host: str, port: int, workers: int) -> None:
    """Serve the conference. Put a proxy that speaks https before it."""
    settings = folder.settings_of(data)
    serving.allowed(settings, host, workers)
    if connected(settings, database.pending):
        raise click.ClickException(f"The tables are those of an earlier version. Run: conference migrate --data {data}")
    if workers > 1:
        click.echo(f"Serving {data} on {host}:{port} by {workers} processes; readers: {settings.origin}")
        serving.serve_by_several(settings, host, port, workers)
        return
    with serving.listening(host, port) as taken, folder.held(data):
        where = f"{host}:{taken.getsockname()[1]}"
        serving.serve(settings, taken, lambda: click.echo(f"Serving {data} on {where}; readers: {settings.origin}"))


@click.command()
@data_option
@speaking
def migrate(data: Path) -> None:
    """Bring the database's tables to this version."""
    asyncio.run(database.migrate(folder.settings_of(data), MODELS))
    click.echo("The tables are those of this version.")


@click.command()
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


@click.command()
@click.argument("out", type=click.Path(path_type=Path, dir_okay=False))
@data_option
@speaking
def backup(out: Path, data: Path) -> None:
    """Write database and settings into one file, while the server runs; never the keys of sealed votes."""
    archive.save(folder.settings_of(data), out)
    click.echo(f"{out} holds the database and the settings. It holds no keys: an open vote cannot be restored from it.")


@click.command()
@click.argument("file", type=FILE)
@data_option
@speaking
def restore(file: Path, data: Path) -> None:
    """Unpack a backup into a new folder."""
    with folder.held(data):
        archive.restore(file, data)
        asyncio.run(database.migrate(folder.settings_of(data), MODELS))
    click.echo(f"Restored into {data}. `conference doctor --data {data}` says what is missing, above all keys.")


COMMANDS = (demo, init, serve, migrate, doctor, backup, restore)
