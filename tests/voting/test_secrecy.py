"""Sealed while open: no page and no program's answer tells anything of a vote but its turnout."""

import re

import httpx2
import pytest

from conference.core.actor import Actor
from conference.people import commands as people
from conference.runtime import database
from conference.voting import commands as voting
from conference.voting import jobs, queries
from tests.cast import Assembly, all_cast, cast, close, declared, opened, put, unseal
from tests.conftest import Visit

READERS = ("", "omar", "rosa", "amelie", "tomas", "claire")
PAGES = ("/en/votes", "/en/votes/1", "/fr/votes/1", "/es/votes/1", "/en/votes/1?part=state", "/en/votes/1?part=turnout")
PROGRAMS = ("/api/v1/votes", "/api/v1/votes/1")
RESULTS = (
    "/en/votes/1/result", "/en/votes/1/result?part=result", "/en/votes/1/recount.json", "/api/v1/votes/1/result",
)  # fmt: skip
WITHHELD = (303, 403)
"""Sent to the page where one signs in, or refused with the reason."""
ONCE = re.compile('name="once" value="[^"]{43}"')
"""The word of a form: drawn anew for every page, so it tells nothing."""


async def shown(readers: dict[str, httpx2.AsyncClient]) -> dict[tuple[str, str], tuple[int, str]]:
    """Every answer to every reader."""
    answers = {}
    for handle, client in readers.items():
        for path in (*PAGES, *PROGRAMS, *RESULTS):
            answer = await client.get(path)
            answers[handle, path] = (answer.status_code, ONCE.sub("", answer.text))
    return answers


async def test_what_the_ballots_say_changes_nothing_that_anybody_sees(assembly: Assembly, visit: Visit) -> None:
    vote = await opened(assembly, "plank")
    readers: dict[str, httpx2.AsyncClient] = {handle: await visit(handle) for handle in READERS}
    await all_cast(assembly, vote, {"CA": "yes", "MX": "yes", "US": "yes"})
    in_favour = await shown(readers)
    for handle in ("marc", "anne", "rosa", "jorge", "dana"):  # her own revision shows only to herself
        await cast(assembly.people[handle], vote, "no", nonce="another ballot")
    against = await shown(readers)
    changed = {key for key in in_favour if in_favour[key] != against[key]}
    assert {handle for handle, _ in changed} <= {"rosa"}
    assert all(in_favour[handle, path][0] == 200 for handle in READERS for path in (*PAGES, *PROGRAMS))
    assert all(in_favour[handle, path][0] in WITHHELD for handle in READERS for path in RESULTS)


async def test_between_unsealing_and_declaration_only_chair_and_tellers_see_the_result(
    assembly: Assembly, visit: Visit
) -> None:
    vote = await opened(assembly, "plank")
    await all_cast(assembly, vote, {"CA": "yes", "MX": "yes", "US": "yes"})
    await close(assembly, vote)
    await unseal(assembly, vote)
    for handle in READERS:
        reader = await visit(handle)
        told = handle in ("claire", "tomas")
        for path in RESULTS:
            status = (await reader.get(path)).status_code
            assert status == 200 if told else status in WITHHELD
        page = (await reader.get("/api/v1/votes/1")).json()
        assert page["outcome"] is None
    await database.shielded(voting.declare(assembly.chair, vote.number))
    for handle in READERS:
        reader = await visit(handle)
        assert (await reader.get("/en/votes/1/result")).status_code == 200
        assert (await reader.get("/api/v1/votes/1")).json()["outcome"] == "carried"
        assert (await reader.get("/api/v1/votes/1/result")).json()["ballots"] == 12


async def test_turnout_moves_in_steps_so_that_nobody_is_seen_voting(assembly: Assembly, visit: Visit) -> None:
    vote = await opened(assembly, "plank")
    reader = await visit("omar")

    async def turnout() -> int:
        return int((await reader.get("/api/v1/votes/1")).json()["turnout"]["cast"])

    for handle in ("rosa", "jorge", "ines", "lucia"):
        await cast(assembly.people[handle], vote, "yes")
    assert await turnout() == 0
    await cast(assembly.marc, vote, "yes")
    assert await turnout() == 0, "the fifth ballot shows only with the next count"
    queries._turnouts.clear()
    assert await turnout() == 5


async def test_a_paper_tells_its_teller_nothing_of_a_ballot_cast_before(assembly: Assembly, visit: Visit) -> None:
    """Six have cast. A seventh takes a paper, or one of the six does: what is told is the same, and nobody is woken."""
    vote = await opened(assembly, "plank")
    for handle in ("rosa", "jorge", "ines", "lucia", "marc", "anne"):
        await cast(assembly.people[handle], vote, "yes")
    told: dict[int, int] = {}
    await jobs.tell_turnout(told)
    for handle in ("dana", "rosa"):
        await database.shielded(voting.hand_out(assembly.tomas, vote.number, assembly.people[handle].id or 0))
        queries._turnouts.clear()
        assert (await (await visit("tomas")).get("/api/v1/votes/1")).json()["turnout"]["cast"] == 5
        before = dict(told)
        await jobs.tell_turnout(told)
        assert told == before == {1: 5}


async def token_of(actor: Actor, *scopes: str) -> str:
    assert actor.id is not None
    return await database.shielded(people.make_token(actor, actor.id, "my program", scopes))


async def test_a_program_casts_with_a_token_that_the_voter_made(assembly: Assembly, visit: Visit) -> None:
    await opened(assembly, "plank")
    program = await visit(token=await token_of(assembly.rosa, "cast"))
    ballot, key = {"ranking": [["yes"]], "revision": 0}, {"Idempotency-Key": "a ballot's key"}
    first = await program.post("/api/v1/votes/1/ballots", json=ballot, headers=key)
    again = await program.post("/api/v1/votes/1/ballots", json=ballot, headers=key)
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == first.json() | {"replayed": True}
    assert first.json()["replayed"] is False
    late = await program.post("/api/v1/votes/1/ballots", json=ballot, headers={"Idempotency-Key": "an older one"})
    assert (late.status_code, late.headers["content-type"]) == (409, "application/problem+json")
    assert late.json()["code"] == "stale"


@pytest.mark.parametrize("scopes", [("write",), ()])
async def test_no_other_token_casts(assembly: Assembly, visit: Visit, scopes: tuple[str, ...]) -> None:
    await opened(assembly, "plank")
    program = await visit(token=await token_of(assembly.rosa, *scopes))
    answer = await program.post(
        "/api/v1/votes/1/ballots", json={"ranking": [["yes"]]}, headers={"Idempotency-Key": "a ballot's key"}
    )
    assert answer.status_code == 403


async def test_a_session_is_no_credential_for_programs(assembly: Assembly, visit: Visit) -> None:
    await opened(assembly, "plank")
    browser = await visit("rosa")
    answer = await browser.post(
        "/api/v1/votes/1/ballots", json={"ranking": [["yes"]]}, headers={"Idempotency-Key": "a ballot's key"}
    )
    assert answer.status_code == 403


async def test_a_ballot_is_filled_checked_and_cast_in_the_browser(assembly: Assembly, visit: Visit) -> None:
    vote = await opened(assembly, "plank")
    browser = await visit("rosa")
    form = (await browser.get("/es/votes/1/ballot")).text
    fields = {name: form.split(f'name="{name}" value="')[1].split('"')[0] for name in ("csrf", "revision")}
    check = await browser.post("/es/votes/1/ballot/check", data=fields | {"answer": "no"})
    assert check.status_code == 200
    nonce = check.text.split('name="nonce" value="')[1].split('"')[0]
    done = await browser.post("/es/votes/1/ballot", data=fields | {"answer": "no", "nonce": nonce})
    assert done.status_code == 303
    receipt = await browser.get(done.headers["location"])
    assert done.headers["location"].rsplit("/", 1)[1] in re.sub("<[^>]+>", "", receipt.text)
    empty = await browser.post("/es/votes/1/ballot", data=fields | {"nonce": "another ballot"})
    assert empty.status_code == 422
    assert (await declared(assembly, vote)).cast == 1


async def test_an_observer_sees_no_ballot(assembly: Assembly, visit: Visit) -> None:
    await put(assembly, "plank")
    await database.shielded(voting.open_vote(assembly.chair, 1))
    observer, stranger = await visit("omar"), await visit()
    assert (await observer.get("/en/votes/1/ballot")).status_code == 403
    assert (await stranger.get("/en/votes/1/ballot")).status_code in (303, 401)
    assert "/en/votes/1/ballot" not in (await observer.get("/en/votes/1")).text
