"""Saving a translation, and vouching for it, at the desk: whoever does it had the text before her that stands."""

from conference.core.actor import Actor
from conference.core.errors import Conflict
from conference.core.words import N_
from conference.runtime import database
from conference.text.words import clean
from conference.translation import commands, rules
from conference.translation.desk import queries
from conference.translation.desk.models import Claim
from conference.translation.models import Text, Unit

MEANWHILE = N_("Somebody else has written this text meanwhile. Both are here: yours, and the one that stands.")


async def save(actor: Actor, unit_id: int, language: str, text: str, revision: int, seen: str) -> None:
    """A person's translation. `seen`: the text that stood when she began. Raises `Conflict` where the original has
    moved on, or another text stands by now; then nothing is written. Her claim is over."""
    async with database.transaction():
        await _require_seen(actor, unit_id, language, seen, text)
        await commands.translate(actor, unit_id, language, text, revision)
        await Claim.filter(unit_id=unit_id, language=language, account_id=actor.id).delete()


async def review(actor: Actor, unit_id: int, language: str, seen: str) -> None:
    """A second person has looked at the text that she has seen. Raises `Conflict` where another one stands by now."""
    async with database.transaction():
        await _require_seen(actor, unit_id, language, seen)
        await commands.review(actor, unit_id, language)


async def certify(actor: Actor, unit_id: int, language: str, seen: str) -> None:
    """A second person vouches for the text that she has seen. Raises `Conflict` where another one stands by now."""
    async with database.transaction():
        await _require_seen(actor, unit_id, language, seen)
        await commands.certify(actor, unit_id, language)


async def _require_seen(actor: Actor, unit_id: int, language: str, seen: str, text: str | None = None) -> None:
    """Her own text that stands is no surprise, nor is one that says the same."""
    unit = await Unit.filter(id=unit_id).select_for_update().first()
    standing = await Text.filter(unit_id=unit_id, language=language, revision=unit.revision) if unit else []
    best = rules.best(standing)
    if best is None or queries.seen(best.id, best.origin) == seen:
        return
    if text is not None and (best.author_id == actor.id or clean(text).strip() == best.text):
        return
    raise Conflict("text-changed", MEANWHILE)
