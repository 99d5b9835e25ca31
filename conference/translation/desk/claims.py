"""Taking a text, handing it back, and seeing who has taken what. A claim tells others; it keeps nobody out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from conference.core.actor import Actor
from conference.core.errors import Absent, Conflict, Refused
from conference.core.languages import LANGUAGES
from conference.core.words import N_
from conference.runtime import clock, database, i18n, journal
from conference.translation import commands, policy
from conference.translation.desk.models import Claim
from conference.translation.desk.rules import CLAIM
from conference.translation.models import Text, Unit
from conference.translation.rules import Origin


@dataclass(frozen=True, slots=True)
class Taken:
    """A claim that still runs. Whoever sees the desk sees the names at it."""

    unit_id: int
    by: int
    name: str
    until: datetime


async def take(actor: Actor, unit_id: int, language: str) -> Claim:
    """Take a text for a while, or for a while longer. Raises `Conflict` while somebody else has it."""
    async with database.transaction():
        unit = await Unit.filter(id=unit_id).select_for_update().first()
        original = (
            await Text.get_or_none(unit_id=unit_id, revision=unit.revision, origin=Origin.ORIGINAL) if unit else None
        )
        if unit is None or original is None:
            raise Absent
        policy.may_translate(actor, policy.Written(unit, original.author_id)).require()
        if language not in LANGUAGES or language == unit.language:
            raise Refused("original-language", N_("This is the language of the original: only its author changes it."))
        now = clock.now()
        claim = await Claim.filter(unit_id=unit_id, language=language).select_related("account").first()
        if claim is not None and claim.account_id != actor.id and claim.until > now:
            raise Conflict(
                "claimed", N_("%(person)s has taken this text until %(moment)s."), person=claim.account.name,
                moment=i18n.moment(claim.until),
            )  # fmt: skip
        assert actor.id is not None, "a translator is signed in"
        if claim is None:
            claim = Claim(unit_id=unit_id, language=language)
        claim.account_id, claim.until = actor.id, now + CLAIM
        await claim.save()
        journal.record("text-claimed", topic=f"unit-{unit_id}", by=actor, decided=[language, claim.until.isoformat()])
        return claim


async def hand_back(actor: Actor, unit_id: int, language: str) -> None:
    """Somebody else may take it. Nothing happens where she does not have it."""
    async with database.transaction():
        if await Claim.filter(unit_id=unit_id, language=language, account_id=actor.id).delete():
            journal.record("text-handed-back", topic=f"unit-{unit_id}", by=actor, decided=[language])


async def taken(units: Sequence[int], language: str) -> dict[int, Taken]:
    """By unit: who has it now."""
    found = Claim.filter(unit_id__in=list(units), language=language, until__gt=clock.now())
    rows = await found.select_related("account") if units else []
    return {each.unit_id: Taken(each.unit_id, each.account_id, each.account.name, each.until) for each in rows}


async def over(unit_id: int) -> None:
    """Nobody has to write this text any more. In a transaction."""
    await Claim.filter(unit_id=unit_id).delete()


commands.erased_by(over)
