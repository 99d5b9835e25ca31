"""A new version changes 384 blocks of a plank at once: its 300 amendments are held against it, and the loop beats."""

import asyncio
import time
from itertools import pairwise
from typing import Final

from benchmarks.figures import Figure
from benchmarks.house import House
from benchmarks.plank_page import AMENDMENTS, NUMBER, SAID
from conference import folder
from conference.core.actor import HOUSE
from conference.core.languages import LANGUAGES
from conference.planks import commands as planks
from conference.planks.commands import BlockChange
from conference.planks.models import Plank
from conference.planks.rules import ChangeKind
from conference.runtime import database
from conference.slices import MODELS

CHANGED: Final = 384
BEAT: Final = 0.005


async def measure(made: House) -> Figure:
    """In this process, on the plank of `plank_page`, once nobody serves it any more: its text is another afterwards."""
    await database.connect(folder.settings_of(made.data, origin="http://127.0.0.1"), MODELS)
    beats: list[float] = []
    heart = asyncio.create_task(_beat(beats))
    try:
        began = time.perf_counter()
        await database.shielded(_change())
        took = time.perf_counter() - began
        await asyncio.sleep(2 * BEAT)
    finally:
        heart.cancel()
        await database.disconnect()
    silence = max(later - earlier for earlier, later in pairwise(beats)) - BEAT
    told = f"{took:.1f} s, the loop silent for {silence * 1000:.0f} ms at most"
    return Figure(f"{AMENDMENTS} amendments meet {CHANGED} changed blocks", told, "–", "", None)


async def _beat(beats: list[float]) -> None:
    while True:
        beats.append(time.perf_counter())
        await asyncio.sleep(BEAT)


async def _change() -> None:
    """Every block says its second sentence twice from now on."""
    async with database.transaction():
        plank = await Plank.get(number=NUMBER)
        changes = [
            BlockChange(
                ChangeKind.REPLACE, f"p{at}",
                {each: f"{' '.join(SAID[each]).format(at)} {SAID[each][1]}" for each in LANGUAGES},
            )
            for at in range(1, CHANGED + 1)
        ]  # fmt: skip
        await planks.replace_blocks(HOUSE, plank, changes, "edited")
