"""A disk that is full, a database that is locked: refused clearly, nothing acknowledged, and on it goes afterwards."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

import httpx2
import pytest

from conference.people import commands as people
from conference.runtime import database
from conference.runtime.settings import Settings
from conference.voting.sealed import box
from tests.cast import VOTERS, Assembly, cast, opened
from tests.conftest import Visit


@contextmanager
def full_disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Inside, the file cannot grow by a single page."""
    batch = database._state.batch
    assert batch is not None
    connection = batch._connect()
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count = {pages}")
    monkeypatch.setitem(database.PRAGMAS, "max_page_count", pages)
    yield
    monkeypatch.delitem(database.PRAGMAS, "max_page_count")
    batch._connect().execute("PRAGMA max_page_count = 1000000")


@contextmanager
def locked(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Inside, somebody else writes and does not come to an end."""
    batch = database._state.batch
    assert batch is not None
    batch._connect().execute("PRAGMA busy_timeout = 50")
    monkeypatch.setitem(database.PRAGMAS, "busy_timeout", 50)
    with closing(sqlite3.connect(settings.sqlite_path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


async def program_of(assembly: Assembly, handle: str, visit: Visit) -> httpx2.AsyncClient:
    voter = assembly.people[handle]
    return await visit(token=await database.shielded(people.make_token(voter, voter.id or 0, "a program", ["cast"])))


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
async def test_a_full_disk_takes_no_ballot_and_says_so(
    assembly: Assembly, house: Settings, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    vote = await opened(assembly, "plank")
    programs = {handle: await program_of(assembly, handle, visit) for handle in VOTERS}
    rosa = await visit("rosa")
    form = (await rosa.get("/es/votes/1/ballot")).text
    csrf = form.split('name="csrf" value="')[1].split('"')[0]
    ballot = {"ranking": [["yes"]], "revision": 0}
    taken, refused = {}, set()
    in_order = [*(each for each in VOTERS if each != "rosa"), "rosa"]
    with full_disk(monkeypatch):
        for handle in in_order:
            sent = await send(programs[handle], handle, ballot)
            if sent.status_code == 201:
                taken[handle] = sent.json()["receipt"]
                continue
            assert sent.status_code == 503, sent.text
            assert sent.headers["content-type"] == "application/problem+json"
            assert sent.json()["detail"].endswith("Please send it again in a few minutes.")
            refused.add(handle)
        assert "rosa" in refused, "the disk was not full"
        typed = {"csrf": csrf, "answer": "yes", "nonce": "rosa's own ballot", "revision": "0"}
        page = await rosa.post("/es/votes/1/ballot", data=typed)
        assert page.status_code == 503
        assert "<h1" in page.text
        assert await box.number_in(vote.id) == len(taken), "nothing was taken that was not acknowledged"
        assert (await rosa.get("/es/votes/1")).status_code == 200, "reading goes on"
    for handle in VOTERS:
        sent = await send(programs[handle], handle, ballot)
        assert sent.status_code == (200 if handle in taken else 201), (
            "a ballot that lies there already is not stored anew"
        )
        assert sent.json()["receipt"] == taken.get(handle, sent.json()["receipt"])
        assert sent.json()["revision"] == 1
    assert await box.number_in(vote.id) == len(VOTERS)
    assert await database.rows("PRAGMA integrity_check") == [("ok",)]


async def send(program: httpx2.AsyncClient, handle: str, ballot: dict[str, object]) -> httpx2.Response:
    return await program.post("/api/v1/votes/1/ballots", json=ballot, headers={"Idempotency-Key": f"{handle}'s ballot"})


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
async def test_a_locked_database_takes_no_ballot_and_says_so(
    assembly: Assembly, house: Settings, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    vote = await opened(assembly, "plank")
    program = await program_of(assembly, "rosa", visit)
    with locked(house, monkeypatch):
        sent = await send(program, "rosa", {"ranking": [["yes"]], "revision": 0})
        assert (sent.status_code, sent.json()["code"]) == (503, "away")
        assert await box.number_in(vote.id) == 0
    again = await send(program, "rosa", {"ranking": [["yes"]], "revision": 0})
    assert (again.status_code, again.json()["revision"]) == (201, 1)
    assert await cast(assembly.marc, vote, "no")
