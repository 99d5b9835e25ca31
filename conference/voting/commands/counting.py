"""Unsealing and counting: what the ballots say is written as counts, the box is emptied, its key destroyed."""

import asyncio
from collections import Counter

from nacl.public import PrivateKey

from conference.core.actor import Actor
from conference.core.canonical import canonical
from conference.core.errors import Refused
from conference.core.verdict import Verdict
from conference.rulebook.rules import Secrecy
from conference.runtime import database, keys
from conference.tally.count import count
from conference.voting import ballot_paper, policy, rules
from conference.voting.commands import shares as shared
from conference.voting.commands.destroying import destroy
from conference.voting.commands.open_ballots import open_ballots
from conference.voting.commands.papers import throw_out
from conference.voting.commands.records import for_update, note
from conference.voting.models import Counted, Vote, Voted
from conference.voting.result import published
from conference.voting.rules import Phase, Ranking
from conference.voting.sealed import box, lots, papers, shares

Ballots = Counter[tuple[str, Ranking]]
"""How many ballots of a delegation say the same."""


async def unseal(actor: Actor, number: int) -> Vote:
    """Open the box in memory, write what the ballots say as counts, empty it, count, and destroy the key."""
    try:
        async with database.transaction():
            vote = await for_update(number)
            policy.may_unseal(actor, vote).require()
            _demand(await lots.ready(vote))
            ballots = await (_sealed_ballots(vote) if vote.secrecy == Secrecy.SEALED else open_ballots(vote))
            await write(vote, ballots)
            await box.empty(vote.id)
            await papers.empty(vote.id)
            vote.phase = rules.move(vote.phase, Phase.UNSEALED)
            await vote.save()
            await note(vote, "vote-unsealed", actor, vote.result_digest)
    except papers.PapersDiffer as problem:
        await throw_out(actor, number, problem.numbers)
        raise
    except Refused as problem:
        if problem.code == shares.WRONG_KEY:
            await shared.send_back(actor, number)
        if problem.code in (box.DOES_NOT_CHECK_OUT, shares.WRONG_KEY):
            await _keep_in_mind(actor, number, problem)
        raise
    await destroy(vote)
    return vote


async def _sealed_ballots(vote: Vote) -> Ballots:
    key = await _key(vote)
    lying = await box.envelopes(vote.id)
    opened = box.opened(key, await ballot_paper.paper_of(vote), lying, vote.root, vote.cast)
    await Voted.bulk_create([Voted(vote_id=vote.id, account_id=voter) for voter in await box.voters(vote.id)])
    on_paper = await papers.agreed(vote, key)
    if on_paper.figures["handed"]:
        vote.papers = (vote.papers or {}) | on_paper.figures
    return Counter(opened) + on_paper.ballots


async def _key(vote: Vote) -> PrivateKey:
    """The private key: from the disk, or combined in memory from the tellers' shares."""
    standing = await shares.standing(vote)
    assert standing is not None
    _demand(standing.unsealing)
    whole = await shared.together(vote) if standing.needed else keys.lying(shares.key_name(vote))
    try:
        key = PrivateKey(whole or b"")
    except (TypeError, ValueError):  # cut short on the disk
        raise Refused(shares.WRONG_KEY, shared.NOT_ITS_KEY) from None
    if keys.public_half(key) != vote.public_key:
        raise Refused(shares.WRONG_KEY, shared.NOT_ITS_KEY)
    return key


def _demand(verdict: Verdict) -> None:
    """Refuse with the verdict's reason: the right is hers, but the vote is not there yet."""
    if not verdict:
        assert verdict.reason is not None
        raise Refused(verdict.code, verdict.reason.text, **verdict.reason.params)


async def write(vote: Vote, ballots: Ballots) -> None:
    """The counts, sorted by content, and what they come to."""
    counted = sorted((delegation, canonical(ranking).decode(), n) for (delegation, ranking), n in ballots.items())
    await Counted.bulk_create([Counted(vote_id=vote.id, delegation=d, ranking=r, number=n) for d, r, n in counted])
    # Fifty options can take seconds: in a thread, so that other votes' ballots are taken meanwhile.
    result = await asyncio.to_thread(count, await ballot_paper.case_of(vote))
    vote.result, vote.result_digest = result, published.result_digest(result)


async def _keep_in_mind(actor: Actor, number: int, problem: Refused) -> None:
    """A box that did not check out stays shut. That it did not is remembered, since the vote may now be void."""
    async with database.transaction():
        vote = await for_update(number)
        vote.result = {shares.UNOPENED: problem.code}
        await vote.save(update_fields=["result"])
        await note(vote, "box-not-opened", actor, str(problem.sentence))
