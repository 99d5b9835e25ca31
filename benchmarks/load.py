"""A small load generator: keep-alive connections on loopback, bounded in count and in time.

It speaks just enough HTTP/1.1 for servers whose answers carry a Content-Length (or no body).
"""

import asyncio
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

Next = Callable[[], bytes | None]
Heard = Callable[[int, bytes], None]
PATIENCE = 10.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a load gave: whole answers, seconds, sorted latencies in seconds, and how often each status came."""

    seconds: float
    latencies: tuple[float, ...]
    statuses: Counter[int]

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.latencies) / self.seconds

    def percentile(self, share: float) -> float:
        """The latency in seconds that this share of the answers did not exceed."""
        return self.latencies[min(len(self.latencies) - 1, int(share * len(self.latencies)))]


class _Connection(asyncio.Protocol):
    """One connection: the next request goes out when the answer to the last one is complete."""

    def __init__(self, next_request: Next, heard: Heard | None) -> None:
        self.next_request, self.heard, self.until = next_request, heard, 0.0
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.latencies: list[float] = []
        self.statuses: Counter[int] = Counter()
        self._buffer = b""
        self._sent = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def begin(self, until: float) -> None:
        self.until = until
        self._ask()

    def _ask(self) -> None:
        self._sent = time.perf_counter()
        request = self.next_request() if self._sent < self.until else None
        if request is None:
            self._transport.close()
        else:
            self._transport.write(request)

    def data_received(self, received: bytes) -> None:
        self._buffer += received
        head, found, body = self._buffer.partition(b"\r\n\r\n")
        if not found or len(body) < _length(head):
            return
        self.latencies.append(time.perf_counter() - self._sent)
        status = int(head[9:12])
        self.statuses[status] += 1
        if self.heard is not None:
            self.heard(status, self._buffer)
        self._buffer = b""
        self._ask()

    def connection_lost(self, problem: Exception | None) -> None:
        if not self.done.done():
            if problem is None:
                self.done.set_result(None)
            else:
                self.done.set_exception(problem)


def _length(head: bytes) -> int:
    """The announced length of the body; an answer that announces none has none (304, 204)."""
    at = head.lower().find(b"\r\ncontent-length:")
    return int(head[at + 17 :].split(b"\r\n", 1)[0]) if at >= 0 else 0


async def drive(
    port: int, askers: list[tuple[Next, Heard | None]], *, seconds: float, patience: float = PATIENCE
) -> Outcome:
    """One connection for each asker, all open before the first request, for so many seconds or until each gave None."""
    loop = asyncio.get_running_loop()
    opened: list[_Connection] = []
    for next_request, heard in askers:
        _, connection = await loop.create_connection(
            lambda n=next_request, h=heard: _Connection(n, h),  # type: ignore[misc]  # bound at once
            "127.0.0.1",
            port,
        )
        opened.append(connection)
    began = time.perf_counter()
    for each in opened:
        each.begin(began + seconds)
    await asyncio.wait_for(asyncio.gather(*(each.done for each in opened)), seconds + patience)
    took = time.perf_counter() - began
    statuses = sum((each.statuses for each in opened), Counter[int]())
    return Outcome(took, tuple(sorted(t for each in opened for t in each.latencies)), statuses)


async def repeat(port: int, request: bytes, *, connections: int, seconds: float) -> Outcome:
    """The same request over and over, by several connections."""
    return await drive(port, [(lambda: request, None)] * connections, seconds=seconds)


async def once(port: int, request: bytes) -> tuple[float, bytes]:
    """One request on a fresh connection: its latency in seconds and the whole answer."""
    answers: list[bytes] = []
    requests = iter((request,))
    outcome = await drive(port, [(lambda: next(requests, None), lambda _, a: answers.append(a))], seconds=PATIENCE)
    return outcome.latencies[0], answers[0]


def get(path: str, **headers: str) -> bytes:
    """A GET; `_` in a header's name stands for `-`."""
    return _written("GET", path, headers)


def post(path: str, body: bytes, **headers: str) -> bytes:
    """A POST of these bytes."""
    return _written("POST", path, {**headers, "content_length": str(len(body))}) + body


def _written(verb: str, path: str, headers: dict[str, str]) -> bytes:
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join((f"{verb} {path} HTTP/1.1", "host: 127.0.0.1", *lines, "", "")).encode()
