"""Without a vote: the movers accept an amendment, delegates may ask for a vote, and the chair puts in what stayed
uncontested, each as a version of its own."""

from collections import Counter
from collections.abc import Sequence

from conference.amendments import policy, wordings
from conference.amendments.commands.records import move, tell
from conference.amendments.commands.settling import take_in
from conference.amendments.models import Amendment, Objection
from conference.amendments.queries import faulty, rows
from conference.amendments.rules import State
from conference.core.actor import Actor
from conference.core.errors import Refused
from conference.core.words import N_
from conference.runtime import clock, database


async def accept(actor: Actor, number: int) -> Amendment:
    """Those whose text it changes accept it; the conference hears of it and may still ask for a vote."""
    async with database.transaction():
        amendment = await rows.for_update(actor, number)
        found = await rows.terms()
        policy.may_accept(actor, amendment, await rows.master(amendment), found).require()
        await faulty.require_sound(amendment)
        amendment.announced_at = clock.now()
        await amendment.save(update_fields=["announced_at"])
        was = await move(amendment, State.ANNOUNCED)
        await tell(amendment, "amendment-announced", actor, was)
        return amendment


async def object_to(actor: Actor, number: int) -> Amendment:
    """A delegate asks for a vote; once enough have, or most of one delegation, it goes to the vote."""
    async with database.transaction():
        amendment = await rows.for_update(actor, number)
        found = await rows.terms()
        objectors = await rows.objector_ids(amendment)
        until = rows.objections_until(amendment, found)
        policy.may_object(actor, amendment, objectors, until, clock.now()).require()
        await Objection.create(amendment_id=amendment.id, account_id=actor.id, at=clock.now())
        await tell(amendment, "amendment-objected", actor, amendment.state)
        of_delegations = Counter((await rows.delegations([*objectors, actor.id or 0])).values())
        if found.objected(of_delegations, await rows.delegation_sizes()):
            amendment.contested = True
            await amendment.save(update_fields=["contested"])
            was = await move(amendment, State.ADMITTED)
            await tell(amendment, "amendment-contested", actor, was)
        return amendment


async def merge_uncontested(actor: Actor, numbers: Sequence[int]) -> tuple[int, ...]:
    """Put these amendments into the text, one version each, all in one transaction; amendments to amendments first.

    Gives the numbers of those that collided with what went in before them: they stay where they are.
    """
    async with database.transaction():
        found, left = await rows.terms(), []
        named = await Amendment.filter(number__in=list(numbers)).order_by("number")
        announced = {each.number for each in named if each.state == State.ANNOUNCED}
        for number in [each.number for each in sorted(named, key=lambda each: each.parent_id is None)]:
            amendment = await rows.for_update(actor, number)
            if amendment.state == State.FALLEN and number in announced:
                continue  # with one of those that went in before it
            until = rows.objections_until(amendment, found)
            policy.may_merge(actor, amendment, until, clock.now()).require()
            sound = not await faulty.fault_of(amendment)
            waits = await wordings.voted_first(amendment)
            if not sound or waits or await wordings.fitted(amendment) is None:
                left.append(number)
                continue
            await take_in(actor, amendment, State.ACCEPTED, "accepted by the movers")
        if not named:
            raise Refused("nothing-to-merge", N_("Please choose at least one amendment."))
        return tuple(left)


async def send_to_vote(actor: Actor, number: int) -> Amendment:
    """The chair asks for a vote on what the movers accepted."""
    async with database.transaction():
        amendment = await rows.for_update(actor, number)
        policy.may_call_to_vote(actor, amendment).require()
        amendment.contested = True
        await amendment.save(update_fields=["contested"])
        was = await move(amendment, State.ADMITTED)
        await tell(amendment, "amendment-contested", actor, was)
        return amendment
