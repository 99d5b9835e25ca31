"""The loader: the demo's whole life, told in order of time through the commands that people use."""

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from operator import attrgetter

from conference.core.actor import HOUSE
from conference.demo import adoption, desk, files, moderating, notes, notices, roll, texts, votes
from conference.demo.story import Step, Story
from conference.runtime import clock, database
from conference.translation.glossary import read_file
from conference.translation.terms import commands as terms


def story() -> Story:
    """Every step of the demo, from the files."""
    told = Story()
    roll.tell(told, files.read("cast"))
    for name in files.PLANKS:
        texts.tell(told, files.read(name))
    moderating.tell(told, files.read("moderation"))
    notes.tell(told, files.read("notes"))
    desk.tell(told, files.read("desk"))
    adoption.tell(told, files.read("resolution"))
    votes.tell(told, files.read("votes"))
    notices.tell(told)
    return told


async def load(moment: datetime | None = None) -> None:
    """Fill an empty, migrated, connected database; offsets count from `moment`, by default the present minute."""
    now = (moment or clock.now()).replace(second=0, microsecond=0)
    for alone, steps in groupby(story().in_order(), key=attrgetter("alone")):
        tell = _one_by_one if alone else _together
        await database.shielded(tell(now, steps))
    await database.shielded(terms.take_over(HOUSE, read_file(files.FOLDER / "glossary.csv")))
    await notices.gather()


async def _one_by_one(now: datetime, steps: Iterable[Step]) -> None:
    for step in steps:
        with clock.at(now + step.at):
            await step.act()


async def _together(now: datetime, steps: Iterable[Step]) -> None:
    """What lies between two votes under one commit: hundreds of waits for the disk less."""
    async with database.transaction():
        await _one_by_one(now, steps)
