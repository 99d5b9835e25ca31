"""Real server processes on loopback, for tests that kill them or hang up on them."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from conference.runtime.settings import Settings

PATIENCE = 30.0


async def until(holds: Callable[[], bool]) -> None:
    """Look again and again, but not for ever."""
    async with asyncio.timeout(PATIENCE):
        while True:
            if holds():
                return
            await asyncio.sleep(0.02)


@dataclass(frozen=True)
class Server:
    """One process that serves the application."""

    port: int
    pid: int

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def kill(self) -> None:
        """As a power cut would: no signal that it could hear."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)


@dataclass(frozen=True)
class Nursery:
    """Gives servers of one data folder."""

    process: asyncio.subprocess.Process

    async def server(self) -> Server:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(b"\n")
        await self.process.stdin.drain()
        line = await asyncio.wait_for(self.process.stdout.readline(), PATIENCE)
        port, pid = line.split()
        return Server(int(port), int(pid))


@asynccontextmanager
async def nursery(settings: Settings) -> AsyncIterator[Nursery]:
    program = Path(__file__).with_name("nursery.py")
    environment = os.environ | {"CONFERENCE_DATA": str(settings.data), "DATABASE_URL": settings.database_url}
    root = str(Path(__file__).parents[2])
    process = await asyncio.create_subprocess_exec(
        sys.executable, program, settings.data, cwd=root, env=environment,
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=None,
    )  # fmt: skip
    try:
        yield Nursery(process)
    finally:
        if process.stdin is not None:
            process.stdin.close()
        with suppress(TimeoutError):
            await asyncio.wait_for(process.wait(), PATIENCE)
        if process.returncode is None:
            process.kill()
