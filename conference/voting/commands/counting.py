"""Unsealing and counting: what the ballots say is written as counts, the box is emptied, its key destroyed."""

from collections import Counter

from conference.core.actor import Actor
from conference.core.canonical import canonical, digest
from conference.core.errors import Refused
from conference.core.words import N_
from conference.rulebook.rules import Secrecy
from conference.runtime import database, keys
from conference.tally.count import count
from conference.voting import ballot_paper, box, policy, rules
from conference.voting.commands.records import for_update, key_name, note
from conference.voting.models import Counted, Vote
from conference.voting.rules import Phase, Ranking

Ballots = Counter[tuple[str, Ranking]]
"""How many ballots of a delegation say the same."""


async def unseal(actor: Actor, number: int) -> Vote:
    """Open the box in memory, write what the ballots say as counts, empty it, count, and destroy the key."""
    async with database.transaction():
        vote = await for_update(number)
        policy.may_unseal(actor, vote).require()
        ballots = await _sealed_ballots(vote)
        await _write(vote, ballots)
        await box.empty(vote.id)
        vote.phase = rules.move(vote.phase, Phase.UNSEALED)
        await vote.save()
        await note(vote, "vote-unsealed", actor, vote.result_digest)
    if vote.secrecy == Secrecy.SEALED:
        keys.destroy(key_name(vote))
        await database.scrub()
    return vote


async def _sealed_ballots(vote: Vote) -> Ballots:
    key = keys.private(key_name(vote))
    if key is None:
        raise Refused("key-missing", N_("The key of this box is not on this machine, so it can no longer be opened."))
    return Counter(box.opened(key, vote.opening_digest, await box.envelopes(vote.id), vote.root, vote.cast))


async def _write(vote: Vote, ballots: Ballots) -> None:
    """The counts, sorted by content, and what they come to."""
    counted = sorted((delegation, canonical(ranking).decode(), n) for (delegation, ranking), n in ballots.items())
    await Counted.bulk_create([Counted(vote_id=vote.id, delegation=d, ranking=r, number=n) for d, r, n in counted])
    vote.result = count(await ballot_paper.case_of(vote))
    vote.result_digest = digest(vote.result)
