"""Published bytes: the same from the same box whatever the database, without what small numbers would tell."""

import csv
import io
import json
import random
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from nacl.public import PrivateKey

from conference.core.errors import Absent, NotPermitted
from conference.runtime import database, keys
from conference.runtime.settings import Settings
from conference.slices import MODELS
from conference.tally.count import count
from conference.tally.forms import abif, blt
from conference.voting import commands as voting
from conference.voting.models import Vote
from conference.voting.result import files, published
from tests.cast import NO_OVERTIME, TRIPLE, Assembly, all_cast, assemble, declared, opened, put, table
from tests.conftest import Visit, _of_one_database

BALLOTS: Mapping[str, tuple[str, ...] | str] = {
    "CA": ("a2", "a1"), "MX": ("a1", "keep a2"), "US": ("a1", "a2"), "ruth": ("keep",), "ines": ("a2", "keep"),
}  # fmt: skip
Row = tuple[Any, ...]
COLUMNS = "vote_id, voter_id, sealed, nonce_hash, revision, receipt"


async def chosen(assembly: Assembly) -> Vote:
    """A choice between two texts and the present one, opened."""
    one = await table(assembly, "rosa", TRIPLE)
    two = await table(assembly, "marc", NO_OVERTIME)
    return await opened(assembly, "choice", one.number, two.number)


async def _lay(rows: Sequence[Row]) -> None:
    async with database.transaction():
        await database.execute("DELETE FROM envelope")
        for row in rows:
            await database.execute(f"INSERT INTO envelope ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)", *row)


async def _counted(settings: Settings, rows: Sequence[Row], order: random.Random) -> tuple[list[Row], bytes, bytes]:
    """The envelopes, the recount file and the result of one vote; `rows` are another database's envelopes, shuffled."""
    with _of_one_database():
        await database.connect(settings, MODELS)
        try:
            assembly = await assemble()
            vote = await chosen(assembly)
            if rows:
                await database.shielded(_lay(order.sample(rows, len(rows))))
            else:
                await all_cast(assembly, vote, BALLOTS)
            sql = f"SELECT {COLUMNS} FROM envelope"
            lying = [(*row[:2], bytes(row[2]), *row[3:]) for row in await database.rows(sql)]
            vote = await declared(assembly, vote)
            return lying, await files.recount_file(assembly.tomas, vote), await files.result_file(vote)
        finally:
            await database.disconnect()


@pytest.mark.parametrize("settings", ["postgres"], indirect=True)
async def test_the_same_envelopes_and_key_in_another_order_on_another_database_give_the_same_bytes(
    sqlite_settings: Settings, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, order = PrivateKey.generate(), random.Random(20260501)
    monkeypatch.setattr(keys, "fresh", lambda: key)
    rows, recount, result = await _counted(sqlite_settings, [], order)
    assert len(rows) == 12
    found, again_recount, again_result = await _counted(settings, rows, order)
    assert sorted(found) == sorted(rows)
    assert found != rows, "else the order would prove nothing"
    assert again_recount == recount
    assert again_result == result


async def test_the_recount_file_gives_the_published_bytes(assembly: Assembly, visit: Visit) -> None:
    vote = await chosen(assembly)
    await all_cast(assembly, vote, BALLOTS)
    vote = await declared(assembly, vote)
    teller, nobody = await visit("tomas"), await visit("")
    found = published.recounted((await teller.get(f"/en/votes/{vote.number}/recount.json")).json())
    assert [each for each in found.checks if not each.holds] == []
    assert found.outcome == vote.outcome
    answer = await nobody.get(f"/fr/votes/{vote.number}/result.json")
    assert answer.content == found.result
    assert answer.headers["content-type"] == "application/json"
    assert (await nobody.get(f"/fr/votes/{vote.number}/recount.json")).status_code in (303, 401)
    assert (await (await visit("rosa")).get(f"/fr/votes/{vote.number}/recount.json")).status_code == 403


async def test_before_it_is_declared_no_result_is_published(assembly: Assembly, visit: Visit) -> None:
    vote = await opened(assembly, "plank")
    await all_cast(assembly, vote, {"CA": "yes"})
    teller = await visit("tomas")
    for step in ("open", "closed", "unsealed"):
        assert (await Vote.get(id=vote.id)).phase == step
        assert (await teller.get(f"/en/votes/{vote.number}/result.json")).status_code == 403
        assert (await teller.get(f"/en/votes/{vote.number}/box")).status_code == (404 if step == "open" else 200)
        if step == "open":
            await database.shielded(voting.close_vote(assembly.chair, vote.number))
        elif step == "closed":
            await database.shielded(voting.unseal(assembly.chair, vote.number))


async def test_figures_that_few_would_betray_are_not_published(assembly: Assembly) -> None:
    """Canada's four are few; so the United States' three, and what is left after subtracting is told neither."""
    vote = await opened(assembly, "plank")
    await all_cast(assembly, vote, {"CA": "yes", "MX": "yes", "US": "no", "dana": "yes"})
    vote = await declared(assembly, vote)
    result = json.loads(await files.result_file(vote))["result"]
    assert result["overall"] == {"yes": "10", "no": "2", "share": "10/12"}
    groups = {each["name"]: each for each in result["groups"]}
    assert groups["CA"] == {"name": "CA", "roll": 4}
    assert groups["US"] == {"name": "US", "roll": 3}
    assert groups["MX"]["yes"] == 5
    inside = {each["delegation"]: each for each in result["conditions"] if "delegation" in each}
    assert {name: each["met"] for name, each in inside.items()} == {"CA": True, "MX": True, "US": False}
    assert not {"yes", "no", "abstain", "base", "why"} & (set(inside["CA"]) | set(inside["US"]))
    assert "trace" not in result


def test_a_single_small_delegation_cannot_be_found_by_subtracting() -> None:
    groups = [{"name": name, "roll": size} for name, size in (("A", 20), ("B", 8), ("C", 3))]
    ballots = [{"count": size, "group": name, "ranking": [["yes"]]} for name, size in (("A", 20), ("B", 8), ("C", 3))]
    case = {
        "method": "yes-no", "candidates": ["yes", "no", "abstain"], "groups": groups, "ballots": ballots,
        "options": {"threshold": {"of": "valid", "share": [1, 2], "strict": True}},
    }  # fmt: skip
    told = published.reduced(count(case))
    assert [each["name"] for each in told["groups"] if "cast" in each] == ["A"]


def test_a_vote_of_fewer_than_five_ballots_shows_its_outcome_only() -> None:
    case = {
        "method": "schulze", "candidates": ["a", "b", "keep"], "groups": [{"name": "A", "roll": 9}],
        "ballots": [{"count": 4, "group": "A", "ranking": [["a"], ["b"]]}], "options": {"status_quo": "keep"},
    }  # fmt: skip
    result = count(case)
    told = published.reduced(result)
    assert told["winners"] == ["a"]
    assert set(result) - set(told) >= {"pairwise", "groups", "pairwise_by_group", "path_strengths", "turnout"}


def test_the_published_digest_helps_nobody_who_tries_out_what_is_withheld() -> None:
    def digest_of(one: str, other: str) -> str:
        groups = [{"name": name, "roll": 9} for name in ("A", "B", "C")]
        ballots = [
            {"count": 9, "group": "A", "ranking": [["yes"]]},
            {"count": 3, "group": "B", "ranking": [[one]]},
            {"count": 3, "group": "C", "ranking": [[other]]},
        ]
        case = {"method": "yes-no", "candidates": ["yes", "no", "abstain"], "groups": groups, "ballots": ballots}
        return published.result_digest(count(case))

    assert digest_of("yes", "no") == digest_of("no", "yes")


async def test_the_ballots_files_are_for_scrutineers_and_count_to_the_same(assembly: Assembly, visit: Visit) -> None:
    vote = await chosen(assembly)
    await all_cast(assembly, vote, BALLOTS)
    vote = await declared(assembly, vote)
    teller = await visit("tomas")
    case = (await teller.get(f"/en/votes/{vote.number}/ballots.json")).json()
    assert vote.result is not None
    again = count(case)
    assert (again["winners"], again["pairwise"]) == (vote.result["winners"], vote.result["pairwise"])
    assert {each["group"] for each in case["ballots"]} == {"CA", "MX", "US"}
    for ending, read in (("blt", blt.read), ("abif", abif.read)):
        election = read((await teller.get(f"/en/votes/{vote.number}/ballots.{ending}")).text)
        assert set(election.boxes) == {None}, "delegations are in one heap"
        assert sum(sum(box.values()) for box in election.boxes.values()) == 12
    rows = list(csv.reader(io.StringIO((await teller.get(f"/en/votes/{vote.number}/ballots.csv")).text)))
    assert sum(int(row[0]) for row in rows[1:]) == 12
    assert (await teller.get(f"/en/votes/{vote.number}/ballots.exe")).status_code == 404
    for handle in ("rosa", "omar", ""):
        assert (await (await visit(handle)).get(f"/en/votes/{vote.number}/ballots.json")).status_code == 403


async def test_where_the_rules_release_them_everybody_has_the_ballots_in_one_heap(
    assembly: Assembly, visit: Visit
) -> None:
    one = await table(assembly, "rosa", TRIPLE)
    two = await table(assembly, "marc", NO_OVERTIME)
    vote = await put(assembly, "choice", one.number, two.number)
    vote.rules = vote.rules | {"releases_ballots": True}
    await vote.save(update_fields=["rules"])
    await database.shielded(voting.open_vote(assembly.chair, vote.number))
    await all_cast(assembly, vote, BALLOTS)
    nobody = await visit("")
    assert (await nobody.get(f"/en/votes/{vote.number}/ballots.json")).status_code == 403
    await declared(assembly, vote)
    case = (await nobody.get(f"/en/votes/{vote.number}/ballots.json")).json()
    assert sum(each["count"] for each in case["ballots"]) == 12
    assert not any("group" in each for each in case["ballots"])


async def test_who_voted_is_for_tellers_and_only_once_the_box_is_open(assembly: Assembly, visit: Visit) -> None:
    vote = await opened(assembly, "plank")
    await all_cast(assembly, vote, {"MX": "yes", "marc": "no"})
    teller, delegate = await visit("tomas"), await visit("rosa")
    page = f"/en/votes/{vote.number}/box"
    await database.shielded(voting.close_vote(assembly.chair, vote.number))
    assert "Marc Roy" not in (await teller.get(page)).text
    await database.shielded(voting.unseal(assembly.chair, vote.number))
    assert "Marc Roy" in (await teller.get(page)).text
    assert "Anne Tremblay" not in (await teller.get(page)).text
    assert "Marc Roy" not in (await delegate.get(page)).text.split("<main", 1)[1]
    assert "Marc Roy" not in (await (await visit("claire")).get(page)).text


async def test_turnout_by_delegation_is_published_at_closing_with_discretion(assembly: Assembly) -> None:
    vote = await opened(assembly, "plank")
    await all_cast(assembly, vote, {"CA": "yes", "MX": "yes", "US": "no"})
    vote = await database.shielded(voting.close_vote(assembly.chair, vote.number))
    at_closing = await files.turnouts(vote, "en")
    assert [(each.name, each.cast, each.roll) for each in at_closing] == [
        ("Canada", None, 4), ("Mexico", 5, 5), ("United States", None, 3),
    ]  # fmt: skip
    vote = await database.shielded(voting.unseal(assembly.chair, vote.number))
    assert await files.turnouts(vote, "en") == at_closing


async def test_leaves_come_with_the_closing(assembly: Assembly) -> None:
    vote = await opened(assembly, "plank")
    with pytest.raises(Absent):
        await files.leaves_file(vote)
    with pytest.raises(NotPermitted):
        await files.recount_file(assembly.tomas, vote)
