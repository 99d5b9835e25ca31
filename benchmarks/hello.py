"""H: the smallest Starlette application on the same server, by which every other figure is divided."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from benchmarks import load, servers
from benchmarks.load import Outcome

SECONDS = 1.0
CONNECTIONS = 8


async def _hello(_request: Request) -> Response:
    return PlainTextResponse("hello")


app = Starlette(routes=[Route("/", _hello)])


@dataclass(frozen=True, slots=True)
class Beside:
    """A load and H on both sides of it, by as many connections: what else the machine does weighs on both."""

    outcome: Outcome
    rate: float
    p99: float

    @property
    def ratio(self) -> float:
        """Answers a second as a share of H's."""
        return self.outcome.rate / self.rate


@dataclass(frozen=True, slots=True)
class Hello:
    """The running server."""

    port: int

    async def beside(self, measured: Callable[[], Awaitable[Outcome]], connections: int = CONNECTIONS) -> Beside:
        before = await self.measure(connections)
        outcome = await measured()
        after = await self.measure(connections)
        return Beside(outcome, (before.rate + after.rate) / 2, max(before.percentile(0.99), after.percentile(0.99)))

    async def measure(self, connections: int = CONNECTIONS) -> Outcome:
        return await load.repeat(self.port, load.get("/"), connections=connections, seconds=SECONDS)


@asynccontextmanager
async def serving() -> AsyncIterator[Hello]:
    """One worker, with the same parser and loop as the product's."""
    port = servers.free_port()
    command = ["uvicorn", "benchmarks.hello:app", "--port", str(port), "--http", "httptools", "--loop", "uvloop"]
    quiet = ["--no-access-log", "--log-level", "warning"]
    async with servers.running([*command, *quiet], port, "/") as server:
        yield Hello(server.port)
