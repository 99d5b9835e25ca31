"""Show of hands: each teller enters what she counted, on her own; the count holds when enough of them say the same.

A count may be entered while the vote is open and until it is counted: tellers who differ count again, and there is
always a way on. Nobody sees another's figures before her own are in.
"""

from collections.abc import Mapping

from conference.core.actor import Actor
from conference.runtime import database
from conference.voting.commands.records import for_update, note
from conference.voting.models import Vote
from conference.voting.openly import policy as open_policy
from conference.voting.openly import rules as open_rules
from conference.voting.openly.models import HandCount
from conference.voting.openly.queries import entitled
from conference.voting.openly.rules import Figures


async def enter_hands(actor: Actor, number: int, counted: Mapping[str, Figures]) -> Vote:
    """Enter, or enter again, what a teller counted in every place of the hall."""
    async with database.transaction():
        vote = await for_update(number)
        open_policy.may_count_hands(actor, vote).require()
        open_rules.sheet(await entitled(vote), counted)
        await HandCount.filter(vote_id=vote.id, teller_id=actor.id).delete()
        await HandCount.bulk_create(
            [
                HandCount(vote_id=vote.id, teller_id=actor.id, delegation=place,
                          yes=each.yes, no=each.no, abstain=each.abstain)
                for place, each in sorted(counted.items())
            ]
        )  # fmt: skip
        await note(vote, "hands-counted", actor, [[p, f.yes, f.no, f.abstain] for p, f in sorted(counted.items())])
        return vote


async def discard_hands(actor: Actor, number: int) -> Vote:
    """The chair has the hands counted afresh: every count so far is laid aside, such as that of a teller who left."""
    async with database.transaction():
        vote = await for_update(number)
        open_policy.may_discard_hands(actor, vote).require()
        discarded = await HandCount.filter(vote_id=vote.id).delete()
        await note(vote, "hands-discarded", actor, discarded)
        return vote
