"""What time itself does to votes: steps whose countdown has run out, closing at the announced moment, telling the
turnout now and then; and destroying what a crash left of a box that was emptied."""

import asyncio

import structlog

from conference.core.actor import HOUSE
from conference.core.errors import Refused
from conference.runtime import clock, database
from conference.runtime.hub import hub
from conference.voting import commands, queries
from conference.voting.models import Vote
from conference.voting.rules import Phase
from conference.voting.sealed import box

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
        try:
            await commands.take_due(clock.now())
            await close_due()
            if tick % TURNOUT_TICKS == 1:
                await commands.finish_destroying()
            if tick % TURNOUT_TICKS == 0:
                await tell_turnout(told)
        except Exception as problem:  # the next beat tries again; one bad vote must not stop the clock
            log.error("clock", kind=type(problem).__name__, exc_info=problem)


async def close_due() -> None:
    """Close every open vote whose announced moment has come."""
    due = await Vote.filter(phase=Phase.OPEN, closes_at__lte=clock.now()).values_list("number", flat=True)
    for number in due:
        try:
            await database.shielded(commands.close_vote(HOUSE, int(str(number))))
        except Refused as problem:
            log.info("already-closed", vote=number, code=problem.code)


async def tell_turnout(told: dict[int, int]) -> None:
    """Wake the readers of open votes whose turnout changed since the last time; on a fixed beat, never per ballot."""
    for vote in await Vote.filter(phase=Phase.OPEN):
        number = await box.turnout(vote.id)
        if told.get(vote.number) != number:
            told[vote.number] = number
            queries.keep_turnout(vote.id, number)
            hub.publish((f"turnout-{vote.number}",))
