"""A person says how an amendment should read in the text as it stands now."""

from conference.amendments import wordings
from conference.amendments.commands.filing import checked
from conference.amendments.commands.records import tell
from conference.amendments.groups import policy
from conference.amendments.groups.commands import applying, following
from conference.amendments.groups.rules import Followed
from conference.amendments.models import Amendment
from conference.amendments.queries import faulty, rows
from conference.amendments.rules import OPEN, Kind
from conference.core.actor import HOUSE, Actor
from conference.core.errors import Conflict
from conference.core.words import N_
from conference.runtime import clock, database
from conference.translation import successors
from conference.translation.successors import Wording


async def confirm(actor: Actor, number: int, key: int, language: str, text: str) -> Amendment:
    """New words, in her language, against the text as it stands (`key`: the overlap that she saw). What was written in
    the other languages is kept as outdated, to be done again. A deletion is only confirmed.

    Raises `Conflict` (overtaken) where the text has changed again meanwhile, `Invalid` (text, language).
    """
    async with database.transaction():
        amendment = await rows.for_update(actor, number)
        waits = await applying.waiting(amendment)
        open_still = amendment.state in OPEN
        policy.may_settle_overlap(actor, amendment, waits is not None and open_still).require()
        assert waits is not None
        if waits.id != key:
            raise Conflict(
                "overtaken", N_("The text has changed again while you were writing. Please read it once more.")
            )
        await faulty.require_sound(amendment)
        before = (await wordings.unit_texts([amendment.text_id])).get(amendment.text_id or 0, {})
        upper = await Amendment.get_or_none(id=amendment.parent_id) if amendment.parent_id else None
        wording = ""
        if amendment.kind != Kind.DELETE:
            now = await wordings.passage(amendment.plank, amendment.plank.version, waits.block, upper)
            wording = checked(amendment.kind, amendment.block, language, text, "-", now, upper)
            made = Wording(language, {language: wording}, actor.id, {})
            unit = await successors.succeed([amendment.text_id or 0], made, amendment.plank.audience)
            amendment.text_id = unit.id
        amendment.base, amendment.block = upper.base if upper else amendment.plank.version, waits.block
        amendment.above_id = upper.text_id if upper else None
        await amendment.save(update_fields=["text_id", "base", "block", "above_id"])
        waits.answer, waits.answered_by_id, waits.answered_at = "confirmed", actor.id, clock.now()
        await waits.save(update_fields=["answer", "answered_by_id", "answered_at"])
        why = {"reason": Followed.CONFIRMED.value, "version": amendment.base}
        await tell(amendment, "amendment-confirmed", actor, amendment.state, why, [why, language, wording])
        await applying.below_moves(amendment)
        fresh = await rows.for_update(HOUSE, number)
        await following.follow_wording(actor, fresh, before, "")
        return amendment
