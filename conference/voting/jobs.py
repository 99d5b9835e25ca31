"""What time itself does to votes: steps whose countdown has run out, closing at the announced moment, telling the
turnout now and then; and destroying what a crash left of a box that was emptied."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import structlog

from conference.core.actor import HOUSE
from conference.core.errors import Refused
from conference.runtime import clock, database
from conference.runtime.hub import hub
from conference.voting import commands, queries
from conference.voting.models import Vote
from conference.voting.rules import Phase

log = structlog.get_logger()
TICK = 0.5
TURNOUT_TICKS = 10


async def keep_time() -> None:
    """Run for as long as the server serves. The clock only triggers; the phase decides what is accepted."""
    told: dict[int, int] = {}
    tick = 0
    while True:
        await asyncio.sleep(TICK)
        tick += 1
        await _tried(commands.take_due(clock.now()))
        await _tried(close_due())
        if tick % TURNOUT_TICKS == 1:
            await _tried(commands.finish_destroying())
        if tick % TURNOUT_TICKS == 0:
            await _tried(tell_turnout(told))


async def _tried(work: Coroutine[Any, Any, object]) -> None:
    """Do a piece of work; what fails is tried again at the next beat, and stops nothing else."""
    try:
        await work
    except Exception as problem:
        log.error("clock", kind=type(problem).__name__, exc_info=problem)


async def close_due() -> None:
    """Close every open vote whose announced moment has come."""
    due = await Vote.filter(phase=Phase.OPEN, closes_at__lte=clock.now()).values_list("number", flat=True)
    for number in due:
        try:
            await database.shielded(commands.close_vote(HOUSE, int(str(number))))
        except Refused as problem:
            log.info("already-closed", vote=number, code=problem.code)
        except Exception as problem:  # one bad vote must not keep the others open
            log.error("not-closed", vote=number, kind=type(problem).__name__, exc_info=problem)


async def tell_turnout(told: dict[int, int]) -> None:
    """Wake the readers of open votes whose turnout, as it is told, changed since the last time; on a fixed beat, never
    per ballot."""
    for vote in await Vote.filter(phase=Phase.OPEN):
        number = await queries.told_turnout(vote.id)
        if told.get(vote.number) != number:
            told[vote.number] = number
            queries.keep_turnout(vote.id, number)
            hub.publish((f"turnout-{vote.number}",))
