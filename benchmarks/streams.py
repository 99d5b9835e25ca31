"""Thousands of open pages: how soon the last one hears of a change, what each costs, and whom the telling holds up."""

import asyncio
import re
import socket
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from statistics import median
from typing import cast
from urllib.parse import urlencode

from benchmarks import load, servers
from benchmarks.figures import Figure
from benchmarks.house import PLANKS, SHORT, House
from benchmarks.servers import Server
from conference.web.live import GATHER

CLIENTS, ROUNDS, WITHIN = 5_000, 3, 20.0
LAST, EACH, STALL = 0.150, 20, 0.025
WATCHED = 6.0


class _Crowd:
    """So many readers are awaited; `last` is when the last of them came."""

    def __init__(self, readers: int) -> None:
        self.readers = readers
        self.await_all()

    def await_all(self) -> None:
        self.missing, self.last, self.complete = self.readers, 0.0, asyncio.Event()

    def one_more(self) -> None:
        self.missing -= 1
        if not self.missing:
            self.last = time.monotonic()
            self.complete.set()


class _Reader(asyncio.Protocol):
    """An open stream: tells the crowd of its first word, and of each change after it."""

    def __init__(self, request: bytes, crowd: _Crowd) -> None:
        self.request, self.crowd = request, crowd

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)
        self.transport.write(self.request)

    def data_received(self, received: bytes) -> None:
        if b": hello" in received or b"event: thread-" in received:
            self.crowd.one_more()


async def measure(house: House, server: Server) -> list[Figure]:
    plank = next(number for number, posts in PLANKS.items() if posts == SHORT)
    cookie = f"session={house.voters[0].session}"
    thread, csrf = await _thread(server.port, f"/en/planks/{plank}/debate", cookie)
    cursor = await _cursor(server.port, f"/en/planks/{plank}/debate", cookie)
    before, readers, crowd = server.memory(), [], _Crowd(servers.many_connections(CLIENTS))
    try:
        readers = await _listen(server.port, crowd, thread, cursor)
        after = server.memory()
        with ProcessPoolExecutor(1, get_context("spawn")) as beside:
            beside.submit(_waits, server.port, 0.0).result()  # the process has started
            watching = asyncio.wrap_future(beside.submit(_waits, server.port, WATCHED))
            lasts = [await _tell(server.port, crowd, thread, csrf, cookie) for _ in range(ROUNDS)]
            longest = await watching
    finally:
        for each in readers:
            each.transport.close()
    return [_last(len(readers), lasts), _cost(before, after, len(readers)), _stall(longest)]


async def _thread(port: int, path: str, cookie: str) -> tuple[int, str]:
    _, answer = await load.once(port, load.get(path, cookie=cookie))
    thread, csrf = re.search(rb'id="thread-(\d+)"', answer), re.search(rb'name="csrf" value="(\w+)"', answer)
    if thread is None or csrf is None:
        raise RuntimeError(f"{path} shows no debate")
    return int(thread[1]), csrf[1].decode()


async def _cursor(port: int, path: str, cookie: str) -> int:
    _, answer = await load.once(port, load.get(path, cookie=cookie))
    found = re.search(rb"/live\?after=(\d+)", answer)
    if found is None:
        raise RuntimeError(f"{path} opens no stream")
    return int(found[1])


async def _listen(port: int, crowd: _Crowd, thread: int, cursor: int) -> list[_Reader]:
    loop, readers = asyncio.get_running_loop(), []
    request = load.get(f"/en/live?topic=thread-{thread}&after={cursor}")
    for _ in range(crowd.readers):
        _, reader = await loop.create_connection(lambda: _Reader(request, crowd), "127.0.0.1", port)
        readers.append(reader)
    await asyncio.wait_for(crowd.complete.wait(), WITHIN)
    return readers


async def _tell(port: int, crowd: _Crowd, thread: int, csrf: str, cookie: str) -> float:
    """Somebody posts: the seconds from her sending it until the last reader knows."""
    fields = urlencode({"csrf": csrf, "language": "en", "text": f"Said at {time.monotonic()}."}).encode()
    headers = {"content_type": "application/x-www-form-urlencoded", "sec_fetch_site": "same-origin"}
    request = load.post(f"/en/threads/{thread}/posts", fields, cookie=cookie, **headers)
    await asyncio.sleep(GATHER)  # a reader hears of a topic at most once in so long
    crowd.await_all()
    began = time.monotonic()
    _, answer = await load.once(port, request)
    if not answer.startswith(b"HTTP/1.1 303"):
        raise RuntimeError(f"the post was answered {answer[:40]!r}")
    await asyncio.wait_for(crowd.complete.wait(), WITHIN)
    return crowd.last - began


def _waits(port: int, seconds: float) -> float:
    """In a process of its own: one small request after another; the longest wait for an answer."""
    longest, until, request = 0.0, time.monotonic() + seconds, load.get("/healthz")
    with socket.create_connection(("127.0.0.1", port)) as connection:
        while time.monotonic() < until:
            began = time.monotonic()
            connection.sendall(request)
            connection.recv(4096)
            longest = max(longest, time.monotonic() - began)
            time.sleep(0.001)
    return longest


def _last(readers: int, lasts: list[float]) -> Figure:
    each = ", ".join(f"{last * 1000:.0f}" for last in lasts)
    measured = f"{median(lasts) * 1000:.0f} ms from the post's sending (median of {each})"
    return Figure(
        f"{readers:,} streams, last delivery", measured, "–", f"≤ {LAST * 1000:.0f} ms", median(lasts) <= LAST
    )


def _cost(before: int | None, after: int | None, readers: int) -> Figure:
    name, goal = "memory for each stream", f"≤ {EACH} KiB"
    if before is None or after is None:
        return Figure(name, "this system does not tell", "–", goal, None)
    kib = (after - before) / 1024 / readers
    return Figure(name, f"{kib:.1f} KiB", "–", goal, kib <= EACH)


def _stall(longest: float) -> Figure:
    measured = f"{longest * 1000:.1f} ms, the longest of {WATCHED:.0f} s with {ROUNDS} changes"
    return Figure("another request meanwhile", measured, "–", f"≤ {STALL * 1000:.0f} ms", longest <= STALL)
