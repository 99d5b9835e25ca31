"""The loader: the demo's whole life, told in order of time through the commands that people use."""

from datetime import datetime

from conference.demo import files, roll, texts, votes
from conference.demo.story import Story
from conference.runtime import clock, database


def story() -> Story:
    """Every step of the demo, from the files."""
    told = Story()
    roll.tell(told, files.read("cast"))
    for name in files.PLANKS:
        texts.tell(told, files.read(name))
    votes.tell(told, files.read("votes"))
    return told


async def load(moment: datetime | None = None) -> None:
    """Fill an empty, migrated, connected database; offsets count from `moment`, by default the present minute."""
    now = (moment or clock.now()).replace(second=0, microsecond=0)
    for step in story().in_order():
        with clock.at(now + step.at):
            await database.shielded(step.act())
