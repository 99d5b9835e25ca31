"""Real servers in processes of their own, on loopback; each is ended when its block is left."""

import asyncio
import resource
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks import load
from conference.serving import listening

SPARE = 200
READY_WITHIN = ENDS_WITHIN = 15.0


def free_port() -> int:
    """A port of loopback that nobody listens on just now."""
    with listening("127.0.0.1", 0) as taken:
        return int(taken.getsockname()[1])


@dataclass(frozen=True, slots=True)
class Server:
    """A server that answers. `port` is on loopback, `pid` its process."""

    port: int
    pid: int

    def memory(self) -> int | None:
        """The bytes of memory that its process has in use; None where the system does not tell."""
        try:
            pages = Path(f"/proc/{self.pid}/statm").read_text().split()[1]
        except OSError:
            return None
        return int(pages) * resource.getpagesize()


@asynccontextmanager
async def running(command: list[str], port: int, ready: str) -> AsyncIterator[Server]:
    """A server that answers at the path `ready`. Raises `RuntimeError` when it does not start."""
    executable = Path(sys.executable).with_name(command[0])
    process = await asyncio.create_subprocess_exec(executable, *command[1:], stdout=asyncio.subprocess.DEVNULL)
    try:
        await _answers(process, port, ready)
        yield Server(port, process.pid)
    finally:
        process.terminate()
        await asyncio.wait_for(process.wait(), ENDS_WITHIN)


async def _answers(process: asyncio.subprocess.Process, port: int, ready: str) -> None:
    loop = asyncio.get_running_loop()
    until = loop.time() + READY_WITHIN
    while loop.time() < until and process.returncode is None:
        try:
            await load.once(port, load.get(ready))
        except OSError:
            await asyncio.sleep(0.02)
        else:
            return
    raise RuntimeError(f"the server on port {port} did not start")


@asynccontextmanager
async def conference(data: Path) -> AsyncIterator[Server]:
    """The product itself, as `conference serve` starts it: one worker on SQLite."""
    port = free_port()
    command = ["conference", "serve", "--data", str(data), "--port", str(port)]
    async with running(command, port, "/readyz") as server:
        yield server


def many_connections(wanted: int) -> int:
    """How many connections this process, and the servers it starts from now on, may have: at most `wanted`."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    allowed = wanted + SPARE if hard == resource.RLIM_INFINITY else min(wanted + SPARE, hard)
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, allowed), hard))
    return min(wanted, max(soft, allowed) - SPARE)
