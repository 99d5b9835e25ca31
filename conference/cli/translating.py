"""The commands about languages: translate and detect-language, a text a line in, a text a line out."""

import asyncio
import json
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Final, TextIO

import click

from conference import folder
from conference.cli.speaking import FILE, FOLDER, speaking
from conference.core.languages import LANGUAGES
from conference.runtime.i18n import say
from conference.runtime.settings import Settings
from conference.translation.engines import Choices, Outcome, Router, Segment, engines_of, installation
from conference.translation.engines.detection import detect
from conference.translation.glossary import BadTermbase, Glossary, read_file

AT_ONCE: Final = 50
"""Lines that are read before any is written."""
NO_ENGINE: Final = 3
"""The exit code where no engine translates this pair."""
SOME_LEFT: Final = 4
"""The exit code where some line could not be translated."""
LINES: Final = click.File("r", encoding="utf-8", errors="replace")
_language = click.Choice(LANGUAGES)


class _NoEngine(click.ClickException):
    exit_code = NO_ENGINE


@click.command()
@click.argument("file", type=LINES, default="-")
@click.option("--from", "source", type=_language, required=True, help="The language of the texts.")
@click.option("--to", "target", type=_language, required=True, help="The language to translate into.")
@click.option("--glossary", "termbase", type=FILE, help="A termbase (CSV) that the engine has to obey.")
@click.option("--json", "as_json", is_flag=True, help="Write an object a line: text, status, route, unknown, flags.")
@click.option(
    "--data", type=FOLDER, envvar="CONFERENCE_DATA", help="A conference's folder: its engines, and compiled glossaries."
)
@speaking
def translate(file: TextIO, source: str, target: str, termbase: Path | None, as_json: bool, data: Path | None) -> None:
    """Translate FILE, or standard input, by machine: a text a line, in order; empty lines stay.

    A text that no engine translated is written as an empty line, or with a null and its status by --json, and the
    command ends with exit code 4; with 3 where no engine translates this pair at all.
    """
    if source == target:
        raise click.ClickException("Name two languages.")
    glossary = _glossary(termbase)
    with tempfile.TemporaryDirectory() as passing:
        settings = folder.settings_of(data) if data else Settings(data=Path(passing))
        whole = asyncio.run(_translate(settings, file, (source, target), glossary, as_json))
    if not whole:
        sys.exit(SOME_LEFT)


def _glossary(termbase: Path | None) -> Glossary:
    try:
        return read_file(termbase) if termbase else Glossary()
    except BadTermbase as problem:
        said = "\n".join(say(each) for each in problem.sentences)
        raise click.ClickException(f"{termbase}:\n{said}") from None


async def _translate(
    settings: Settings, lines: TextIO, pair: tuple[str, str], glossary: Glossary, as_json: bool
) -> bool:
    """Whether every line was translated."""
    engines = engines_of(settings)
    # Whoever sets an engine's address or key in the settings, and types this command, has chosen it.
    router = Router(engines, Choices(default=tuple(engine.name for engine in reversed(engines)), leaving=True))
    try:
        if not await router.routes(*pair):
            _say_that_none_is_installed(pair)
        whole = True
        for batch in _batches(lines):
            outcomes = await _outcomes(router, batch, pair, glossary)
            for outcome in outcomes:
                click.echo(_written(outcome, as_json))
            sys.stdout.flush()
            whole = whole and all(outcome is None or outcome.text is not None for outcome in outcomes)
        return whole
    finally:
        await router.aclose()


def _say_that_none_is_installed(pair: tuple[str, str]) -> None:
    problem = _NoEngine(f"No engine that translates {pair[0]} → {pair[1]} is installed. On Debian: {installation.MEND}")
    raise problem


def _batches(lines: Iterable[str]) -> Iterator[Sequence[str]]:
    rest = (line.rstrip("\r\n") for line in lines)
    while batch := list(islice(rest, AT_ONCE)):
        yield batch


async def _outcomes(
    router: Router, batch: Sequence[str], pair: tuple[str, str], glossary: Glossary
) -> list[Outcome | None]:
    """An outcome for each line with a text, None for each empty one."""
    segments = [Segment(str(at), line) for at, line in enumerate(batch) if line.strip()]
    found = {outcome.id: outcome for outcome in await router.translate(segments, *pair, glossary=glossary)}
    return [found.get(str(at)) for at in range(len(batch))]


def _written(outcome: Outcome | None, as_json: bool) -> str:
    if not as_json:
        return " ".join((outcome.text or "").splitlines()) if outcome else ""
    if outcome is None:
        return json.dumps({"text": "", "status": "ok", "route": [], "unknown": [], "flags": []})
    said = {
        "text": outcome.text,
        "status": str(outcome.status),
        "engine": outcome.engine,
        "route": list(outcome.route),
        "middle": outcome.middle,
        "unknown": list(outcome.unknown),
        "flags": list(outcome.flags),
    }
    return json.dumps(said, ensure_ascii=False)


@click.command("detect-language")
@click.argument("file", type=LINES, default="-")
@click.option("--json", "as_json", is_flag=True, help="Write an object a line: language and probability, or nulls.")
@speaking
def detect_language(file: TextIO, as_json: bool) -> None:
    """Say in which language each line of FILE, or of standard input, is; an empty line where nothing can be said."""
    for line in file:
        guess = detect(line.rstrip("\r\n"))
        if as_json:
            click.echo(json.dumps({"language": guess.language, "probability": guess.probability}))
        else:
            click.echo(f"{guess.language} {guess.probability}" if guess.language else "")


COMMANDS = (translate, detect_language)
