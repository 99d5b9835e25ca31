"""What time itself does to amendments: what the movers accepted and nobody contested goes into the text."""

import asyncio

import structlog

from conference.amendments import commands, wordings
from conference.amendments.models import Amendment
from conference.amendments.queries import rows
from conference.amendments.rules import State
from conference.core.actor import HOUSE
from conference.core.errors import Refused
from conference.planks import resting
from conference.planks.rules import State as PlankState
from conference.runtime import clock, database

log = structlog.get_logger()
TICK = 5.0

Waits = dict[int, tuple[int, int | None]]
"""Amendments that could not go in, by number, with the version of the plank and the wording that they failed at."""


async def keep_time() -> None:
    """Run for as long as the server serves."""
    waits: Waits = {}
    while True:
        await asyncio.sleep(TICK)
        try:
            await take_in_due(waits)
        except Exception as problem:  # tried again at the next beat
            log.error("clock-of-amendments", kind=type(problem).__name__, exc_info=problem)


async def take_in_due(waits: Waits) -> list[int]:
    """Put in what delegates can no longer contest, one transaction each; gives their numbers.

    What lacks a language waits for its translators, what collides for the chair, and all of it while the text rests
    for a vote. What failed is tried again when the text or its wording has changed.
    """
    found, now = await rows.terms(), clock.now()
    announced = Amendment.filter(state=State.ANNOUNCED.value, plank__state=PlankState.DEBATE.value)
    done: list[int] = []
    for each in await announced.select_related("plank").order_by("announced_at", "number"):
        until = rows.objections_until(each, found)
        failed_at = (each.plank.version, each.text_id)
        if until is None or now < until or waits.get(each.number) == failed_at:
            continue
        if await wordings.missing(each) or not await resting.rests(each.plank_id):
            continue
        try:
            left = await database.shielded(commands.merge_uncontested(HOUSE, [each.number]))
        except Refused as problem:
            log.info("accepted-not-taken-in", amendment=each.number, code=problem.code)
            left = (each.number,)
        if left:
            waits[each.number] = failed_at
        else:
            done.append(each.number)
    return done
