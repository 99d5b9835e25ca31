"""The chair gives the votes of a plank another order, and says why."""

from collections.abc import Sequence

from conference.amendments.groups import policy, rules
from conference.amendments.groups.commands.marking import reason_unit
from conference.amendments.groups.models import ChosenOrder
from conference.amendments.groups.rules import Motion
from conference.amendments.models import Amendment
from conference.amendments.rules import OPEN
from conference.core.actor import Actor
from conference.core.errors import Absent
from conference.planks import queries as planks
from conference.runtime import clock, database, journal


async def choose_order(
    actor: Actor, plank_number: int, numbers: Sequence[int], reason: str, language: str
) -> ChosenOrder:
    """From now on the votes come in this order; earlier ones stay on record. Raises `Refused` (parent-first), `Invalid`
    (reason)."""
    async with database.transaction():
        plank = await planks.visible(actor, plank_number)
        policy.may_order(actor).require()
        open_ones = Amendment.filter(plank_id=plank.id, state__in=[each.value for each in OPEN])
        found = {each.number: each for each in await open_ones}
        if len(set(numbers)) != len(numbers) or not set(numbers) <= {*found}:
            raise Absent
        of_key = {each.id: each.number for each in found.values()}
        motions = [
            Motion(each.number, each.kind, each.block, of_key.get(each.parent_id or 0)) for each in found.values()
        ]
        rules.require_lawful(numbers, motions)
        because = await reason_unit(actor, reason, language, plank.audience)
        made = await ChosenOrder.create(
            plank_id=plank.id, numbers=list(numbers), reason_id=because.id, chosen_by_id=actor.id, chosen_at=clock.now()
        )
        decided = [list(numbers), reason]
        journal.record("votes-ordered", topic=f"plank-{plank.number}", by=actor, decided=decided, also=("amendments",))
        return made
