"""The commands about counting: tally and convert."""

import json
import os
import tempfile
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

import click

from conference.cli.speaking import speaking
from conference.tally import show
from conference.tally.count import count_case
from conference.tally.election import Election, Method, case_by, usual_method
from conference.tally.expect import BadFile
from conference.tally.forms import files
from conference.tally.forms.files import Form, Left
from conference.tally.forms.written import Unheld

METHODS = click.Choice([str(method) for method in Method])
FORMS = click.Choice([str(form) for form in Form])
LEFT = click.Choice([str(left) for left in Left])


@click.command()
@click.argument("file", type=click.File("rb"))
@click.option("--method", type=METHODS, help="Count by this method, whatever the file names.")
@click.option("--seats", type=click.IntRange(1), help="How many seats to fill, whatever the file says.")
@click.option("--format", "form", type=FORMS, help="The form of the file, where its name and content do not tell.")
@click.option("--json", "as_json", is_flag=True, help="Print everything that the count found, for programs.")
@speaking
def tally(file: BinaryIO, method: str | None, seats: int | None, form: str | None, as_json: bool) -> None:
    """Count the ballots of a file again; - reads from standard input.

    The file is a case (JSON, which names its method and rules), BLT, ABIF, CSV, or cast vote records (NIST SP
    1500-103, JSON). Where neither the file nor --method names one, texts are counted by Schulze, several seats by the
    Scottish single transferable vote, and yes or no as a question.
    """
    try:
        content = files.text_of(file.read())
        known = Form(form) if form else files.form_of(_name(file), content)
        with files.located(content, known):
            election = _read(content, known, method, seats)
            by = election.method or usual_method(election)
            result = count_case(case_by(election, by))
    except BadFile as problem:
        raise click.ClickException(f"{_name(file)}: {problem}") from None
    if as_json:
        click.echo(json.dumps(result, ensure_ascii=False, indent=1))
        return
    for line in show.lines(result, {"name": election.title}):
        click.echo(line)


@click.command()
@click.argument("source", metavar="IN", type=click.File("rb"))
@click.argument("target", metavar="OUT", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--from", "read_as", type=FORMS, help="The form of IN, where its name and content do not tell.")
@click.option("--to", "write_as", type=FORMS, help="The form of OUT, where its name does not tell.")
@click.option("--method", type=METHODS, help="The method that a case is to name.")
@click.option("--seats", type=click.IntRange(1), help="How many seats there are, whatever IN says.")
@click.option("--leave-out", multiple=True, type=LEFT, help="Write without what OUT cannot hold; may be repeated.")
@speaking
def convert(
    source: BinaryIO,
    target: Path,
    read_as: str | None,
    write_as: str | None,
    method: str | None,
    seats: int | None,
    leave_out: Sequence[str],
) -> None:
    """Write the ballots of one file in the form of another: case (.json), .blt, .abif, .csv, .cvr.json.

    What of the ballots OUT cannot hold is refused with a sentence, and OUT is not written. Rules and remarks are no
    ballots: forms without a place for them go without, and the command says which.
    """
    if not target.parent.is_dir():
        raise click.ClickException(f"{target.parent} is no folder.")
    form = Form(write_as) if write_as else files.form_by_name(target.name)
    if form is None:
        raise click.ClickException(f"{target}: name the form by --to, or by the end of the file's name.")
    try:
        content = files.text_of(source.read())
        known = Form(read_as) if read_as else files.form_of(_name(source), content)
        with files.located(content, known):
            election = _read(content, known, method, seats)
            case_by(election, election.method or usual_method(election))  # so that what is written can be counted
        for what in leave_out:
            election = files.without(election, Left(what))
        _write_whole(target, files.write(election, form, datetime.now(UTC).isoformat(timespec="seconds")))
    except BadFile as problem:
        raise click.ClickException(f"{_name(source)}: {problem}") from None
    except Unheld as problem:
        raise click.ClickException(f"{problem} {target} was not written.") from None
    beside = files.beside_the_ballots(election, form)
    if beside:
        click.echo(f"{files.IN_WORDS[form]} holds the ballots alone; left out: {', '.join(beside)}.", err=True)


def _name(file: BinaryIO) -> str:
    return str(getattr(file, "name", "<stdin>"))


def _read(content: str, form: Form, method: str | None, seats: int | None) -> Election:
    return files.read(content, form, None if method is None else Method(method), seats)


def _write_whole(target: Path, lines: Iterable[str]) -> None:
    """The whole file or none: it takes its name only when its last line is written."""
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            for line in lines:
                file.write(line + "\n")
        os.chmod(name, 0o666 & ~_mask())
        os.replace(name, target)
    except BaseException:
        with suppress(FileNotFoundError):
            os.unlink(name)
        raise


def _mask() -> int:
    """The process's mask for new files, which can only be read by setting it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask


COMMANDS = (tally, convert)
