"""Cutting a command short the way that readers do: they go away while it waits for something."""

import asyncio
import types
from collections.abc import Coroutine, Generator
from typing import Any

from conference.runtime import database

PATIENCE = 20.0


class Steps:
    """Runs a command and calls off whoever waits for it when the command reaches its n-th wait (0: its first)."""

    def __init__(self, work: Coroutine[Any, Any, object], cut_at: int) -> None:
        self.work = work
        self.cut_at = cut_at
        self.reader: asyncio.Task[object] | None = None
        self.was_cut = False

    @types.coroutine
    def _stepped(self) -> Generator[Any, Any, object]:
        waiting = self.work.__await__()
        step = 0
        thrown: BaseException | None = None
        while True:
            try:
                future = waiting.throw(thrown) if thrown else waiting.send(None)
            except StopIteration as done:
                return done.value
            if step == self.cut_at and self.reader is not None:
                self.was_cut = self.reader.cancel()
            step += 1
            thrown = None
            try:
                yield future
            except BaseException as problem:
                thrown = problem

    async def _command(self) -> object:
        return await self._stepped()

    async def run(self) -> bool:
        """Whether the reader was cut off; the command itself has ended in any case when this returns."""
        command = self._command()
        self.reader = asyncio.get_running_loop().create_task(database.shielded(command))
        try:
            await asyncio.wait_for(asyncio.wait([self.reader]), PATIENCE)
            self.reader.result()
        except asyncio.CancelledError:
            pass
        async with asyncio.timeout(PATIENCE):
            while database._running:
                await asyncio.wait(set(database._running))
        return self.was_cut


async def cut(work: Coroutine[Any, Any, object], at: int) -> bool:
    """Run a command whose reader leaves at its n-th wait; False when it had ended before."""
    return await Steps(work, at).run()
