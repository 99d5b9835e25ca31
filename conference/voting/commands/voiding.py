"""The way forward when a box can never be opened: the vote is void, and the same question is put again."""

from conference.amendments import commands as amendments
from conference.core.actor import Actor
from conference.runtime import clock, database
from conference.voting import ballot_paper, policy, rules
from conference.voting.commands.destroying import destroy
from conference.voting.commands.putting import amendment_numbers
from conference.voting.commands.records import for_update, next_number, note
from conference.voting.models import Vote
from conference.voting.rules import Outcome, Phase
from conference.voting.sealed import box, papers, shares


async def declare_void(actor: Actor, number: int) -> Vote:
    """Declare void a vote whose box can never be opened: the envelopes are thrown away unread, the key is destroyed.

    Its amendments return to the table. The reason is fixed by what is the case, not by whoever declares.
    """
    async with database.transaction():
        vote = await for_update(number)
        standing = await shares.standing(vote)
        why = standing.why_void if standing else ""
        policy.may_void(actor, why).require()
        vote.phase = rules.move(vote.phase, Phase.VOID)
        vote.outcome = Outcome.VOID
        vote.closed_at = vote.closed_at or clock.now()
        vote.due_step, vote.due_at = "", None
        vote.result = {"void": why}
        await vote.save(update_fields=["phase", "outcome", "closed_at", "due_step", "due_at", "result"])
        await box.empty(vote.id)
        await papers.empty(vote.id)
        await amendments.readmit(actor, await amendment_numbers(vote))
        await note(vote, "vote-void", actor, why)
    await destroy(vote)
    return vote


async def put_again(actor: Actor, number: int) -> Vote:
    """Put the question of a void vote once more: the same words, rules and options; only the vote is new."""
    async with database.transaction():
        void = await for_update(number)
        policy.may_put_again(actor, void, is_put=await shares.is_put_again(void)).require()
        vote = await Vote.create(
            number=await next_number(),
            kind=void.kind,
            method=void.method,
            secrecy=void.secrecy,
            questions=void.questions,
            rules={key: value for key, value in void.rules.items() if key != "present"},
            audience=void.audience,
            plank_id=void.plank_id,
            amendment_id=void.amendment_id,
            follows_id=void.id,
            phase=Phase.PUT,
            put_at=clock.now(),
        )
        await ballot_paper.print_again(void, vote)
        await amendments.put_to_vote(actor, await amendment_numbers(vote))
        await note(vote, "vote-put", actor, vote.rules)
        return vote
