"""A person says which amendments are alternatives, or that they are none any more."""

from collections.abc import Sequence

from conference.amendments.groups import policy
from conference.amendments.groups.models import Rival, RivalSet
from conference.amendments.models import Amendment
from conference.amendments.rules import REASON_AT_MOST, code
from conference.core.actor import Actor
from conference.core.errors import Absent, Conflict, Invalid
from conference.core.languages import LANGUAGES
from conference.core.words import N_, Sentence
from conference.planks import queries as planks
from conference.runtime import clock, database, journal
from conference.text.words import tidy
from conference.translation import commands as translation
from conference.translation.models import Unit


async def mark(actor: Actor, plank_number: int, numbers: Sequence[int], reason: str, language: str) -> RivalSet:
    """These are true alternatives: the conference can want only one of them. Raises `Invalid` (reason)."""
    async with database.transaction():
        plank = await planks.visible(actor, plank_number)
        policy.may_mark(actor).require()
        chosen = Amendment.filter(number__in=list(numbers), plank_id=plank.id).select_for_update()
        found = sorted(await chosen, key=lambda each: each.number)
        if len(found) != len(set(numbers)):
            raise Absent
        policy.may_mark_these(actor, found, await _marked(found)).require()
        because = await reason_unit(actor, reason, language, plank.audience)
        made = await RivalSet.create(
            plank_id=plank.id, reason_id=because.id, marked_by_id=actor.id, marked_at=clock.now()
        )
        for each in found:
            await Rival.create(rivals_id=made.id, amendment_id=each.id)
        _note("rivals-marked", plank.number, actor, found, reason)
        return made


async def end(actor: Actor, plank_number: int, key: int) -> None:
    """They are no alternatives any more."""
    async with database.transaction():
        plank = await planks.visible(actor, plank_number)
        policy.may_mark(actor).require()
        found = await RivalSet.filter(id=key, plank_id=plank.id).select_for_update().first()
        if found is None:
            raise Absent
        if found.ended_at is not None:
            raise Conflict("ended-already", N_("Somebody has ended this already."))
        found.ended_at, found.ended_by_id = clock.now(), actor.id
        await found.save(update_fields=["ended_at", "ended_by_id"])
        members = [each.amendment for each in await Rival.filter(rivals_id=found.id).select_related("amendment")]
        _note("rivals-ended", plank.number, actor, members, "")


async def reason_unit(actor: Actor, reason: str, language: str, audience: str) -> Unit:
    """Why, as a text that can be translated. Raises `Invalid` (reason)."""
    words = tidy(reason)
    if not words:
        raise Invalid({"reason": Sentence(N_("Please say why, in a sentence or two."))})
    if len(words) > REASON_AT_MOST:
        told = N_("Please use at most %(most)s characters here.")
        raise Invalid({"reason": Sentence(told, {"most": REASON_AT_MOST})})
    return await translation.write_unit(actor, language if language in LANGUAGES else LANGUAGES[0], words, audience)


async def _marked(found: Sequence[Amendment]) -> list[Amendment]:
    """Those that stand in a rival set that counts."""
    held = Rival.filter(amendment_id__in=[each.id for each in found], rivals__ended_at=None)
    ids = {each.amendment_id for each in await held}
    return [each for each in found if each.id in ids]


def _note(verb: str, plank: int, actor: Actor, found: Sequence[Amendment], reason: str) -> None:
    numbers = sorted(each.number for each in found)
    also = ("amendments", *(f"amendment-{each}" for each in numbers))
    journal.record(
        verb, topic=f"plank-{plank}", by=actor, decided=[[code(each) for each in numbers], reason], also=also
    )
