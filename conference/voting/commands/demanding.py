"""After a show of hands: delegates demand a roll call or a card vote, and the chair puts the same question again.

When the right ends: a show of hands can be overtaken once it is counted, and until the next business, which is the
next question that is put or opened after the hands were closed. Declaring a result on how to proceed does not end it.
Declaring a result on a text does, since it changes the text: there the demand comes between count and declaration.

The demand that makes the number full takes effect at once: the result by hands no longer stands, carries nothing out
and is shown so. The chair may put the question again even when other business came first.
"""

from conference.core.actor import Actor
from conference.core.errors import Absent, Conflict
from conference.core.words import N_
from conference.roll import queries as roll
from conference.rulebook.rules import Secrecy
from conference.runtime import clock, database
from conference.voting import ballot_paper
from conference.voting.commands.records import for_update, next_number, note
from conference.voting.models import Vote, Voter
from conference.voting.openly import policy as open_policy
from conference.voting.openly.models import Demand
from conference.voting.openly.queries import next_business, way_demanded
from conference.voting.rules import Outcome, Phase


async def demand(actor: Actor, number: int, wants: str) -> Vote:
    """Demand that the question be put again by `roll-call` or `card`; said again it changes which.

    Raises `Conflict` for a card vote while no organisation has a card.
    """
    way = Secrecy(wants)
    async with database.transaction():
        vote = await for_update(number)
        if not actor.reads(vote.audience):
            raise Absent
        listed = await Voter.exists(vote_id=vote.id, account_id=actor.id or 0)
        open_policy.may_demand(actor, vote, listed=listed, next_business=await next_business(vote)).require()
        if way is Secrecy.CARD and not await roll.cards():
            raise Conflict("no-cards", N_("No organisation has a card yet, so a card vote is not possible."))
        await Demand.update_or_create({"wants": way, "at": clock.now()}, vote_id=vote.id, account_id=actor.id)
        await note(vote, "way-demanded", actor, [str(way)])
        await _overtake_if_met(actor, vote)
        return vote


async def withdraw_demand(actor: Actor, number: int) -> Vote:
    """Take one's demand back, as long as too few have demanded the same."""
    async with database.transaction():
        vote = await for_update(number)
        listed = await Voter.exists(vote_id=vote.id, account_id=actor.id or 0)
        open_policy.may_demand(actor, vote, listed=listed, next_business=await next_business(vote)).require()
        if not await Demand.filter(vote_id=vote.id, account_id=actor.id).delete():
            raise Conflict("no-demand", N_("You demand nothing at the moment."))
        await note(vote, "demand-withdrawn", actor)
        return vote


async def _overtake_if_met(actor: Actor, vote: Vote) -> None:
    """Once enough demand the same, the result by hands stands no longer; nothing follows from it."""
    way = await way_demanded(vote)
    if way is None:
        return
    vote.phase, vote.outcome = Phase.DECLARED, Outcome.OVERTAKEN
    vote.declared_at = vote.declared_at or clock.now()
    await vote.save(update_fields=["phase", "outcome", "declared_at"])
    await note(vote, "vote-overtaken", actor, [vote.result_digest, str(way)])


async def put_as_demanded(actor: Actor, number: int) -> Vote:
    """Put the question of an overtaken show of hands again, by the way demanded and under the same majority.

    What was frozen for the show of hands alone (who was present) is measured anew when this vote opens.
    """
    async with database.transaction():
        earlier = await for_update(number)
        is_put = await Vote.filter(follows_id=earlier.id).exists()
        open_policy.may_put_as_demanded(actor, earlier, is_put=is_put).require()
        way = await way_demanded(earlier)
        assert way is not None, "an overtaken vote keeps the demands that overtook it"
        kept = {name: value for name, value in earlier.rules.items() if name != "present"}
        vote = await Vote.create(
            number=await next_number(),
            kind=earlier.kind,
            method=earlier.method,
            secrecy=way,
            questions=earlier.questions,
            rules=kept | {"secrecy": str(way), "demand": 0},
            audience=earlier.audience,
            plank_id=earlier.plank_id,
            amendment_id=earlier.amendment_id,
            follows_id=earlier.id,
            phase=Phase.PUT,
            put_at=clock.now(),
        )
        await ballot_paper.print_again(earlier, vote)
        await note(vote, "vote-put-again", actor, vote.rules)
        return vote
