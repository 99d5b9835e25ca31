"""The end of a box: free pages scrubbed, key and shares destroyed; and what a crash left of it, finished later."""

import re
from typing import Final

import structlog
from tortoise.exceptions import BaseORMException

from conference.rulebook.rules import Secrecy
from conference.runtime import database, keys
from conference.voting.models import Vote
from conference.voting.rules import Phase
from conference.voting.sealed import shares
from conference.voting.sealed.models import Share

log = structlog.get_logger()
NAMED: Final = re.compile(r"vote-([0-9]{1,9})(?:-share-([0-9]{1,3})|-given-[0-9]{1,3})?")
ENDED: Final = (Phase.UNSEALED, Phase.DECLARED, Phase.VOID, Phase.TAKEN_BACK)


async def destroy(vote: Vote) -> None:
    """Scrub what the envelopes left behind, then destroy the key.

    The key goes last: as long as it lies there, a crash or a busy database is noticed and all is done again.
    """
    if vote.secrecy != Secrecy.SEALED:
        return
    try:
        await database.scrub()
    except (BaseORMException, OSError, TimeoutError) as problem:
        log.warning("not-scrubbed-yet", vote=vote.number, kind=type(problem).__name__)
        return
    keys.destroy_all(shares.key_name(vote))


async def finish_destroying() -> list[int]:
    """Destroy whatever should be gone and still lies in `keys/`; the numbers of the votes that it belonged to."""
    lying = {name: found for name in keys.names() if (found := NAMED.fullmatch(name))}
    if not lying:
        return []
    of_votes = await Vote.filter(number__in=sorted({int(found[1]) for found in lying.values()})).order_by("number")
    done = [vote for vote in of_votes if vote.phase in ENDED]
    for vote in done:
        await destroy(vote)
    for vote in of_votes:
        if vote not in done:
            await _destroy_held(vote, [int(found[2]) for found in lying.values() if found[2]])
    return [vote.number for vote in done]


async def _destroy_held(vote: Vote, waiting: list[int]) -> None:
    """Shares that their tellers have on paper, where the server fell between noting that and destroying the file."""
    for share in await Share.filter(vote_id=vote.id, number__in=waiting).exclude(state=shares.MADE):
        keys.destroy(shares.made_name(vote, share.number))
