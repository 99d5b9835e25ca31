"""The command about the rules of the conference's votes."""

from pathlib import Path

import click

from conference import folder
from conference.cli.speaking import FILE, connected, data_option, speaking
from conference.core.actor import HOUSE
from conference.rulebook import changes, commands, queries, reading, writing
from conference.rulebook.reading import BadRules
from conference.rulebook.rules import RuleSet
from conference.runtime.i18n import say


@click.command()
@click.argument("file", type=FILE, required=False)
@data_option
@click.option("--yes", is_flag=True, help="Save the file's rules; votes that were put before keep theirs.")
@speaking
def rules(file: Path | None, data: Path, yes: bool) -> None:
    """Print the rule sets of the conference as a file; with FILE say what it would change, and with --yes save it.

    The file is TOML, with one table [[rule_set]] for each rule set.
    """
    settings = folder.settings_of(data)
    present = connected(settings, queries.rule_sets)
    if file is None:
        click.echo(writing.write(present), nl=False)
        return
    text = _text(file)
    _tell(present, _wanted(file, text))
    if yes:
        saved = connected(settings, lambda: commands.set_rules(HOUSE, text, commands.digest_of(present)))
        click.echo(f"Saved: {len(saved)} rule sets, digest {commands.digest_of(saved)}.")
    elif present != reading.read(text):
        click.echo("Nothing is saved yet: add --yes.")


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise click.ClickException(f"{file} is not UTF-8. Save it as UTF-8.") from None


def _wanted(file: Path, text: str) -> tuple[RuleSet, ...]:
    try:
        return reading.read(text)
    except BadRules as problem:
        raise click.ClickException("\n".join((f"{file}:", *(say(each) for each in problem.sentences)))) from None


def _tell(present: tuple[RuleSet, ...], wanted: tuple[RuleSet, ...]) -> None:
    """The changes, rule set by rule set, line by line."""
    signs = {"added": "+", "removed": "-", "same": " "}
    for change in changes.changes(present, wanted):
        click.echo(f"{change.key}: {change.kind}")
        for kind, line in change.lines:
            if kind != "same":
                click.echo(f"  {signs[kind]} {line}")
    if present == wanted:
        click.echo("These are the rules as they are: nothing would change.")
    elif changes.only_moved(present, wanted):
        click.echo("Only the order changes in which the rule sets are offered.")


COMMANDS = (rules,)
