"""One direction of Apertium as a row of processes, each reading what the one before wrote, kept for many requests."""

import asyncio
import os
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from itertools import count
from typing import Final

from conference.translation.engines import stream
from conference.translation.engines.stream import Answer

LONGEST_ANSWER: Final = 1 << 20
PATIENCE: Final = 10.0
"""Seconds for one paragraph; it takes milliseconds."""


class Broken(Exception):
    """The row gave no whole answer: a process ended, or hung, or something came back that is not ours."""


class Pipeline:
    """The processes of one direction. They start at the first request; one request at a time."""

    def __init__(self, stages: Sequence[Sequence[str]]) -> None:
        self._stages = stages
        self._running: list[subprocess.Popen[bytes]] = []
        self._reader: asyncio.StreamReader | None = None
        self._ends: tuple[asyncio.WriteTransport, asyncio.ReadTransport] | None = None
        self._turn = asyncio.Lock()
        self._numbers = count(1)

    @property
    def is_running(self) -> bool:
        """Whether every process lives."""
        return bool(self._running) and all(each.poll() is None for each in self._running)

    @property
    def processes(self) -> tuple[int, ...]:
        return tuple(each.pid for each in self._running)

    async def ask(self, text: str, deadline: float | None = None) -> Answer:
        """The answer for one paragraph. Raises `Broken`, or `TimeoutError` when it took too long; either way, and when
        the caller is cancelled, the row is ended, so that no answer of one request is ever taken for another's."""
        async with asyncio.timeout_at(deadline), self._turn:
            try:
                async with asyncio.timeout(PATIENCE):
                    return await self._asked(text)
            except BaseException:
                self.stop()
                raise

    async def _asked(self, text: str) -> Answer:
        if not self.is_running:
            self.stop()
            await self._start()
        reader, ends = self._reader, self._ends
        if reader is None or ends is None:
            raise Broken("it did not start")
        sentinel = f"conference-{next(self._numbers)}"
        ends[0].write(stream.request(text, sentinel).encode() + b"\0")
        try:
            raw = (await reader.readuntil(b"\0"))[:-1].decode()
        except (asyncio.IncompleteReadError, asyncio.LimitOverrunError, UnicodeDecodeError, ConnectionError) as problem:
            raise Broken(str(problem)) from problem
        answer = stream.answer(raw, text, sentinel)
        if answer is None or not self.is_running:
            raise Broken("the answer is not whole")
        return answer

    async def _start(self) -> None:
        first, last = self._spawn()
        loop = asyncio.get_running_loop()
        reader = asyncio.StreamReader(limit=LONGEST_ANSWER)
        writing, _ = await loop.connect_write_pipe(asyncio.Protocol, os.fdopen(first, "wb", buffering=0))
        reading, _ = await loop.connect_read_pipe(
            lambda: asyncio.StreamReaderProtocol(reader), os.fdopen(last, "rb", buffering=0)
        )
        self._reader, self._ends = reader, (writing, reading)

    def _spawn(self) -> tuple[int, int]:
        """Start all processes; the file descriptors of the row's two ends."""
        reads, first = os.pipe()
        for stage in self._stages:
            next_reads, writes = os.pipe()
            try:
                self._running.append(
                    subprocess.Popen(stage, stdin=reads, stdout=writes, stderr=subprocess.DEVNULL)  # noqa: S603
                )
            except OSError as problem:
                os.close(next_reads)
                os.close(first)
                raise Broken(str(problem)) from problem
            finally:
                os.close(reads)
                os.close(writes)
            reads = next_reads
        return first, reads

    def stop(self) -> None:
        """End the processes; the next request starts new ones."""
        if self._ends:
            for end in self._ends:
                end.close()
        for each in self._running:
            each.kill()
        for each in self._running:
            with suppress(subprocess.TimeoutExpired):
                each.wait(1)
        self._running, self._reader, self._ends = [], None, None
