"""What waits for somebody ("your turn"), as notices. Which tasks there are, the home page knows: it registers here."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Final

from conference.core.actor import Actor
from conference.core.words import Sentence
from conference.mailing import choices, events
from conference.mailing.models import MailNotice
from conference.mailing.rules import About, Kind, State, Why
from conference.people import queries as people
from conference.runtime import database, journal

FEW: Final = 20
Finds = Callable[[Actor, str], Awaitable[Mapping[str, Sentence]]]
_finds: list[Finds] = []


def found_by(finds: Finds) -> None:
    """The home page says how a reader's tasks are found: what each says, by its address without the language."""
    _finds.append(finds)


async def tasks(reader: Actor, language: str) -> Mapping[str, Sentence]:
    """What waits for the reader now, by address."""
    found: dict[str, Sentence] = {}
    for finds in _finds:
        found |= await finds(reader, language)
    return found


@dataclass(slots=True)
class Round:
    """A walk through everybody who wants to hear of her turn, a few at a time; it begins when something happened since
    the last one. `after`: the account that it has come to; none: between two walks."""

    after: int | None = None
    until: int = 0

    async def step(self) -> bool:
        """The next few; False when nobody is left or nothing has happened."""
        if self.after is None:
            self.until = await journal.cursor()
            found = await database.rows("SELECT turns FROM mail_cursor WHERE id = 1")
            if not found or self.until <= int(found[0][0]):
                return False
            self.after = 0
        after = self.after
        wanting = (each for each in (await choices.readers()).values() if each.wants(About.TURN))
        few = list(islice((each for each in wanting if each.account > after), FEW))
        for each in few:
            actor = await people.actor_of(each.handle)
            await database.shielded(_note(each, await tasks(actor, (actor.understands or ("en",))[0])))
        self.after = few[-1].account if few else None
        if not few:
            await database.shielded(_walked(self.until))
        return bool(few)


async def _note(reader: choices.Reader, found: Mapping[str, Sentence]) -> None:
    """One row for each task that was not there; what is done leaves, so that it can come again."""
    async with database.transaction():
        known = MailNotice.filter(account_id=reader.account, kind=Kind.TURN)
        there = {each.subject: each for each in await known}
        for url in found:
            if url not in there and len(url) <= 120:
                await events.add(reader, f"turn {url}", Kind.TURN, Why.TURN, url, "turn")
        gone = [each.id for url, each in there.items() if url not in found and each.state != State.LEASED]
        if gone:
            await MailNotice.filter(id__in=gone).delete()


async def _walked(until: int) -> None:
    async with database.transaction():
        await database.execute("UPDATE mail_cursor SET turns = ? WHERE id = 1", until)
