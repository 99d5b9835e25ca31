"""What the commands share: the vote's row under lock, its next number, its key's name, its line in the journal."""

from conference.core.actor import Actor
from conference.core.errors import Absent
from conference.core.roles import Audience
from conference.planks.models import Plank
from conference.runtime import database, journal
from conference.voting.models import Vote

NUMBERS_LOCK = 7_265_011
SHARED = "SELECT phase FROM vote WHERE number = ? FOR SHARE"


async def for_update(number: int) -> Vote:
    """The vote, its row locked until the transaction ends. Raises `Absent`."""
    vote = await Vote.filter(number=number).select_for_update().first()
    if vote is None:
        raise Absent
    return vote


async def next_number() -> int:
    """One more than the last; PostgreSQL's writers take turns here, SQLite has only one."""
    if not database.on_sqlite():
        await database.rows("SELECT pg_advisory_xact_lock(?)", NUMBERS_LOCK)
    found = await database.rows("SELECT coalesce(max(number), 0) + 1 FROM vote")
    return int(found[0][0])


async def plank_of(vote: Vote) -> Plank | None:
    """The plank that the vote is about; None for elections and procedure."""
    return await Plank.get(id=vote.plank_id) if vote.plank_id else None


async def note(vote: Vote, verb: str, actor: Actor, decided: object = None) -> None:
    """The step's line in the journal, in the open transaction; it wakes the readers of the vote and of its plank."""
    plank = await plank_of(vote)
    listed = "votes" if vote.audience == Audience.PUBLIC else f"votes-{vote.audience}"
    also = (listed, f"plank-{plank.number}") if plank else (listed,)
    journal.record(verb, topic=f"vote-{vote.number}", by=actor, decided=decided, also=also)


async def open_for_share(number: int) -> Vote:
    """The vote, whose phase stays until the transaction ends while ballots go on coming in. Raises `Absent`."""
    read = "SELECT phase FROM vote WHERE number = ?" if database.on_sqlite() else SHARED
    if not await database.rows(read, number):
        raise Absent
    return await Vote.get(number=number)
