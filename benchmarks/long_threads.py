"""Threads of ten thousand posts, one as deep as it is long and one as wide: the first page and the last post's own, in
time, statements and bytes, and what reading them all over costs the server in memory.

These posts are laid in one go, with the paths that `debate.commands.post` gives: ten thousand commands each would take
minutes and measure nothing.
"""

import logging
from dataclasses import dataclass
from statistics import median

import httpx2

from benchmarks import load
from benchmarks.figures import Figure
from benchmarks.house import DEEP, WIDE, House
from benchmarks.servers import Server
from conference import folder
from conference.app import create_app
from conference.runtime import database
from conference.slices import MODELS

WITHIN, STATEMENTS, KILOBYTES, MEBIBYTES = 2.0, 40, 400, 48
TIMES, READINGS = 5, 300


@dataclass(frozen=True, slots=True)
class _Page:
    name: str
    path: str


async def measure(house: House, server: Server) -> list[Figure]:
    cookie = f"session={house.voters[0].session}"
    pages = [
        _Page("first page of a chain 10,000 deep", f"/en/planks/{DEEP}/debate"),
        _Page("its deepest post with its conversation", f"/en/posts/{house.deepest}"),
        _Page("first page of 10,000 replies to one post", f"/en/planks/{WIDE}/debate"),
    ]
    figures = [await _page(house, server, each, cookie) for each in pages]
    return [*figures, await _memory(house, server, cookie)]


async def _page(house: House, server: Server, page: _Page, cookie: str) -> Figure:
    first, answer = await _read(server, page.path, cookie)
    warm = median([(await _read(server, page.path, cookie))[0] for _ in range(TIMES)])
    statements, kilobytes = await _statements(house, page.path, cookie), len(answer) / 1024
    measured = f"first {first * 1000:.0f} ms, then {warm * 1000:.0f} ms, {statements} statements, {kilobytes:.0f} KiB"
    reached = first <= WITHIN and statements <= STATEMENTS and kilobytes <= KILOBYTES
    return Figure(page.name, measured, "–", f"≤ {WITHIN:.0f} s, {STATEMENTS}, {KILOBYTES} KiB", reached)


async def _read(server: Server, path: str, cookie: str) -> tuple[float, bytes]:
    latency, answer = await load.once(server.port, load.get(path, cookie=cookie))
    if not answer.startswith(b"HTTP/1.1 200"):
        raise RuntimeError(f"{path} answered {answer[:40]!r}")
    return latency, answer


class _Counter(logging.Handler):
    """Counts what Tortoise sends to the database."""

    count = 0

    def emit(self, _record: logging.LogRecord) -> None:
        self.count += 1


async def _statements(house: House, path: str, cookie: str) -> int:
    """In this process, in which nothing is kept yet: the plain statements and those of the ORM."""
    settings = folder.settings_of(house.data, origin="http://127.0.0.1")
    await database.connect(settings, MODELS)
    counter, log, plain = _Counter(), logging.getLogger("tortoise.db_client"), [0]
    try:
        client = httpx2.AsyncClient(
            transport=httpx2.ASGITransport(app=create_app(settings)), base_url="http://127.0.0.1",
            headers={"cookie": cookie},
        )  # fmt: skip
        await client.get("/en/me")
        level = log.level
        log.addHandler(counter)
        log.setLevel(logging.DEBUG)
        database._reading().set_trace_callback(lambda _: plain.__setitem__(0, plain[0] + 1))
        await client.get(path)
        log.setLevel(level)
        await client.aclose()
    finally:
        log.removeHandler(counter)
        await database.disconnect()
    return plain[0] + counter.count


async def _memory(house: House, server: Server, cookie: str) -> Figure:
    """Hundreds of different pages of both threads: what is kept of them has an end."""
    before = server.memory()
    for number in range(READINGS):
        await _read(server, f"/fr/posts/{house.deepest - number * 30}", cookie)
        await _read(server, f"/es/posts/{house.widest}?after={house.widest + number * 30}", cookie)
    after = server.memory()
    name = f"memory after {2 * READINGS} pages of them"
    if before is None or after is None:
        return Figure(name, "this system does not tell", "–", f"≤ {MEBIBYTES} MiB", None)
    grown = (after - before) / 2**20
    return Figure(name, f"+{grown:.0f} MiB", "–", f"≤ {MEBIBYTES} MiB", grown <= MEBIBYTES)
