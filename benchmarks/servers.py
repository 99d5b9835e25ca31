"""Real servers in processes of their own, on loopback; each is ended when its block is left."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from benchmarks import load
from conference.serving import listening

READY_WITHIN = ENDS_WITHIN = 15.0


def free_port() -> int:
    """A port of loopback that nobody listens on just now."""
    with listening("127.0.0.1", 0) as taken:
        return int(taken.getsockname()[1])


@asynccontextmanager
async def running(command: list[str], port: int, ready: str) -> AsyncIterator[int]:
    """A server that answers at the path `ready`; gives the port. Raises `RuntimeError` when it does not start."""
    executable = Path(sys.executable).with_name(command[0])
    process = await asyncio.create_subprocess_exec(executable, *command[1:], stdout=asyncio.subprocess.DEVNULL)
    try:
        await _answers(process, port, ready)
        yield port
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
async def conference(data: Path, port: int) -> AsyncIterator[int]:
    """The product itself, as `conference serve` starts it: one worker on SQLite."""
    command = ["conference", "serve", "--data", str(data), "--port", str(port)]
    async with running(command, port, "/readyz") as ready:
        yield ready
