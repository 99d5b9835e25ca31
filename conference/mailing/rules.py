"""How often somebody gets letters and about what, when the next one is due, what goes into one letter, how its
threads are named, and when a refused one is tried again: values in, values out."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from datetime import tzinfo as Zone
from enum import StrEnum
from typing import Final

from conference.core.words import N_


class Rhythm(StrEnum):
    """How often letters come."""

    OFF = "off"
    ONCE = "once"
    DAILY = "daily"
    WEEKLY = "weekly"


class About(StrEnum):
    """What letters are about: answers to her and what names her, what she follows, her turn, results."""

    ANSWERS = "answers"
    FOLLOWING = "following"
    TURN = "turn"
    RESULTS = "results"


class Kind(StrEnum):
    """What an event is about; its number is that of the post (its key), amendment, vote, plank or resolution."""

    POST = "post"
    AMENDMENT = "amendment"
    VOTE = "vote"
    PLANK = "plank"
    RESOLUTION = "resolution"
    TURN = "turn"


class Why(StrEnum):
    """For whose sake somebody is told: her own post or amendment, or what she follows."""

    ANSWER = "answer"
    NAMED = "named"
    OWN = "own"
    PERSON = "person"
    THREAD = "thread"
    PLANK = "plank"
    TURN = "turn"
    RESULT = "result"


class State(StrEnum):
    """A notice waits, is in a worker's hands, went out, was about something no longer there, or was given up."""

    WAITING = "waiting"
    LEASED = "leased"
    SENT = "sent"
    DROPPED = "dropped"
    FAILED = "failed"


class Fate(StrEnum):
    """What became of a letter: taken; try again; the address refused for good; the server cannot be used now."""

    TAKEN = "taken"
    LATER = "later"
    REFUSED = "refused"
    DOWN = "down"


WORDS: Final[dict[Rhythm, str]] = {
    Rhythm.OFF: N_("No letters"),
    Rhythm.ONCE: N_("Each thing when it happens"),
    Rhythm.DAILY: N_("Once a day, all together"),
    Rhythm.WEEKLY: N_("Once a week, all together"),
}
RULED: Final = (
    "amendment-admitted", "amendment-returned", "amendment-withdrawn", "amendment-taken-over", "amendment-set-aside",
    "amendment-fallen", "amendment-lost",
)  # fmt: skip
EVENTS: Final[Mapping[str, Kind]] = {
    "post-made": Kind.POST,
    "amendment-filed": Kind.AMENDMENT,
    "amendment-composed": Kind.AMENDMENT,
    **dict.fromkeys(RULED, Kind.AMENDMENT),
    "vote-opened": Kind.VOTE,
    "vote-declared": Kind.VOTE,
    "plank-edited": Kind.PLANK,
    "resolution-published": Kind.RESOLUTION,
}
"""The verbs of the journal that become notices."""
GRACE: Final = 60.0
"""Seconds before anything goes out: time to take a slip back, and for a translation to be made."""
QUIET: Final = 900.0
"""Seconds between two letters that only say that something is new: a second one says nothing more."""
BURST: Final = 4
"""So many waiting notices go out one by one; more of them are one letter."""
LEASE: Final = 180.0
FIRST_WAIT: Final = 60.0
LONGEST_WAIT: Final = 4 * 3_600.0
GIVEN_UP_AFTER: Final = 3 * 86_400.0
KEPT: Final = 14 * 86_400.0
"""Seconds for which a notice is kept once it has gone out or fallen."""
ANCESTORS: Final = 12
"""Ids that a letter's References name at most, the thread's own among them."""


def next_due(rhythm: str, hour: int, weekday: int, zone: Zone, now: datetime) -> float:
    """When what happens now goes out: soon, or at her next hour (on her next weekday), as seconds since 1970."""
    if rhythm not in (Rhythm.DAILY, Rhythm.WEEKLY):
        return now.timestamp() + GRACE
    here = now.astimezone(zone)
    days = (weekday - here.weekday()) % 7 if rhythm == Rhythm.WEEKLY else 0
    step = 7 if rhythm == Rhythm.WEEKLY else 1
    day = here.date() + timedelta(days=days)
    while True:
        found = datetime(day.year, day.month, day.day, hour, tzinfo=zone)
        if found > now:
            return found.timestamp()
        day += timedelta(days=step)


def wait(tries: int) -> float:
    """Seconds until the next try after so many."""
    doubled: float = FIRST_WAIT * 2 ** min(max(tries, 1) - 1, 20)
    return min(doubled, LONGEST_WAIT)


@dataclass(frozen=True, slots=True)
class Due:
    """A notice that is due: its row, its key, and the letter that it goes in if there was a try already."""

    id: int
    key: str
    letter: str = ""


def letters_of(found: Sequence[Due], rhythm: str, *, words: bool, secret: str, fresh: str) -> dict[str, list[int]]:
    """The letters that these notices of one person become, by the letter's name: rows.

    What was tried before goes out again in the same letter. At once and with words each is a letter of its own, so that
    a mail program shows a thread; all others together are one, named `fresh`.
    """
    made: dict[str, list[int]] = {}
    new = [each for each in found if not each.letter]
    alone = rhythm == Rhythm.ONCE and words and len(new) <= BURST
    for each in found:
        name = each.letter or (named(secret, each.key) if alone else fresh)
        made.setdefault(name, []).append(each.id)
    return made


def named(secret: str, what: str) -> str:
    """The name of a letter, or of a thread of letters, of one recipient: always the same, and telling nothing."""
    return hashlib.sha256(f"letter {secret} {what}".encode()).hexdigest()[:32]


def thread_of(secret: str, thread: int, path: Sequence[int]) -> tuple[str, ...]:
    """The names that a letter about a post refers to: its thread's, then those of the posts that it stands under, the
    nearest last."""
    nearest = [named(secret, f"post-{each}") for each in path][-(ANCESTORS - 1) :]
    return (named(secret, f"thread-{thread}"), *nearest)
