"""Guards around engines: one that fails again and again is left alone for a while, and one that sends text off the
machine gets no more in a day than its budget. The router goes on to the next engine meanwhile."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta

from conference.runtime import clock, database
from conference.translation.engines.provider import (
    NO_GLOSSARY,
    Capabilities,
    Health,
    Outcome,
    Provider,
    Segment,
    Status,
    failed,
)
from conference.translation.glossary import Glossary
from conference.translation.machine.rules import Breaker

_SPEND = (
    "INSERT INTO engine_day (engine, day, characters) VALUES (?, ?, ?) ON CONFLICT (engine, day) DO UPDATE "
    "SET characters = engine_day.characters + excluded.characters "
    "WHERE engine_day.characters + excluded.characters <= ? RETURNING characters"
)

_GIVE_BACK = "UPDATE engine_day SET characters = characters - ? WHERE engine = ? AND day = ? AND characters >= ?"


class Guard:
    """An engine as the router sees it. `budget`: characters a day; none where nothing leaves the machine."""

    def __init__(self, engine: Provider, budget: int | None) -> None:
        self._engine = engine
        self.budget = budget if engine.leaves_machine else None
        self.breaker = Breaker()

    @property
    def name(self) -> str:
        return self._engine.name

    @property
    def version(self) -> str:
        return self._engine.version

    @property
    def leaves_machine(self) -> bool:
        return self._engine.leaves_machine

    async def capabilities(self) -> Capabilities:
        return await self._engine.capabilities()

    async def health(self) -> Health:
        return await self._engine.health()

    async def aclose(self) -> None:
        await self._engine.aclose()

    async def translate(
        self,
        segments: Sequence[Segment],
        source: str,
        target: str,
        *,
        glossary: Glossary = NO_GLOSSARY,
        deadline: float | None = None,
    ) -> list[Outcome]:
        now = asyncio.get_running_loop().time()
        if rest := self.breaker.resting(now):
            return failed(segments, self, "resting", rest)
        if self.budget is not None:
            characters = sum(len(each.text) for each in segments)
            if not await database.shielded(spend(self.name, characters, self.budget)):
                return failed(segments, self, "budget", _until_tomorrow(clock.now()))
        outcomes = await self._engine.translate(segments, source, target, glossary=glossary, deadline=deadline)
        if self.budget is not None and (kept := _untaken(segments, outcomes)):
            await database.shielded(give_back(self.name, kept, now=clock.now()))
        if outcomes:
            all_failed = all(each.status is Status.FAILED for each in outcomes)
            self.breaker = self.breaker.after(asyncio.get_running_loop().time(), failed=all_failed)
        return outcomes


async def spend(engine: str, characters: int, budget: int) -> bool:
    """Take characters from an engine's budget of today; False, and nothing taken, where they are too many."""
    if characters > budget:
        return False
    async with database.transaction():
        day = clock.now().date().isoformat()
        return bool(await database.returning(_SPEND, engine, day, characters, budget))


async def give_back(engine: str, characters: int, now: datetime) -> None:
    """Put characters back into an engine's budget of the day: its service never took them."""
    async with database.transaction():
        await database.execute(_GIVE_BACK, characters, engine, now.date().isoformat(), characters)


def _untaken(segments: Sequence[Segment], outcomes: Sequence[Outcome]) -> int:
    """The characters of texts that a service turned away or was not there to take. What came too late or could not be
    read was taken, and may be on its bill."""
    turned_away = {each.id for each in outcomes if each.text is None and each.flags[:1] and _is_free(each.flags[0])}
    return sum(len(each.text) for each in segments if each.id in turned_away)


def _is_free(flag: str) -> bool:
    return flag == "unreachable" or flag.startswith("http-")


async def spent(engine: str) -> int:
    """The characters that an engine got today."""
    sql = "SELECT characters FROM engine_day WHERE engine = ? AND day = ?"
    found = await database.rows(sql, engine, clock.now().date().isoformat())
    return int(found[0][0]) if found else 0


def _until_tomorrow(now: datetime) -> float:
    tomorrow = (now + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    return (tomorrow - now).total_seconds()
