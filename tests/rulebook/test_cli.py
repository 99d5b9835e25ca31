"""`conference rules`: prints the file, says what another file would change, saves with --yes."""

import asyncio
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from conference.cli import main
from conference.rulebook import queries, reading, writing
from conference.runtime import database
from conference.runtime.models import Entry
from conference.runtime.settings import load
from conference.slices import MODELS
from tests.conftest import _of_one_database


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A conference as `conference init` founds it."""
    folder = tmp_path / "data"
    with _of_one_database():
        founding = [
            "init",
            "--data",
            str(folder),
            "--name",
            "A conference",
            "--organizer",
            "Pat",
            "--email",
            "p@example.org",
        ]
        done = CliRunner().invoke(main, [*founding, "--origin", "http://127.0.0.1:8000"])
    assert done.exit_code == 0, done.output
    return folder


def rules(data: Path, *words: str) -> Result:
    with _of_one_database():
        return CliRunner().invoke(main, ["rules", "--data", str(data), *words])


def entries(data: Path) -> int:
    """How often the journal says that the rules were set."""

    async def count() -> int:
        await database.connect(load(data), MODELS)
        try:
            return await Entry.filter(verb="rules-set").count()
        finally:
            await database.disconnect()

    with _of_one_database():
        return asyncio.run(count())


def test_the_printed_file_is_the_rules(data: Path) -> None:
    printed = rules(data)
    assert printed.exit_code == 0, printed.output
    assert reading.read(printed.output) == queries.defaults()


def test_a_file_is_compared_first_and_saved_only_when_asked(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "rules.toml"
    file.write_text(writing.write(queries.defaults()).replace("demand = 5", "demand = 7", 1), encoding="utf-8")
    dry = rules(data, str(file))
    assert dry.exit_code == 0, dry.output
    assert dry.output.splitlines() == [
        "procedure: changed",
        "  - demand = 5",
        "  + demand = 7",
        "Nothing is saved yet: add --yes.",
    ]
    assert reading.read(rules(data).output) == queries.defaults()
    assert entries(data) == 0
    saved = rules(data, str(file), "--yes")
    assert re.search(r"Saved: \d+ rule sets, digest [0-9a-f]{64}\.", saved.output), saved.output
    assert rules(data).output == file.read_text(encoding="utf-8")
    assert entries(data) == 1
    again = rules(data, str(file))
    assert again.output == "These are the rules as they are: nothing would change.\n"


def test_every_problem_of_a_file_is_told_and_nothing_is_saved(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "rules.toml"
    text = writing.write(queries.defaults()).replace("demand = 5", 'demand = "five"\ncolour = "red"', 1)
    file.write_text(text, encoding="utf-8")
    refused = rules(data, str(file), "--yes")
    assert refused.exit_code == 1
    assert "In “procedure”, “demand” must be a whole number from 0 to 10,000." in refused.output
    assert "In “procedure”, nothing is called “colour”." in refused.output
    assert entries(data) == 0
    file.write_bytes(b"\xff\xfe")
    assert "is not UTF-8" in rules(data, str(file)).output
