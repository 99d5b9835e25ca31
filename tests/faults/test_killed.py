"""A server that is killed in the middle of casting, again and again: every acknowledged ballot is there, once."""

import asyncio
import hashlib
import os
import random
import ssl
from dataclasses import dataclass, field

import httpx2

from conference.people import commands as people
from conference.runtime import database
from conference.runtime.settings import Settings
from conference.voting import commands as voting
from conference.voting.models import Counted
from tests.cast import VOTERS, Assembly, opened
from tests.faults.servers import Server, nursery

ANSWERS = ("yes", "no", "abstain")
KILLS = int(os.environ.get("CONFERENCE_KILLS", "100"))
"""On each database; `make nightly` kills a thousand times."""
NO_TLS = ssl.create_default_context()
"""One for all clients: each would make its own otherwise, which takes longer than all that it sends."""


@dataclass
class Casting:
    """One voter's program: it casts and casts; after a lost connection it sends the same ballot again."""

    handle: str
    voter: int
    token: str
    number: int = 0
    owed: bool = False
    acknowledged: dict[str, object] = field(default_factory=dict)
    acknowledgements: int = 0

    @property
    def nonce(self) -> str:
        return f"{self.handle} ballot {self.number}"

    @property
    def answer(self) -> str:
        return ANSWERS[self.number % 3]

    async def cast_until_the_server_is_gone(self, server: Server) -> None:
        headers = {"Authorization": f"Bearer {self.token}"}
        async with httpx2.AsyncClient(base_url=server.origin, headers=headers, timeout=10, verify=NO_TLS) as client:
            try:
                while True:
                    await self.cast_one(client)
            except httpx2.TransportError:
                return

    async def cast_one(self, client: httpx2.AsyncClient) -> None:
        if not self.owed:
            self.number += 1
            self.owed = True
        ballot = {"ranking": [[self.answer]], "revision": self.number - 1}
        answer = await client.post("/api/v1/votes/1/ballots", json=ballot, headers={"Idempotency-Key": self.nonce})
        receipt = answer.json()
        told = (answer.status_code, receipt.get("replayed"))
        assert told in ((201, False), (200, True)), answer.text  # sent again, it may lie there already
        assert receipt["receipt"] == self.acknowledged.get("receipt", receipt["receipt"]), "a place keeps its code"
        assert receipt["revision"] == self.number, "each ballot is stored once, however often it was sent"
        self.acknowledged = receipt
        self.acknowledgements += 1
        self.owed = False


async def in_the_box(casting: Casting) -> tuple[str, int, str] | None:
    found = await database.rows("SELECT receipt, revision, nonce_hash FROM envelope WHERE voter_id = ?", casting.voter)
    assert len(found) <= 1
    return (found[0][0], found[0][1], found[0][2]) if found else None


async def check(casting: Casting) -> None:
    """What was acknowledged lies in the box, or what she sent after it and was not told of any more."""
    lying = await in_the_box(casting)
    if lying is None:
        assert not casting.acknowledged, f"the ballot of {casting.handle} was accepted and is gone"
        return
    receipt, revision, nonce_hash = lying
    if casting.acknowledged:
        assert receipt == casting.acknowledged["receipt"]
    assert revision in ({casting.number, casting.number - 1} if casting.owed else {casting.number})
    assert nonce_hash == hashlib.sha256(f"{casting.handle} ballot {revision}".encode()).hexdigest()


async def token(assembly: Assembly, handle: str) -> str:
    voter = assembly.people[handle]
    assert voter.id is not None
    return await database.shielded(people.make_token(voter, voter.id, "my program", ["cast"]))


async def test_every_acknowledged_ballot_is_there_once(assembly: Assembly, house: Settings) -> None:
    vote = await opened(assembly, "plank")
    programs = [Casting(each, assembly.people[each].id or 0, await token(assembly, each)) for each in VOTERS]
    chance = random.Random(50)
    killed_in_the_middle = 0
    async with nursery(house) as servers:
        for _ in range(KILLS):
            server = await servers.server()
            before = sum(each.acknowledgements for each in programs)
            casting = [asyncio.ensure_future(each.cast_until_the_server_is_gone(server)) for each in programs]
            async with asyncio.timeout(30):
                while sum(each.acknowledgements for each in programs) < before + chance.randrange(1, 16):
                    await asyncio.sleep(0.001)
                    assert not any(each.done() for each in casting), "a program stopped before the server was killed"
            server.kill()
            await asyncio.wait_for(asyncio.gather(*casting), 30)
            killed_in_the_middle += any(each.owed for each in programs)
            for each in programs:
                await check(each)
        assert killed_in_the_middle > KILLS / 2, "most servers died with ballots on their way"

        last = await servers.server()
        for each in programs:
            headers = {"Authorization": f"Bearer {each.token}"}
            async with httpx2.AsyncClient(base_url=last.origin, headers=headers, timeout=10, verify=NO_TLS) as client:
                await each.cast_one(client)
        last.kill()
    closed = await database.shielded(voting.close_vote(assembly.chair, vote.number))
    assert closed.cast == len(VOTERS)
    await database.shielded(voting.unseal(assembly.chair, vote.number))
    said = sorted((each.answer, assembly.people[each.handle].delegation) for each in programs)
    counted = await Counted.all()
    assert sorted((each.ranking[3:-3], each.delegation) for each in counted for _ in range(each.number)) == said
