"""How a thread is led: whose turn it is in a slow one, what a closed one still lets through.

Turns are counted for a person by her name and for her voice alike, and nothing is kept for it: her last post is looked
for under both, which only her own request can do.
"""

from dataclasses import dataclass
from datetime import datetime

from conference.core.actor import Actor
from conference.core.errors import Refused
from conference.core.verdict import Verdict, no
from conference.core.words import N_
from conference.debate import marks
from conference.debate.models import Thread
from conference.debate.moderation import rules
from conference.debate.moderation.models import Floor
from conference.debate.moments import moment
from conference.runtime import clock, database
from conference.translation.machine import texts as machine
from conference.translation.queries import Reading

_LEAD = "SELECT minutes, closed_at, reason_id FROM thread_lead WHERE thread_id = ?"
_LAST = (
    "SELECT max(p.created_at) FROM post p LEFT JOIN voice v ON v.id = p.voice_id WHERE p.thread_id = ? "
    "AND (p.author_id = ? OR v.owner = ?)"
)
_FLOOR = (
    "SELECT f.id, f.voice_id FROM thread_floor f LEFT JOIN voice v ON v.id = f.voice_id WHERE f.thread_id = ? "
    "AND f.used_at IS NULL AND (f.account_id = ? OR v.owner = ?) ORDER BY f.id"
)


class Held(Refused):
    """These words cannot be said here now. Nothing of them is lost."""


@dataclass(frozen=True, slots=True)
class Led:
    """A thread as its chair leads it."""

    minutes: int = 0
    closed_at: datetime | None = None
    reason_id: int | None = None

    def __bool__(self) -> bool:
        return bool(self.minutes or self.closed_at)


FREE = Led()


def as_led(minutes: int | None, closed_at: object, reason_id: int | None) -> Led:
    """From a row of the database; a thread without one is free."""
    return FREE if minutes is None else Led(minutes, moment(closed_at) if closed_at else None, reason_id)


async def led(thread_id: int) -> Led:
    found = await database.rows(_LEAD, thread_id)
    return as_led(*found[0]) if found else FREE


async def reason(led: Led, language: str) -> Reading | None:
    """Why a thread is closed."""
    if led.reason_id is None or led.closed_at is None:
        return None
    return (await machine.readings([led.reason_id], language)).get(led.reason_id)


@dataclass(frozen=True, slots=True)
class Turn:
    """Whether somebody may speak now, and from when on; `floor`: the chair allows her one post all the same (under her
    voice, where `floor_as_voice`)."""

    led: Led = FREE
    next_at: datetime | None = None
    floor: int | None = None
    floor_as_voice: bool = False

    @property
    def verdict(self) -> Verdict | None:
        """A closed thread bars everybody without the floor; a slow one lets her write, and wait."""
        if self.led.closed_at is None or self.floor is not None:
            return None
        return no("thread-closed", N_("This debate has been closed since %(moment)s."), moment=self.led.closed_at)


ANYTIME = Turn()


async def turn(actor: Actor, thread_id: int, plank_id: int, led: Led, *, under_voice: bool | None = None) -> Turn:
    """The actor's turn; `under_voice`: only a floor given to her under that name counts."""
    if not led or actor.id is None:
        return Turn(led)
    own = marks.voice(actor.id, plank_id)
    floors = [
        (int(key), voice is not None)
        for key, voice in await database.rows(_FLOOR, thread_id, actor.id, own)
        if under_voice is None or (voice is not None) == under_voice
    ]
    key, as_voice = floors[0] if floors else (None, False)
    last = (await database.rows(_LAST, thread_id, actor.id, own))[0][0] if led.minutes else None
    return Turn(led, rules.next_turn(moment(last) if last else None, led.minutes, clock.now()), key, as_voice)


async def take_turn(actor: Actor, thread: Thread, *, under_voice: bool) -> None:
    """Raises `Held` when it is not the actor's turn; a floor that she needs is used up. In a transaction that holds the
    thread's lock."""
    found = await led(thread.id)
    now = await turn(actor, thread.id, thread.plank_id, found, under_voice=under_voice)
    if found.closed_at is None and now.next_at is None:
        return
    if now.floor is not None:
        await Floor.filter(id=now.floor).update(used_at=clock.now())
        return
    if found.closed_at is not None:
        raise Held("thread-closed", N_("This debate has been closed since %(moment)s."), moment=found.closed_at)
    raise Held(
        "not-your-turn",
        N_("In this debate everybody speaks once in %(minutes)s minutes. Your turn is from %(moment)s."),
        minutes=found.minutes, moment=now.next_at,
    )  # fmt: skip


async def require_open(thread: Thread) -> None:
    """Raises `Held` for a thread that is closed: nobody puts new words into it by changing old ones."""
    found = await led(thread.id)
    if found.closed_at is not None:
        raise Held("thread-closed", N_("This debate has been closed since %(moment)s."), moment=found.closed_at)
