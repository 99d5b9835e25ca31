"""Casting a sealed ballot. No transaction and no journal row of its own: the box is one guarded statement."""

from conference.core.actor import Actor
from conference.core.errors import Absent, Conflict, Refused
from conference.core.words import N_
from conference.voting import ballot_paper, policy, rules
from conference.voting.rules import Ranking
from conference.voting.sealed import box


async def cast_ballot(
    actor: Actor, number: int, ranking: Ranking, nonce: str, revision: int | None = None
) -> box.Receipt:
    """Seal a ballot and put it into the box; the receipt comes once it is on disk (see `box`)."""
    vote = await ballot_paper.paper(number)
    if vote is None or not actor.reads(vote.audience) or actor.id is None:
        raise Absent
    if actor.scopes is not None:
        policy.may_cast(actor, vote, listed=True).require()
    if not 8 <= len(nonce) <= 200:
        raise Refused("nonce", N_("This form is damaged. Please open the ballot again."))
    if not vote.public_key:
        raise Conflict("vote-closed", box.CLOSED)
    ranked = rules.ballot(vote.method, vote.options, ranking)
    sealed = box.seal(vote.public_key, vote.opening_digest, ranked, len(vote.options))
    return await box.put_in(vote.vote_id, actor.id, sealed, nonce, revision)
