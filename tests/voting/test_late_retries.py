"""A ballot that arrives late, once more or out of order never replaces a newer one; a second slip betrays no first."""

import asyncio
import hashlib
import random
import re

import httpx2
import pytest
from structlog.testing import capture_logs

from conference.runtime import database
from conference.runtime.settings import Settings
from conference.voting.models import Counted, Vote
from conference.voting.sealed import box
from conference.voting.sealed.box import Receipt
from tests.cast import Assembly, cast, counted, opened
from tests.conftest import Visit
from tests.faults.servers import nursery
from tests.voting.test_secrecy import token_of


async def fields_of(browser: httpx2.AsyncClient, nonce: str, answer: str) -> dict[str, str]:
    """What the check page would send now."""
    form = (await browser.get("/en/votes/1/ballot")).text
    found = {name: form.split(f'name="{name}" value="')[1].split('"')[0] for name in ("csrf", "revision")}
    return {**found, "nonce": nonce, "answer": answer}


async def newest(assembly: Assembly, vote: Vote) -> str:
    return (await database.rows("SELECT nonce_hash FROM envelope WHERE vote_id = ?", vote.id))[0][0]


def hashed(nonce: str) -> str:
    return hashlib.sha256(nonce.encode()).hexdigest()


async def test_a_late_form_replaces_nothing_newer(assembly: Assembly, visit: Visit) -> None:
    vote, browser = await opened(assembly, "plank"), await visit("rosa")
    older = await fields_of(browser, "the older ballot", "yes")
    sent = await browser.post("/en/votes/1/ballot", data=older)
    newer = await fields_of(browser, "the newer ballot", "no")
    assert (await browser.post("/en/votes/1/ballot", data=newer)).headers["location"] == sent.headers["location"]
    late = await browser.post("/en/votes/1/ballot", data=older)
    assert late.status_code == 409
    assert "newer ballot" in late.text
    assert await newest(assembly, vote) == hashed("the newer ballot")
    again = await browser.post("/en/votes/1/ballot", data=newer)
    assert again.headers["location"] == sent.headers["location"], "a retry of the newest is answered as at first"
    await counted(assembly, vote)
    assert [(each.ranking, each.number) for each in await Counted.all()] == [('[["no"]]', 1)]


@pytest.mark.parametrize("tells", [True, False])
async def test_a_late_request_of_a_program_replaces_nothing_newer(
    assembly: Assembly, visit: Visit, tells: bool
) -> None:
    """`tells`: whether the older one said that it follows none; leaving it out means the same."""
    vote, program = await opened(assembly, "plank"), await visit(token=await token_of(assembly.rosa, "cast"))

    async def send(nonce: str, answer: str, **more: int) -> httpx2.Response:
        ballot = {"ranking": [[answer]], **more}
        return await program.post("/api/v1/votes/1/ballots", json=ballot, headers={"Idempotency-Key": nonce})

    first = {"revision": 0} if tells else {}
    assert (await send("the older ballot", "yes", **first)).status_code == 201
    assert (await send("the newer ballot", "no", revision=1)).status_code == 201
    late = await send("the older ballot", "yes", **first)
    assert (late.status_code, late.json()["code"]) == (409, "stale")
    assert await newest(assembly, vote) == hashed("the newer ballot")


async def test_retries_in_any_order_and_side_by_side_leave_the_newest(assembly: Assembly) -> None:
    vote = await opened(assembly, "plank")
    chance = random.Random(9)
    for n in range(12):
        receipt = await cast(assembly.rosa, vote, "yes", nonce=f"ballot number {n}", revision=n)
        assert receipt.revision == n + 1
        late = [(k, cast(assembly.rosa, vote, "no", nonce=f"ballot number {k}", revision=k)) for k in range(n + 1)]
        chance.shuffle(late)
        answers = await asyncio.gather(*(each for _, each in late), return_exceptions=True)
        kept = {k for (k, _), answer in zip(late, answers, strict=True) if isinstance(answer, Receipt)}
        assert kept == {n}, "only the newest is known"
        assert await newest(assembly, vote) == hashed(f"ballot number {n}")
    assert await box.number_in(vote.id) == 1


async def test_a_second_slip_tells_nobody_that_there_was_a_first(assembly: Assembly, visit: Visit) -> None:
    """One voter casts once, another three times: but for her own form, nobody sees a difference."""
    vote = await opened(assembly, "plank")
    once = await cast(assembly.jorge, vote, "yes")
    for n in range(3):
        thrice = await cast(assembly.rosa, vote, "no", nonce=f"ballot number {n}", revision=n)
    pages = {}
    for handle, receipt in (("jorge", once), ("rosa", thrice)):
        reader = await visit(handle)
        own = [f"/en/votes/1/receipt/{receipt.code}", "/en/votes/1", "/en/votes", "/en/", "/en/me", "/en/me/export"]
        pages[handle] = [plain((await reader.get(page)).text, receipt.code, handle, assembly) for page in own]
        assert "…" in pages[handle][0], "her code is shown"
    for one, other in zip(pages["jorge"][:4], pages["rosa"][:4], strict=True):
        assert [pair for pair in zip(one.splitlines(), other.splitlines(), strict=True) if pair[0] != pair[1]] == []
    assert not any("revision" in page for each in pages.values() for page in each)
    vote = await counted(assembly, vote)
    leaves = (await (await visit()).get("/en/votes/1/leaves.txt")).text
    assert len(leaves.splitlines()) == 3, "two leaves and their root"
    assert leaves.count(hashed(once.code)) == leaves.count(hashed(thrice.code)) == 1


def plain(page: str, code: str, handle: str, assembly: Assembly) -> str:
    """A page without whose it is."""
    page = re.sub(r'(name="once" value=")[^"]*|\b[0-9a-f]{64}\b', r"\1…", page)
    spelled = "".join(f"<span>{code[at : at + 4]}</span>" for at in range(0, len(code), 4))
    return page.replace(code, "…").replace(spelled, "…").replace(assembly.people[handle].name, "…")


async def test_casting_leaves_no_line_in_a_log_and_no_row_in_the_journal(
    assembly: Assembly, house: Settings, visit: Visit, capfd: pytest.CaptureFixture[str]
) -> None:
    """By the form and by the API, at a real server, whose output is ours."""
    vote = await opened(assembly, "plank")
    bearer = {"Authorization": f"Bearer {await token_of(assembly.marc, 'cast')}", "Idempotency-Key": "marc's ballot"}
    cookies = dict((await visit("rosa")).cookies)
    rows = await database.rows("SELECT count(*) FROM journal")
    capfd.readouterr()
    async with nursery(house) as servers:
        server = await servers.server()
        origin = {"Origin": house.origin}
        async with httpx2.AsyncClient(base_url=server.origin, cookies=cookies, headers=origin, timeout=20) as client:
            typed = await fields_of(client, "rosa's ballot", "yes")
            checked = await client.post("/en/votes/1/ballot/check", data=typed)
            assert checked.status_code == 200
            assert (await client.post("/en/votes/1/ballot", data=typed)).status_code == 303
            assert (await client.post("/en/votes/1/ballot", data=typed | {"nonce": "another"})).status_code >= 400
            sent = await client.post("/api/v1/votes/1/ballots", json={"ranking": [["no"]]}, headers=bearer)
            assert sent.status_code == 201
        server.kill()
    said = "".join(capfd.readouterr()).splitlines()
    assert [line for line in said if "search-index-made" not in line] == [], "but for what a first start says"
    with capture_logs() as logs:
        await cast(assembly.dana, vote, "yes")
    assert logs == []
    assert await database.rows("SELECT count(*) FROM journal") == rows
    assert await box.number_in(vote.id) == 3
