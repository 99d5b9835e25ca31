"""Linking two blocks, and taking a link away."""

from conference.core.actor import Actor
from conference.core.errors import Absent, Refused
from conference.core.words import N_
from conference.planks import queries as planks
from conference.planks.links import policy, rules
from conference.planks.links.models import BlockLink
from conference.planks.links.rules import End, Kind, Link
from conference.runtime import clock, database, journal


async def link(actor: Actor, leaning: End, kind: str, target: End) -> BlockLink:
    """Say that one block reinforces or needs another; said twice, it is one link."""
    async with database.transaction():
        policy.may_link(actor).require()
        if kind not in tuple(Kind):
            raise Refused("no-such-link", N_("A block reinforces another one, or needs it."))
        one, other = [await planks.visible(actor, each.plank) for each in (leaning, target)]
        known = {
            End(plank.number, piece.block)
            for plank in (one, other)
            for piece in await planks.pieces(plank.id, plank.version)
        }
        rules.require(Link(leaning, Kind(kind), target), known)
        made, _ = await BlockLink.get_or_create(
            plank_id=one.id, block=leaning.block, kind=kind, target_plank_id=other.id, target=target.block,
            defaults={"set_by_id": actor.id, "set_at": clock.now()},
        )  # fmt: skip
        decided = [leaning.plank, leaning.block, kind, target.plank, target.block]
        topic, also = f"plank-{one.number}", (f"plank-{other.number}", "planks")
        journal.record("blocks-linked", topic=topic, by=actor, decided=decided, also=also)
        return made


async def unlink(actor: Actor, link_id: int) -> None:
    """Take a link away."""
    async with database.transaction():
        policy.may_link(actor).require()
        found = await BlockLink.filter(id=link_id).select_for_update().first()
        if found is None:
            raise Absent
        one = await found.plank
        await found.delete()
        topic = f"plank-{one.number}"
        journal.record("blocks-unlinked", topic=topic, by=actor, decided=[found.block, found.target], also=("planks",))
