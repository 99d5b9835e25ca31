"""Who follows what in the demo and asked for letters: one delegate of each language, with words, to an address that is
hers. What has happened since waits for the hour of her letter."""

from datetime import timedelta
from functools import partial
from typing import Final

from conference.debate.mine import commands as mine
from conference.demo.story import Story
from conference.mailing import commands, events
from conference.mailing.commands import Wanted
from conference.mailing.rules import About, Rhythm
from conference.people.models import Account
from conference.planks.models import Plank
from conference.runtime import database

SINCE: Final = timedelta(days=-4)
READERS: Final = {
    "louise-gagnon": ("America/Toronto", Rhythm.DAILY),
    "maria-elena-ruiz": ("America/Mexico_City", Rhythm.DAILY),
    "denise-walker": ("America/Detroit", Rhythm.WEEKLY),
}


def tell(story: Story) -> None:
    """The steps: letters begin, and each reader chooses hers."""
    story.step(SINCE, events.begin, alone=True)
    for handle in READERS:
        story.step(SINCE, partial(_choose, story, handle))


async def _choose(story: Story, handle: str) -> None:
    actor, (zone, rhythm) = await story.actor(handle), READERS[handle]
    for plank in await Plank.all().order_by("number"):
        await mine.follow_plank(actor, plank.number)
    address = (await Account.get(id=actor.id)).email or ""
    wanted = Wanted(rhythm, address, tuple(About), 18, 4, zone, words=True)
    if token := await commands.choose(actor, wanted):
        await commands.confirm(token)


async def gather() -> None:
    """What has happened since becomes notices, as it does while the server runs."""
    while await database.shielded(events.gather()):
        pass
