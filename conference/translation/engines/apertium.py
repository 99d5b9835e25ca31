"""Apertium on this machine: pipelines that start at the first use, obey the glossary, and stop when nobody asks."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from conference.core.words import N_, Sentence
from conference.translation.engines import compiling, flags, installation
from conference.translation.engines.installation import Installation
from conference.translation.engines.pipeline import Broken, Pipeline
from conference.translation.engines.provider import (
    NO_GLOSSARY,
    Capabilities,
    Health,
    Outcome,
    Pair,
    Segment,
    Status,
    failed,
)
from conference.translation.glossary import Glossary

IDLE: Final = 300.0
"""Seconds without a request after which a direction's processes end; a new start takes less than a tenth of one."""
TRIES: Final = 3
LONGEST: Final = 20_000
_ABSENT: Final = N_("Apertium is not installed. On Debian: %(command)s")
_INSTALLED: Final = N_("Directions installed: %(n)s. Running now: %(running)s.")


@dataclass(slots=True)
class _Direction:
    """The pipeline of a pair by one revision of the glossary."""

    pipeline: Pipeline
    revision: str
    users: int = 0
    retired: bool = False
    asleep: asyncio.TimerHandle | None = field(default=None)


class Apertium:
    """The provider. `folder` is where compiled glossaries lie."""

    name = "apertium"
    version = "1"
    leaves_machine = False

    def __init__(self, folder: Path, *, look: Callable[[], Installation] | None = None, idle: float = IDLE) -> None:
        self._folder = folder
        self._look = look or installation.look
        self._idle = idle
        self._found: Installation | None = None
        self._directions: dict[Pair, _Direction] = {}
        self._opening: dict[Pair, asyncio.Lock] = {}

    async def capabilities(self) -> Capabilities:
        return Capabilities(frozenset(self._installed().modes), max_chars=LONGEST, glossary=True)

    async def translate(
        self,
        segments: Sequence[Segment],
        source: str,
        target: str,
        *,
        glossary: Glossary = NO_GLOSSARY,
        deadline: float | None = None,
    ) -> list[Outcome]:
        pair = (source, target)
        if pair not in self._installed().modes:
            return [Outcome(each.id, None, Status.REFUSED, self.name, self.version) for each in segments]
        try:
            async with asyncio.timeout_at(deadline):
                direction = await self._direction(pair, glossary)
        except TimeoutError:
            return failed(segments, self, "late")
        except compiling.Uncompiled:
            return failed(segments, self, "glossary-uncompiled")
        try:
            return [await self._one(direction, each, pair, deadline) for each in segments]
        finally:
            self._release(direction)

    async def health(self) -> Health:
        found = self._look()  # anew: somebody may have installed it since
        self._found = found
        ready = {pair: each.revision for pair, each in self._directions.items() if each.pipeline.is_running}
        if not found.modes:
            return Health(False, Sentence(_ABSENT, {"command": found.mend}), ready)
        return Health(True, Sentence(_INSTALLED, {"n": len(found.modes), "running": len(ready)}), ready)

    async def aclose(self) -> None:
        for direction in self._directions.values():
            self._end(direction)
        self._directions.clear()

    def _installed(self) -> Installation:
        if self._found is None or not self._found.modes:
            self._found = self._look()
        return self._found

    async def _direction(self, pair: Pair, glossary: Glossary) -> _Direction:
        """The pair's pipeline by this very revision, taken for use. The one of an earlier revision ends with its last
        user: whoever began by it gets a whole text by it."""
        async with self._opening.setdefault(pair, asyncio.Lock()):
            present = self._directions.get(pair)
            if present is None or present.revision != glossary.revision:
                stages = await compiling.stages(self._installed().modes[pair], glossary, self._folder)
                self._directions[pair] = _Direction(Pipeline(stages), glossary.revision)
                if present:
                    present.retired = True
                    self._rest(present)
        direction = self._directions[pair]
        direction.users += 1
        if direction.asleep:
            direction.asleep.cancel()
        return direction

    def _release(self, direction: _Direction) -> None:
        direction.users -= 1
        self._rest(direction)

    def _rest(self, direction: _Direction) -> None:
        """End a pipeline that nobody uses: at once when it is retired, else after a while."""
        if direction.users:
            return
        if direction.retired:
            self._end(direction)
        else:
            direction.asleep = asyncio.get_running_loop().call_later(self._idle, self._end, direction)

    def _end(self, direction: _Direction) -> None:
        if direction.asleep:
            direction.asleep.cancel()
        direction.pipeline.stop()

    async def _one(self, direction: _Direction, segment: Segment, pair: Pair, deadline: float | None) -> Outcome:
        """One segment, tried again by new processes when a row breaks under it."""
        if len(segment.text) > LONGEST:
            return Outcome(segment.id, None, Status.REFUSED, self.name, self.version, flags=("too-long",))
        for _ in range(TRIES):
            try:
                answer = await direction.pipeline.ask(segment.text, deadline)
            except TimeoutError:
                if deadline is not None and asyncio.get_running_loop().time() >= deadline:
                    return failed([segment], self, "late")[0]
            except Broken:
                continue
            else:
                return Outcome(
                    segment.id, answer.text, Status.OK, self.name, self.version, pair,
                    unknown=answer.unknown, flags=(flags.DROPPED,) if answer.lost else (), glossary=direction.revision,
                )  # fmt: skip
        return failed([segment], self, "broken")[0]
