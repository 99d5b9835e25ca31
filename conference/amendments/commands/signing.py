"""Who stands behind an amendment: co-signing, withdrawing, and taking over what was withdrawn."""

from conference.amendments import policy, rules
from conference.amendments.commands.records import settle, tell
from conference.amendments.models import Amendment, Cosigner, Step
from conference.amendments.queries import rows
from conference.amendments.rules import State, code
from conference.core.actor import HOUSE, Actor
from conference.runtime import clock, database


async def co_sign(actor: Actor, number: int) -> Amendment:
    """Stand behind somebody else's amendment."""
    async with database.transaction():
        amendment = await rows.for_update(actor, number)
        policy.may_co_sign(actor, amendment, await rows.cosigner_ids(amendment)).require()
        await Cosigner.create(amendment_id=amendment.id, account_id=actor.id, at=clock.now())
        await tell(amendment, "amendment-co-signed", actor, amendment.state)
        return amendment


async def withdraw(actor: Actor, number: int) -> Amendment:
    """The mover takes it back."""
    async with database.transaction():
        amendment = await rows.for_update(actor, number)
        policy.may_withdraw(actor, amendment).require()
        return await settle(actor, amendment, State.WITHDRAWN, "amendment-withdrawn")


async def take_over(actor: Actor, number: int) -> Amendment:
    """Another delegate moves it on: it stands where it stood, and what fell with it stands again.

    The first mover stays in its history, and the words stay theirs who wrote them.
    """
    async with database.transaction():
        amendment = await rows.for_update(actor, number)
        until = rows.take_over_until(amendment, await rows.terms())
        policy.may_take_over(actor, amendment, until, clock.now()).require()
        amendment.mover_id = actor.id or 0
        await amendment.save(update_fields=["mover_id"])
        await Cosigner.filter(amendment_id=amendment.id, account_id=actor.id).delete()
        await _revive(actor, amendment, "amendment-taken-over", {})
        by = code(amendment.number)
        for number_below in [each.number for each in await Amendment.filter(parent_id=amendment.id).order_by("number")]:
            below = await rows.for_update(HOUSE, number_below)
            if below.state == State.FALLEN and (last := await _last(below)) is not None and last.why == {"by": by}:
                await _revive(actor, below, "amendment-readmitted", {"by": by})
        return amendment


async def _revive(actor: Actor, amendment: Amendment, verb: str, why: dict[str, str]) -> None:
    last = await _last(amendment)
    was = amendment.state
    amendment.state = rules.revive(amendment.state, last.was if last else "")
    amendment.settled_at = None
    await amendment.save(update_fields=["state", "settled_at"])
    await tell(amendment, verb, actor, was, why)


async def _last(amendment: Amendment) -> Step | None:
    """The newest step that led to the state in which it is."""
    return await Step.filter(amendment_id=amendment.id, now=amendment.state).order_by("-id").first()
