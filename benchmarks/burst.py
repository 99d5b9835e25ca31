"""Three hundred posts in a debate that many have open: how long the longest of them waits for anything.

The posts that the goal spreads over three minutes come in thirty seconds here, six times as dense. Each reader does as
her page does: hears of it at most once a second, waits a moment of her own, and asks what is new; some load the page.
"""

import asyncio
import random
import re
import time
from typing import cast
from urllib.parse import urlencode

from benchmarks import load
from benchmarks.figures import Figure
from benchmarks.house import PLANKS, SHORT, House
from benchmarks.servers import Server

POSTS, SECONDS, READERS = 300, 30.0, 100
JITTER, PAGES_EVERY = 0.9, 0.25
LONGEST, EVENTS = 1.0, 1.15


class _Stream(asyncio.Protocol):
    """A reader's open stream; counts its events and wakes her page."""

    def __init__(self, request: bytes) -> None:
        self.request, self.events, self.woken = request, 0, asyncio.Event()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)
        self.transport.write(self.request)

    def data_received(self, received: bytes) -> None:
        if b"event: thread-" in received:
            self.events += received.count(b"event: thread-")
            self.woken.set()


async def measure(house: House, server: Server) -> list[Figure]:
    plank = next(number for number, posts in PLANKS.items() if posts == SHORT)
    path, cookies = f"/en/planks/{plank}/debate", [f"session={each.session}" for each in house.voters[:READERS]]
    _, answer = await load.once(server.port, load.get(path, cookie=cookies[0]))
    fresh = re.search(rb'hx-get="(/en/threads/(\d+)/fresh[^"]+)"', answer)
    cursor, csrf = re.search(rb"/live\?after=(\d+)", answer), re.search(rb'name="csrf" value="(\w+)"', answer)
    if fresh is None or cursor is None or csrf is None:
        raise RuntimeError(f"{path} shows no debate")
    thread, news = int(fresh[2]), fresh[1].decode().replace("&amp;", "&")
    streams = [await _open(server.port, thread, int(cursor[1]), each) for each in cookies]
    waits: list[float] = []
    readers = [
        asyncio.create_task(_follow(server.port, stream, news, cookie, waits))
        for stream, cookie in zip(streams, cookies, strict=True)
    ]
    readers.append(asyncio.create_task(_load(server.port, path, cookies[-1], waits)))
    try:
        posted = await _post(server.port, thread, csrf[1].decode(), cookies[0])
        await asyncio.sleep(2 * JITTER)
    finally:
        for task in readers:
            task.cancel()
        await asyncio.gather(*readers, return_exceptions=True)
        for stream in streams:
            stream.transport.close()
    return _figures(posted, waits, [stream.events for stream in streams])


async def _open(port: int, thread: int, cursor: int, cookie: str) -> _Stream:
    request = load.get(f"/en/live?topic=thread-{thread}&after={cursor}", cookie=cookie)
    _, stream = await asyncio.get_running_loop().create_connection(lambda: _Stream(request), "127.0.0.1", port)
    return stream


async def _follow(port: int, stream: _Stream, news: str, cookie: str, waits: list[float]) -> None:
    while True:
        await stream.woken.wait()
        stream.woken.clear()
        await asyncio.sleep(random.uniform(0, JITTER))
        waits.append((await load.once(port, load.get(news, cookie=cookie)))[0])


async def _load(port: int, path: str, cookie: str, waits: list[float]) -> None:
    while True:
        waits.append((await load.once(port, load.get(path, cookie=cookie)))[0])
        await asyncio.sleep(PAGES_EVERY)


async def _post(port: int, thread: int, csrf: str, cookie: str) -> float:
    """All posts, evenly spread as far as the server keeps up; the seconds that they took."""
    headers = {"cookie": cookie, "content_type": "application/x-www-form-urlencoded", "sec_fetch_site": "same-origin"}
    began = time.monotonic()
    for number in range(POSTS):
        fields = urlencode({"csrf": csrf, "language": "en", "text": f"Post {number} of a long evening."}).encode()
        _, answer = await load.once(port, load.post(f"/en/threads/{thread}/posts", fields, **headers))
        if not answer.startswith(b"HTTP/1.1 303"):
            raise RuntimeError(f"the post was answered {answer[:40]!r}")
        await asyncio.sleep(max(0.0, began + (number + 1) * SECONDS / POSTS - time.monotonic()))
    return time.monotonic() - began


def _figures(posted: float, waits: list[float], events: list[int]) -> list[Figure]:
    ordered = sorted(waits)
    longest, p99 = ordered[-1], ordered[int(len(ordered) * 0.99) - 1]
    name = f"{POSTS} posts in {posted:.0f} s before {READERS} readers: the longest wait"
    measured = f"{longest * 1000:.0f} ms, p99 {p99 * 1000:.0f} ms of {len(waits):,} answers"
    a_second = max(events) / posted
    return [
        Figure(name, measured, "–", f"≤ {LONGEST:.0f} s", longest <= LONGEST),
        Figure("events that a reader hears", f"{a_second:.2f} a second", "–", "≤ 1 a second", a_second <= EVENTS),
    ]
