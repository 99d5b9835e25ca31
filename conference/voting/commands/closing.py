"""Closing: no more ballots; the sorted leaves of a sealed box and their root are fixed."""

from conference.core.actor import Actor
from conference.rulebook.rules import Secrecy
from conference.runtime import clock, database
from conference.voting import policy, rules
from conference.voting.commands.records import for_update, note
from conference.voting.models import Leaf, Vote
from conference.voting.rules import Phase
from conference.voting.sealed import box, merkle


async def close_vote(actor: Actor, number: int) -> Vote:
    """No more ballots. What was accepted before this moment is in."""
    async with database.transaction():
        vote = await for_update(number)
        policy.may_close(actor, vote).require()
        vote.phase = rules.move(vote.phase, Phase.CLOSED)
        vote.closed_at = clock.now()
        vote.due_step, vote.due_at = "", None
        # First of all: on PostgreSQL a cast waits for this row, and then finds the phase closed.
        await vote.save(update_fields=["phase", "closed_at", "due_step", "due_at"])
        if vote.secrecy == Secrecy.SEALED:
            await _fix_leaves(vote)
        await note(vote, "vote-closed", actor, [vote.root, vote.cast])
        return vote


async def _fix_leaves(vote: Vote) -> None:
    lying = box.leaves(await box.envelopes(vote.id))
    vote.cast = len(lying)
    vote.root = merkle.root([leaf for leaf, _ in lying])
    await vote.save(update_fields=["cast", "root"])
    await Leaf.bulk_create(
        [Leaf(vote_id=vote.id, position=n, hash=leaf, code_hash=code) for n, (leaf, code) in enumerate(lying)]
    )
