"""Declaring a result: from here on the outcome takes effect."""

from conference.core.actor import Actor
from conference.runtime import clock, database
from conference.voting import consequences, policy, rules
from conference.voting.commands.conciliation import open_conciliation
from conference.voting.commands.putting import put
from conference.voting.commands.records import for_update, note
from conference.voting.models import Vote
from conference.voting.result import files
from conference.voting.rules import Phase


async def declare(actor: Actor, number: int) -> Vote:
    """Declare the result and carry out what follows from it, in one transaction."""
    async with database.transaction():
        vote = await for_update(number)
        policy.may_declare(actor, vote).require()
        assert vote.result is not None
        vote.outcome = rules.outcome(vote.kind, vote.result, second_try=await files.second_try(vote))
        vote.phase = rules.move(vote.phase, Phase.DECLARED)
        vote.declared_at = clock.now()
        await vote.save()
        await note(vote, "vote-declared", actor, [vote.result_digest, vote.outcome])
        await consequences.follow(actor, vote, put)
        await open_conciliation(actor, vote)
        return vote
