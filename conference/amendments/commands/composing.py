"""Composites: the drafting committee joins amendments into one text, and each mover joins it or stands alone."""

from collections.abc import Sequence

from conference.amendments import policy, wordings
from conference.amendments.commands.filing import checked, lay
from conference.amendments.commands.records import move, tell
from conference.amendments.models import Amendment, Member
from conference.amendments.queries import composites, faulty, rows
from conference.amendments.rules import State, code
from conference.core.actor import Actor
from conference.core.errors import Absent
from conference.planks import queries as plank_texts
from conference.planks import referring
from conference.runtime import clock, database


async def compose(
    actor: Actor, plank_number: int, numbers: Sequence[int], language: str, text: str, reason: str
) -> Amendment:
    """One amendment out of several that lie on the table. Raises `Refused` where they cannot be joined, `Invalid`
    (text, reason) for what the author can mend."""
    async with database.transaction():
        policy.may_compose(actor).require()
        plank = await plank_texts.visible(actor, plank_number)
        members = [await rows.for_update(actor, number) for number in sorted(set(numbers))]
        for each in members:
            await faulty.require_sound(each)
        block, kind = await composites.passage_of(plank, members)
        before = await wordings.passage(plank, plank.version, block, None)
        wording = checked(kind, block, language, text, reason, before, None)
        await referring.require(actor, plank, {"text": wording})
        made = await lay(actor, plank, block, kind, language, wording, reason, base=plank.version, composite=True)
        names = [code(each.number) for each in members]
        await Member.bulk_create([Member(composite_id=made.id, member_id=each.id) for each in members])
        await tell(made, "amendment-composed", actor, "", {"members": names}, [names, language, wording, reason])
        return made


async def answer(actor: Actor, number: int, member_number: int, *, joins: bool) -> Amendment:
    """A mover lets her amendment be decided with the composite, or lets it stand alone."""
    async with database.transaction():
        composite = await rows.for_update(actor, number)
        member = await rows.for_update(actor, member_number)
        found = await Member.get_or_none(composite_id=composite.id, member_id=member.id)
        if found is None:
            raise Absent
        policy.may_answer(actor, composite, member).require()
        found.answer, found.answered_at = "joins" if joins else "alone", clock.now()
        await found.save(update_fields=["answer", "answered_at"])
        to, by = State.JOINED if joins else State.ADMITTED, {"by": code(composite.number)}
        if member.state != to:
            was = await move(member, to)
            await tell(member, "amendment-joined" if joins else "amendment-stands-alone", actor, was, by)
        verb = "composite-joined" if joins else "composite-declined"
        await tell(composite, verb, actor, composite.state, {"by": code(member.number)})
        return composite
