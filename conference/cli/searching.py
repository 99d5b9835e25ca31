"""The search's commands."""

from pathlib import Path

import click

from conference import folder
from conference.cli.speaking import connected, data_option, speaking
from conference.search import making


@click.group()
def search() -> None:
    """Look after the index of the search."""


@search.command()
@data_option
@speaking
def rebuild(data: Path) -> None:
    """Make the index anew from the texts; the server may go on serving. An update of the program does it by itself."""
    number = connected(folder.settings_of(data), making.make)
    click.echo(f"The index holds {number} entries.")


COMMANDS = (search,)
