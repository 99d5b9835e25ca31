"""Readers who hang up on the event stream: the server forgets them, answers and votes."""

import asyncio
import socket
import struct

import httpx2
import uvicorn

from conference import serving
from conference.app import create_app
from conference.core.actor import Actor
from conference.people import commands as people
from conference.people.commands import sign_in
from conference.runtime import database
from conference.runtime.hub import hub
from conference.runtime.settings import Settings
from conference.voting.sealed import box
from tests.cast import Assembly, cast, opened
from tests.faults.servers import until

STREAMS = 200
RESET = struct.pack("ii", 1, 0)
"""Hang up without a goodbye (SO_LINGER with no time)."""


async def hang_up(port: int, cookie: str, patience: int) -> None:
    """Ask for the stream of a vote and go: before it begins, at its first byte, or a little later."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
    topics = "topic=vote-1&topic=turnout-1&topic=plank-1"
    writer.write(
        f"GET /en/live?{topics}&after=0 HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: session={cookie}\r\n\r\n".encode()
    )
    await writer.drain()
    if patience == 1:
        await asyncio.sleep(0.002)
    elif patience >= 2:
        assert (await reader.readline()).startswith(b"HTTP/1.1 200")
    if patience == 3:
        await asyncio.sleep(0.05)
    writer.transport.abort()


def listening() -> int:
    return len({each for listeners in hub._listeners.values() for each in listeners})


async def token(voter: Actor) -> str:
    assert voter.id is not None
    return await database.shielded(people.make_token(voter, voter.id, "my program", ["cast"]))


async def test_two_hundred_aborted_streams_leave_nothing_behind(assembly: Assembly, house: Settings) -> None:
    vote = await opened(assembly, "plank")
    cookie = await database.shielded(sign_in("rosa"))
    bearer = {"Authorization": f"Bearer {await token(assembly.rosa)}"}
    with serving.listening("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        options = serving.OPTIONS | {"loop": "none", "lifespan": "off"}
        server = uvicorn.Server(uvicorn.Config(create_app(house), **options))
        running = asyncio.create_task(server.serve(sockets=[taken]))
        await until(lambda: server.started)
        async with asyncio.timeout(60):
            for start in range(0, STREAMS, 20):
                await asyncio.gather(*(hang_up(port, cookie, n % 4) for n in range(start, start + 20)))
                await cast(assembly.marc, vote, "yes", nonce=f"while they come and go {start}")
                hub.publish(("vote-1", "turnout-1"))
            async with httpx2.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=10) as client:
                page = await client.get("/en/votes/1")
                ballot = await client.post(
                    "/api/v1/votes/1/ballots", json={"ranking": [["yes"]]},
                    headers=bearer | {"Idempotency-Key": "after the storm"},
                )  # fmt: skip
            assert (page.status_code, ballot.status_code) == (200, 201)
            assert await box.number_in(vote.id) == 2
            await until(lambda: not listening())
        server.should_exit = True
        await asyncio.wait_for(running, 20)
