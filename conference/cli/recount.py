"""The command recount: a vote checked again from its file alone, without server or database."""

import json
import sys
from pathlib import Path
from typing import BinaryIO

import click

from conference.cli.speaking import speaking
from conference.tally.expect import BadFile
from conference.tally.forms import files
from conference.voting.result import published
from conference.voting.result.published import Recounted


@click.command()
@click.argument("file", type=click.File("rb"))
@click.option("--json", "as_json", is_flag=True, help="Print the published result, byte for byte as in result.json.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write the published result to this file.")
@speaking
def recount(file: BinaryIO, as_json: bool, out: Path | None) -> None:
    """Check a vote again from its recount file (recount.json), without asking any server; - reads standard input.

    Made again: the digest of the opening, the root of the leaves, that the rules counted by are those frozen at the
    opening, the lot, the count, and the digest of the result. The exit code is 1 if anything does not hold.
    """
    found = _checked(file)
    for check in found.checks:
        click.echo(f"{'holds' if check.holds else 'FAILS':<6} {check.name}: {check.found}", err=as_json)
    click.echo(f"outcome: {found.outcome}", err=as_json)
    if as_json:
        sys.stdout.buffer.write(found.result)
        sys.stdout.buffer.flush()
    if out is not None:
        out.write_bytes(found.result)
    if not found.holds:
        click.echo("This file does not hold.", err=True)
        sys.exit(1)


def _checked(file: BinaryIO) -> Recounted:
    try:
        content = json.loads(files.text_of(file.read()))
        return published.recounted(content)
    except BadFile as problem:
        raise click.ClickException(f"{file.name}: {problem}") from None
    except (KeyError, TypeError, ValueError, RecursionError, AttributeError) as problem:
        raise click.ClickException(f"{file.name} is no recount file: {_said(problem)}.") from None


def _said(problem: Exception) -> str:
    return f"{problem} is missing" if isinstance(problem, KeyError) else str(problem)


COMMANDS = (recount,)
