"""`conference recount`: what holds and what does not, from the file alone."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from conference.cli import main
from conference.core.canonical import digest
from conference.core.roles import Role
from conference.runtime import database
from conference.voting import commands as voting
from conference.voting.result import files
from conference.voting.sealed import lots
from tests.cast import (
    NO_OVERTIME,
    TRIPLE,
    Assembly,
    add_officer,
    all_cast,
    answer,
    asked,
    close,
    count_hands,
    counted,
    declared,
    open_vote,
    put,
    table,
    unseal,
)

File = dict[str, Any]


@pytest.fixture
async def made(assembly: Assembly, tmp_path: Path) -> tuple[Path, bytes]:
    """The recount file of a declared choice with a lot, and its published result."""
    one = await table(assembly, "rosa", TRIPLE)
    two = await table(assembly, "marc", NO_OVERTIME)
    vote = await put(assembly, "choice", one.number, two.number, rule_set="choice-by-elimination")
    await database.shielded(voting.publish_hash(assembly.tomas, vote.number, lots.hash_of("271828")))
    vote = await open_vote(assembly, vote)
    await all_cast(assembly, vote, {"CA": ("a2", "a1"), "MX": ("a1", "a2"), "dana": ("keep", "a1"), "ruth": ("a1",)})
    await close(assembly, vote)
    await database.shielded(voting.reveal_number(assembly.tomas, vote.number, "271828"))
    await unseal(assembly, vote)
    vote = await database.shielded(voting.declare(assembly.chair, vote.number))
    path = tmp_path / "recount.json"
    path.write_bytes(await files.recount_file(assembly.tomas, vote))
    return path, await files.result_file(vote)


async def test_a_true_file_holds_and_gives_the_published_bytes(made: tuple[Path, bytes], tmp_path: Path) -> None:
    path, result = made
    run = CliRunner().invoke(main, ["recount", str(path)])
    assert run.exit_code == 0, run.output
    assert "FAILS" not in run.output
    for what in (
        "opening digest",
        "root of the leaves",
        "number of ballots",
        "rules",
        "seed of the lot",
        "result digest",
    ):
        assert f"holds  {what}:" in run.output
    printed = CliRunner().invoke(main, ["recount", "--json", "--out", str(tmp_path / "result.json"), str(path)])
    assert printed.stdout_bytes == result
    assert (tmp_path / "result.json").read_bytes() == result


def _a_leaf(file: File) -> None:
    file["leaves"][0][0] = "0" * 64


def _a_leaf_less(file: File) -> None:
    del file["leaves"][-1]


def _a_ballot(file: File) -> None:
    file["case"]["ballots"][0]["ranking"] = [["keep"]]


def _a_ballot_more(file: File) -> None:
    next(each for each in file["case"]["ballots"] if each["group"] == "US")["count"] += 1


def _the_question(file: File) -> None:
    file["opening"]["questions"]["en"] = "Shall we go home?"


def _the_rules(file: File) -> None:
    file["case"]["options"]["quorum"] = {"of": "ballots", "at_least": [1, 100], "strict": False}


def _the_roll(file: File) -> None:
    file["case"]["groups"][0]["roll"] += 5


def _a_number(file: File) -> None:
    file["lot"]["numbers"][0]["revealed"] = "314159"


def _the_seed(file: File) -> None:
    file["lot"]["seed"] = file["case"]["options"]["lot_seed"] = digest("another seed")


def _a_number_left_out(file: File) -> None:
    file["lot"]["numbers"] = []


@pytest.mark.parametrize(
    ("tampering", "fails"),
    [
        (_a_leaf, "root of the leaves"),
        (_a_leaf_less, "number of ballots"),
        (_a_ballot, "result digest"),
        (_the_question, "opening digest"),
        (_the_rules, "rules"),
        (_the_roll, "roll"),
        (_a_number, "numbers of the lot"),
        (_a_number_left_out, "numbers of the lot"),
        (_the_seed, "seed of the lot"),
        (_a_ballot_more, "number of ballots"),
    ],
)
@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)  # the file knows no database
async def test_what_was_changed_is_named(
    made: tuple[Path, bytes], tampering: Callable[[File], None], fails: str
) -> None:
    path, _ = made
    file = json.loads(path.read_bytes())
    tampering(file)
    path.write_text(json.dumps(file))
    run = CliRunner().invoke(main, ["recount", str(path)])
    assert run.exit_code == 1
    assert f"FAILS  {fails}:" in run.output


@pytest.mark.parametrize(
    "content", ["", "[]", "{}", '{"form": "conference-recount-1"}', "ballots", '{"form": 3}', "\xff"]
)
def test_what_is_no_recount_file_is_said_in_one_line(tmp_path: Path, content: str) -> None:
    path = tmp_path / "no.json"
    path.write_bytes(content.encode("latin-1"))
    run = CliRunner().invoke(main, ["recount", str(path)])
    assert run.exit_code == 1
    assert "no.json" in run.output
    assert "Traceback" not in run.output


def recount_of(content: bytes, folder: Path) -> str:
    """What the command says of a true file."""
    path = folder / "true.json"
    path.write_bytes(content)
    run = CliRunner().invoke(main, ["recount", str(path)])
    assert run.exit_code == 0, run.output
    return run.output


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
async def test_votes_without_a_box_are_recounted_too(assembly: Assembly, tmp_path: Path) -> None:
    by_hands = await asked(assembly)
    for teller in (assembly.tomas, await add_officer("tina", "Tina Wu", Role.TELLER)):
        await count_hands(teller, by_hands, 7, 4)
    await counted(assembly, by_hands)
    by_hands = await database.shielded(voting.declare(assembly.chair, by_hands.number))
    said = recount_of(await files.recount_file(assembly.tomas, by_hands), tmp_path)
    assert "outcome: carried" in said
    assert "leaves" not in said
    by_name = await asked(assembly, "procedure-by-name")
    for handle in ("rosa", "marc", "dana", "walt", "ruth", "anne", "jorge"):
        await answer(assembly.people[handle], by_name, no=1)
    by_name = await declared(assembly, by_name)
    said = recount_of(await files.recount_file(assembly.tomas, by_name), tmp_path)
    assert "outcome: lost" in said
    assert b'"no":"7"' in await files.result_file(by_name)
