"""What a vote, or the movers' consent, does to amendments: put, back on the table, into the text, lost, fallen."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from conference.amendments import policy, wordings
from conference.amendments.commands import followers
from conference.amendments.commands.records import fall_all, move, settle, tell
from conference.amendments.models import Amendment
from conference.amendments.queries import faulty, rows
from conference.amendments.rules import INSERTS, Kind, State, code
from conference.core.actor import HOUSE, Actor
from conference.core.errors import Conflict, Refused
from conference.core.words import N_
from conference.planks import commands as planks
from conference.planks.commands import BlockChange
from conference.runtime import database
from conference.translation import successors
from conference.translation.models import Text, Unit
from conference.translation.successors import Wording


async def put_to_vote(actor: Actor, numbers: Sequence[int]) -> None:
    """A vote has been put on these amendments."""
    async with database.transaction():
        for number in sorted(numbers):
            amendment = await rows.for_update(actor, number)
            await faulty.require_sound(amendment)
            collides, rivals = await wordings.obstacles(amendment, beside=numbers)
            first = await wordings.voted_first(amendment)
            policy.may_put(actor, amendment, collides=collides, rivals=rivals, first=first).require()
            was = await move(amendment, State.ON_VOTE)
            await tell(amendment, "amendment-put", actor, was)


async def readmit(actor: Actor, numbers: Sequence[int]) -> None:
    """Back on the table: the vote on them was taken back, or it settled nothing."""
    async with database.transaction():
        for number in sorted(numbers):
            amendment = await rows.for_update(actor, number)
            policy.may_settle(actor, amendment).require()
            was = await move(amendment, State.ADMITTED)
            await tell(amendment, "amendment-readmitted", actor, was)
        await followers.readmitted(actor, numbers)


async def carry(actor: Actor, number: int, *, cause: str) -> int:
    """The conference has carried it: into the plank's present text, or into the wording of the amendment above it.

    Gives the number of the plank's version that stands then. `cause` names what decided, for the journal. Raises
    `Conflict` (collision) where the text has changed at the same words since.
    """
    async with database.transaction():
        amendment = await rows.for_update(actor, number)
        policy.may_settle(actor, amendment).require()
        return await take_in(actor, amendment, State.CARRIED, cause)


async def take_in(actor: Actor, amendment: Amendment, to: State, cause: str) -> int:
    """Its words become part of the text; gives the plank's version then."""
    plank = amendment.plank
    version = plank.version
    if amendment.parent_id is not None:
        await _take_into_parent(actor, amendment)
    elif amendment.kind == Kind.TITLE:
        version = await planks.retitle(actor, plank, await wordings.texts(amendment.number), code(amendment.number))
    else:
        version = await planks.replace_blocks(actor, plank, await _changes(amendment), code(amendment.number))
    await settle(actor, amendment, to, f"amendment-{to.value}", {"by": cause}, [cause, version])
    if amendment.kind == Kind.DELETE:
        await _fall_with_passage(actor, amendment)
    return version


async def lose(actor: Actor, number: int, by: str = "") -> Amendment:
    """The conference has not carried it. `by`: the amendment that was chosen instead."""
    async with database.transaction():
        amendment = await rows.for_update(actor, number)
        policy.may_settle(actor, amendment).require()
        return await settle(actor, amendment, State.LOST, "amendment-lost", {"by": by} if by else None, by)


async def fall(actor: Actor, number: int) -> Amendment:
    """Its passage is gone."""
    async with database.transaction():
        amendment = await rows.for_update(actor, number)
        policy.may_settle(actor, amendment).require()
        return await settle(actor, amendment, State.FALLEN, "amendment-fallen")


async def set_aside(actor: Actor, number: int) -> Amendment:
    """The chair takes from the table what cannot be shown. Raises `Refused` for an amendment that can be."""
    async with database.transaction():
        amendment = await rows.for_update(actor, number)
        policy.may_set_aside(actor, amendment).require()
        fault = await faulty.fault_of(amendment)
        if not fault:
            raise Refused("can-be-shown", N_("This amendment can be shown, so it takes its ordinary way."))
        return await settle(actor, amendment, State.FALLEN, "amendment-set-aside", {"fault": fault}, fault)


async def _changes(amendment: Amendment) -> list[BlockChange]:
    """What it does to the plank's present text, re-anchored by words where the text has changed since. The words are
    their first author's, whoever moves them now."""
    if amendment.kind == Kind.SUBSTITUTE:
        found = await wordings.substitution(amendment)
    else:
        fitted = await wordings.fitted(amendment)
        found = None if fitted is None else [BlockChange(amendment.kind, amendment.block, fitted or None)]
    if found is None:
        raise Conflict("collision", policy.COLLISION)
    if amendment.text_id is None:
        return found
    language, author, writers = await _writers(amendment.text_id)
    return [replace(each, author=author, language=language, translators=writers) for each in found]


async def _writers(unit_id: int) -> tuple[str, int | None, dict[str, int | None]]:
    """The source language of a unit, who wrote it, and whose words its present texts are."""
    unit = await Unit.get(id=unit_id)
    found = await Text.filter(unit_id=unit_id, revision=unit.revision)
    writers = {each.language: each.author_id for each in found}
    return unit.language, writers.get(unit.language), writers


async def _carried_over(unit_id: int, texts: Mapping[str, str]) -> int:
    """The same wording beside what has changed in the amendment above since; its writers stay its writers."""
    language, author, writers = await _writers(unit_id)
    audience = (await Unit.get(id=unit_id)).audience
    return (await successors.succeed([unit_id], Wording(language, texts, author, writers), audience)).id


async def _take_into_parent(actor: Actor, amendment: Amendment) -> None:
    """Its words become the wording of the amendment above; what else amends that is held against the new wording."""
    above = await Amendment.get(id=amendment.parent_id)
    upper = await rows.for_update(HOUSE, above.number)
    if upper.state not in (State.SUBMITTED, State.ADMITTED, State.ANNOUNCED):
        raise Refused("nothing-to-amend", N_("The amendment that this one amends can no longer be changed."))
    before = (await wordings.unit_texts([upper.text_id])).get(upper.text_id or 0, {})
    fitted = await wordings.fitted(amendment)
    if fitted is None:
        raise Conflict("collision", policy.COLLISION)
    if amendment.text_id is not None and fitted != await wordings.texts(amendment.number):
        amendment.text_id = await _carried_over(amendment.text_id, fitted)
    amendment.above_id, upper.text_id = upper.text_id, amendment.text_id
    await amendment.save(update_fields=["above_id", "text_id"])
    await upper.save(update_fields=["text_id"])
    by = code(amendment.number)
    await tell(upper, "amendment-amended", actor, upper.state, {"by": by}, by)
    await followers.reworded(actor, upper, before, by)


async def _fall_with_passage(actor: Actor, amendment: Amendment) -> None:
    """The block is gone, and with it whatever was to be changed in it; what was to stand beside it stays."""
    kinds = [each.value for each in INSERTS]
    await fall_all(actor, amendment, plank_id=amendment.plank_id, block=amendment.block, kind__not_in=kinds)
