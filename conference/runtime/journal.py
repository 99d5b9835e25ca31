"""The journal: audit trail, replay and feed in one table; never a text, never a name.

Rows are written as the last statements of their transaction, one after another (an advisory lock on PostgreSQL, the
write lock on SQLite), so that `seq` is the order of commits. Each row holds the hash of the one before: a rule that
was changed, or a row that was taken out, shows. What was decided stands as a salted digest.
"""

import secrets
from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import datetime

from conference.core.actor import Actor
from conference.core.canonical import digest
from conference.runtime import clock, database, notices
from conference.runtime.hub import hub
from conference.runtime.models import Entry

GENESIS = "0" * 64
ADVISORY_LOCK = 7_265_001
FEW = 500
_AFTER = "SELECT seq, topics FROM journal WHERE seq > ? ORDER BY seq LIMIT ?"
Follows = Callable[[Sequence[tuple[str, ...]]], Awaitable[None]]
_following: list[Follows] = []


def followed_by(follows: Follows) -> None:
    """A higher room keeps something in step with what was recorded: it hears once of all rows of a transaction, inside
    it, when all else in it is done: the topics of each row, its subject first."""
    _following.append(follows)


def record(verb: str, *, topic: str, by: Actor, decided: object = None, also: Iterable[str] = ()) -> None:
    """Note a fact in the open transaction; the topics' readers hear of it after the commit."""
    topics = (topic, *also)
    salt = secrets.token_hex(16)
    entry = Entry(
        verb=verb,
        subject=topic,
        topics=" ".join(topics),
        actor=by.opaque,
        at=clock.now(),
        salt=salt,
        digest=digest([salt, decided]),
    )

    async def write() -> None:
        await _append(entry)
        for follows in _following:
            database.gather_before_commit(follows, topics)
        seq = entry.seq
        if database.on_sqlite():
            database.after_commit(lambda: hub.publish(topics, seq))
        else:
            await notices.send(seq, topics)

    database.before_commit(write)


async def lock() -> None:
    """Wait until the transactions before this one have recorded what they did. SQLite has one writer anyway."""
    if not database.on_sqlite():
        await database.rows("SELECT pg_advisory_xact_lock(?)", ADVISORY_LOCK)


async def _append(entry: Entry) -> None:
    await lock()
    last = await database.rows("SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1")
    seq, previous = last[0] if last else (0, GENESIS)
    entry.seq = seq + 1
    entry.previous = previous
    entry.hash = link(entry)
    await entry.save(force_create=True)


def link(entry: Entry) -> str:
    """The hash that chains this row to the one before."""
    return digest(
        [
            entry.seq,
            entry.verb,
            entry.subject,
            entry.topics,
            entry.actor,
            _stamp(entry.at),
            entry.salt,
            entry.digest,
            entry.previous,
        ]
    )


def _stamp(moment: datetime) -> int:
    """Whole microseconds since 1970: the same number whichever database gave the time back."""
    return round(moment.timestamp() * 1_000_000)


async def cursor() -> int:
    """The newest row's number."""
    found = await database.rows("SELECT coalesce(max(seq), 0) FROM journal")
    return int(found[0][0])


async def topics_after(cursor: int) -> tuple[int, frozenset[str]] | None:
    """The newest number and every topic touched after `cursor`; None when too much happened: read all again."""
    found = await database.rows(_AFTER, cursor, FEW)
    if len(found) == FEW:
        return None
    newest = found[-1][0] if found else cursor
    return newest, frozenset(topic for _, topics in found for topic in topics.split())


async def topics_of_rows_after(cursor: int) -> list[frozenset[str]] | None:
    """What each row after `cursor` told of; None when there are too many."""
    found = await database.rows(_AFTER, cursor, FEW)
    return None if len(found) == FEW else [frozenset(topics.split()) for _, topics in found]


async def subjects_after(cursor: int, topic: str, but: str = "") -> tuple[int, frozenset[str]] | None:
    """The newest number after `cursor` at which this topic was told of something, and what was changed by other verbs
    than `but`; None when too much was: read all again."""
    sql = "SELECT seq, subject, verb FROM journal WHERE seq > ? AND ' ' || topics || ' ' LIKE ? ORDER BY seq LIMIT ?"
    found = await database.rows(sql, cursor, f"% {topic} %", FEW)
    if len(found) == FEW:
        return None
    newest = found[-1][0] if found else cursor
    return newest, frozenset(str(subject) for _, subject, verb in found if verb != but)


async def first_broken_link() -> int | None:
    """The number of the first row whose chain does not hold, or None when all is well."""
    previous = GENESIS
    async for entry in Entry.all().order_by("seq"):
        if entry.previous != previous or entry.hash != link(entry):
            return entry.seq
        previous = entry.hash
    return None
