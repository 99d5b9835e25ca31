"""The command `import`: the list of delegates, or a plank from a Markdown file for each language."""

from collections.abc import Sequence
from pathlib import Path

import click

from conference import folder
from conference.cli.people import delegates
from conference.cli.speaking import FILE, connected, data_option, speaking
from conference.core.actor import Actor
from conference.core.errors import Absent
from conference.core.languages import LANGUAGES
from conference.people import queries as persons
from conference.planks import policy
from conference.planks.drafting import commands as drafting
from conference.planks.drafting import imports
from conference.planks.drafting.imports import Import, Row
from conference.planks.models import Plank
from conference.planks.rules import Kind


class Imports(click.Group):
    """What is no name of a command is a file with delegates: `import delegates.csv`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        known = (*self.commands, *ctx.help_option_names)
        return super().parse_args(ctx, args if not args or args[0] in known else ["delegates", *args])


@click.group("import", cls=Imports)
def import_() -> None:
    """Take in what stands in files: `import delegates.csv`, or `import plank hours.en.md hours.fr.md hours.es.md`."""


@click.command()
@click.argument("files", type=FILE, nargs=-1, required=True)
@data_option
@click.option("--by", "handle", required=True, help="The handle of the member of the drafting committee who brings it.")
@click.option("--kind", type=click.Choice([each.value for each in Kind]), default=Kind.PLANK.value, show_default=True)
@click.option("--yes", is_flag=True, help="Write: the whole text, or nothing when one block does not fit.")
@speaking
def plank(files: Sequence[Path], data: Path, handle: str, kind: str, yes: bool) -> None:
    """Begin a draft from a Markdown file for each language; without --yes only say what would be.

    The language stands in the name, such as hours.fr.md, and the first file is the original. Each begins with the title
    as a heading. Blocks are counted without it.
    """
    given = imports.titled(_sources(files))
    own = next(iter(given))
    found = imports.lay_side_by_side({each: text for each, (_, text) in given.items()}, own)
    for row in found.rows:
        click.echo(_line(row, own))
    if found.flattened:
        click.echo("Deeper levels of headings and lists, and numbers of lists, are not kept: all stand on one level.")
    if not found.fits:
        raise click.ClickException("Nothing was imported. Correct these blocks first, or confirm them in the editor.")
    titles = {each: title for each, (title, _) in given.items()}
    drafted = connected(folder.settings_of(data), lambda: _bring(handle, kind, own, titles, found, write=yes))
    blocks = f"{len(found.rows)} blocks in {', '.join(titles)}"
    click.echo(f"Draft {drafted.number}: {blocks}." if drafted else f"{blocks} could be imported: add --yes.")


def _sources(files: Sequence[Path]) -> dict[str, str]:
    """The text of each file by its language, in the order of the files."""
    found: dict[str, str] = {}
    for file in files:
        language = file.stem.rpartition(".")[2]
        if language not in LANGUAGES:
            raise click.ClickException(f"{file.name} names no language. Call it such as {file.stem}.en.md.")
        if language in found:
            raise click.ClickException(f"Two files are in one language: {language}.")
        try:
            found[language] = file.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError:
            raise click.ClickException(f"{file} is not UTF-8. Save it as plain text in UTF-8.") from None
    return found


def _line(row: Row, own: str) -> str:
    problems = " ".join(str(each) for each in row.problems)
    begins = " ".join((row.texts.get(own) or next(iter(row.texts.values()))).split()[:6])
    return f"{row.place:>5} {row.kind}, {begins} …: {problems or 'ok'}"


async def _bring(
    handle: str, kind: str, own: str, titles: dict[str, str], found: Import, *, write: bool
) -> Plank | None:
    """The draft; None where it is only asked whether she may. Raises `NotPermitted`."""
    actor = await _drafter(handle)
    return await drafting.bring(actor, kind, own, titles, imports.to_take_over(found)) if write else None


async def _drafter(handle: str) -> Actor:
    try:
        actor = await persons.actor_of(handle)
    except Absent:
        raise click.ClickException(f"Nobody here has the handle {handle}.") from None
    policy.may_draft(actor).require()
    return actor


import_.add_command(delegates)
import_.add_command(plank)
COMMANDS = (import_,)
