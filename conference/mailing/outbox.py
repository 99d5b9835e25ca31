"""The outbox: letters out of it under a lease, and what became of each. Nothing is written down about an address here.

A letter gets its name before its first try, in the transaction of the lease. A process that dies while it sends leaves
the lease to run out, and the same letter goes out once more under the same name: mail programs know it again.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from conference.mailing import rules
from conference.mailing.models import MailChoice, MailNotice
from conference.mailing.rules import Due, Fate, State
from conference.runtime import clock, database

AT_ONCE: Final = 10
_DUE = (
    "((n.state = 'waiting' AND n.due <= ?) OR (n.state = 'leased' AND n.leased_until <= ?)) "
    "AND (n.letter <> '' OR c.words OR c.rhythm <> 'once' OR c.quiet_until <= ?)"
)
_WHOSE = (
    "SELECT c.id FROM mail_choice c WHERE c.rhythm <> 'off' AND c.confirmed_at IS NOT NULL AND EXISTS "
    "(SELECT 1 FROM mail_notice n WHERE n.account_id = c.account_id AND {due}) ORDER BY c.id LIMIT ? {locked}"
)
_THEIRS = (
    "SELECT n.id, n.key, n.letter FROM mail_notice n JOIN mail_choice c ON c.account_id = n.account_id "
    "WHERE n.account_id = ? AND {due} ORDER BY n.id"
)
_TAKE = (
    "UPDATE mail_notice SET state = 'leased', lease = ?, leased_until = ?, letter = ?, tried = ?, tries = tries + 1 "
    "WHERE id IN ({keys})"
)
_SINCE = "SELECT count(DISTINCT letter) FROM mail_notice WHERE tried > ?"


@dataclass(frozen=True, slots=True)
class Parcel:
    """A letter under this worker's lease: whose, its name, its notices."""

    choice: MailChoice
    name: str
    lease: str
    notices: Sequence[MailNotice]


async def free() -> None:
    """Give every lease back: for a process that alone works at this database, and so finds only those of its
    predecessor, which was killed."""
    async with database.transaction():
        await database.execute("UPDATE mail_notice SET leased_until = 0 WHERE state = 'leased'")


async def lease(most: int, per_minute: int) -> list[Parcel]:
    """The next letters, for this worker alone: at most so many, and at most so many in a minute among all workers."""
    now = clock.now().timestamp()
    async with database.transaction():
        went = int((await database.rows(_SINCE, now - 60))[0][0])
        room = min(most, per_minute - went)
        locked = "" if database.on_sqlite() else "FOR UPDATE SKIP LOCKED"
        sql = _WHOSE.format(due=_DUE, locked=locked)
        keys = [key for (key,) in await database.rows(sql, now, now, now, room)] if room > 0 else []
        found: list[Parcel] = []
        for choice in await MailChoice.filter(id__in=keys).order_by("id") if keys else ():
            found += await _lease(choice, now, room - len(found))
        return found


async def _lease(choice: MailChoice, now: float, most: int) -> list[Parcel]:
    rows = await database.rows(_THEIRS.format(due=_DUE), choice.account_id, now, now, now)
    letters = rules.letters_of(
        [Due(*row) for row in rows], choice.rhythm, words=choice.words, secret=choice.token, fresh=secrets.token_hex(16)
    )
    return [await _take(choice, name, keys, now) for name, keys in list(letters.items())[: max(most, 0)]]


async def _take(choice: MailChoice, name: str, keys: Sequence[int], now: float) -> Parcel:
    word = secrets.token_hex(16)
    sql = _TAKE.format(keys=database.places(keys))
    await database.execute(sql, word, now + rules.LEASE, name, now, *keys)
    return Parcel(choice, name, word, await MailNotice.filter(id__in=keys).order_by("id"))


async def drop(parcel: Parcel, keys: Sequence[int]) -> None:
    """These of its notices are about something that is no longer there: they are never sent."""
    if keys:
        async with database.transaction():
            await MailNotice.filter(id__in=keys, lease=parcel.lease).update(state=State.DROPPED, lease="")


async def settle(parcel: Parcel, fate: Fate, problem: str = "") -> None:
    """Write down what became of a letter, unless its lease has run out and somebody else has it."""
    now = clock.now().timestamp()
    mine = MailNotice.filter(account_id=parcel.choice.account_id, lease=parcel.lease, state=State.LEASED)
    async with database.transaction():
        if fate is Fate.TAKEN:
            if await mine.update(state=State.SENT, lease="", problem="") and not parcel.choice.words:
                await MailChoice.filter(id=parcel.choice.id).update(quiet_until=now + rules.QUIET)
            return
        if fate is Fate.REFUSED:
            await mine.update(state=State.FAILED, lease="", problem=problem[:40])
            return
        for each in await mine:
            each.lease, each.problem = "", problem[:40]
            each.state = State.FAILED if now - each.made > _patience(parcel.choice) else State.WAITING
            each.due = now + rules.wait(each.tries)
            await each.save(update_fields=["lease", "problem", "state", "due"])


def _patience(choice: MailChoice) -> float:
    """Seconds for which a notice is tried: three days, and for one that waited for its day of the week that too."""
    return rules.GIVEN_UP_AFTER + {"daily": 86_400.0, "weekly": 7 * 86_400.0}.get(choice.rhythm, 0.0)


async def sweep() -> None:
    """Take away what has been over for long."""
    async with database.transaction():
        sql = "DELETE FROM mail_notice WHERE state NOT IN ('waiting', 'leased') AND kind <> 'turn' AND made < ?"
        await database.execute(sql, clock.now().timestamp() - rules.KEPT)


async def standing() -> Mapping[str, int]:
    """How many notices are in each state."""
    return {str(state): int(count) for state, count in await database.rows(
        "SELECT state, count(*) FROM mail_notice GROUP BY state ORDER BY state"
    )}  # fmt: skip
