"""From the journal into the outbox: who is told of what happened, for the sake of what.

The journal's rows are in the order of commits, so what was read and what was made of it stand in one transaction: a
process that dies in between begins there again, and nothing is told twice or left out.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from conference.amendments.models import Amendment
from conference.debate import rules as debate
from conference.debate.mine.queries import followers_of
from conference.debate.models import Follow, Post
from conference.mailing import choices
from conference.mailing.choices import Reader
from conference.mailing.rules import EVENTS, RULED, About, Kind, State, Why
from conference.planks.models import Plank
from conference.runtime import clock, database, journal
from conference.translation import queries as translation
from conference.voting.models import Vote

MANY: Final = 200
_QUOTED: Final = re.compile(r"\]\(/posts/([0-9]{1,9})\?original=1\)")
_NEXT = "SELECT seq, verb, subject, actor FROM journal WHERE seq > ? ORDER BY seq LIMIT ?"
_CURSOR = (
    "INSERT INTO mail_cursor (id, seq, turns) SELECT 1, coalesce(max(seq), 0), coalesce(max(seq), 0) FROM journal "
    "WHERE true ON CONFLICT (id) DO NOTHING"
)
_ADD = (
    "INSERT INTO mail_notice (account_id, key, kind, why, subject, verb, state, made, due) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (account_id, key) DO NOTHING"
)


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened: the journal's number, its verb, the number of what it is about, and who did it."""

    seq: int
    verb: str
    kind: Kind
    number: int
    actor: str

    @property
    def key(self) -> str:
        """By which a recipient is told of it once. What can happen again to the same thing is told again."""
        return f"post-{self.number}" if self.kind is Kind.POST else f"{self.kind}-{self.number} {self.seq}"


async def begin() -> None:
    """From now on: nobody is written to about what happened before there were notices."""
    async with database.transaction():
        await database.execute(_CURSOR)


async def gather() -> bool:
    """Make notices of the journal's next rows; False when there were none."""
    if await journal.cursor() <= (await _read())[0]:
        return False
    async with database.transaction():
        lock = "" if database.on_sqlite() else " FOR UPDATE"
        (at,) = (await database.rows(f"SELECT seq FROM mail_cursor WHERE id = 1{lock}"))[0]  # noqa: S608 -- ours
        found = await database.rows(_NEXT, at, MANY)
        if not found:
            return False
        to = await choices.readers()
        for each in _events(found) if to else ():
            await _tell(each, to)
        await database.execute("UPDATE mail_cursor SET seq = ? WHERE id = 1", found[-1][0])
        return True


async def _read() -> tuple[int, int]:
    found = await database.rows("SELECT seq, turns FROM mail_cursor WHERE id = 1")
    if not found:
        await begin()
        found = await database.rows("SELECT seq, turns FROM mail_cursor WHERE id = 1")
    return int(found[0][0]), int(found[0][1])


def _events(found: Iterable[tuple[int, str, str, str]]) -> Iterable[Event]:
    for seq, verb, subject, actor in found:
        kind = EVENTS.get(verb)
        if kind is not None:
            yield Event(seq, verb, kind, int(subject.rpartition("-")[2]), actor)


async def _tell(event: Event, to: Mapping[int, Reader]) -> None:
    """The rows of one event. Nobody is told of what she did herself."""
    tellers = {Kind.POST: _of_post, Kind.AMENDMENT: _of_amendment, Kind.VOTE: _of_vote, Kind.PLANK: _of_plank}
    teller = tellers.get(event.kind)
    reasons = await teller(event, to) if teller else _results(to)
    for account, why in reasons.items():
        reader = to[account]
        if reader.opaque != event.actor:
            await add(reader, event.key, event.kind, why, str(event.number), event.verb)


async def add(reader: Reader, key: str, kind: Kind, why: Why, subject: str, verb: str) -> None:
    """One row of the outbox, unless it is there. In a transaction."""
    now = clock.now()
    values = (reader.account, key, str(kind), str(why), subject, verb, str(State.WAITING), now.timestamp())
    await database.execute(_ADD, *values, reader.due(now))


async def _of_post(event: Event, to: Mapping[int, Reader]) -> dict[int, Why]:
    """Whoever follows it, whom it answers, quotes or names. Of a delegation's own room nobody is told by mail; of an
    answer to a voice nobody because it is hers."""
    post = await Post.get_or_none(id=event.number).select_related("thread", "parent")
    if post is None or debate.is_caucus(post.thread.audience) or debate.is_caucus(post.thread.place):
        return {}
    found: dict[int, Why] = {}
    for each in await followers_of(post.id):
        if each.account_id in to and to[each.account_id].wants(About.FOLLOWING):
            found[each.account_id] = Why(min(each.reasons))
    text = (await translation.originals([post.unit_id])).get(post.unit_id)
    said = text.text if text else ""
    for account in _named(said, to):
        found[account] = Why.NAMED
    quoted = [int(each) for each in _QUOTED.findall(said)]
    answered = {post.parent.author_id if post.parent else None}
    answered |= {each.author_id for each in await Post.filter(id__in=quoted, thread__audience=post.thread.audience)}
    for one in answered:
        if one is not None and one in to and to[one].wants(About.ANSWERS):
            found[one] = Why.ANSWER
    return {account: why for account, why in found.items() if account != post.author_id}


def _named(text: str, to: Mapping[int, Reader]) -> list[int]:
    """Who wants answers and is named in these words as "@Rosa Delgado" or "@rosa"."""
    if "@" not in text:
        return []
    said = " ".join(text.casefold().split())
    return [
        each.account
        for each in to.values()
        if each.wants(About.ANSWERS)
        and any(re.search(rf"(?<!\w)@{re.escape(name.casefold())}(?![\w-])", said) for name in (each.name, each.handle))
    ]


async def _of_amendment(event: Event, to: Mapping[int, Reader]) -> dict[int, Why]:
    found = await Amendment.get_or_none(number=event.number)
    if found is None:
        return {}
    told = await _following_plank(found.plank_id, to)
    mover = to.get(found.mover_id)
    if event.verb in RULED and mover is not None and mover.wants(About.ANSWERS):
        told[found.mover_id] = Why.OWN
    return told


async def _of_vote(event: Event, to: Mapping[int, Reader]) -> dict[int, Why]:
    found = await Vote.get_or_none(number=event.number)
    if found is None:
        return {}
    followed = await _following_plank(found.plank_id, to) if found.plank_id else {}
    return (_results(to) if event.verb == "vote-declared" else {}) | followed


async def _of_plank(event: Event, to: Mapping[int, Reader]) -> dict[int, Why]:
    found = await Plank.get_or_none(number=event.number)
    return await _following_plank(found.id, to) if found else {}


async def _following_plank(plank_id: int, to: Mapping[int, Reader]) -> dict[int, Why]:
    wanting = [each.account for each in to.values() if each.wants(About.FOLLOWING)]
    found = await Follow.filter(kind="plank", target=plank_id, account_id__in=wanting) if wanting else []
    return {each.account_id: Why.PLANK for each in found}


def _results(to: Mapping[int, Reader]) -> dict[int, Why]:
    return {each.account: Why.RESULT for each in to.values() if each.wants(About.RESULTS)}
