"""“Please, a person’s translation” and “this translation is wrong”: what readers ask of the desk."""

from typing import Final

from conference.core.actor import Actor
from conference.runtime import clock, database, journal
from conference.translation.machine.models import Plea
from conference.translation.machine.queries import About
from conference.translation.models import Unit

ASK: Final = "ask"
REPORT: Final = "report"
LONGEST: Final = 1_000


async def plead(actor: Actor, about: About, kind: str, reason: str = "") -> None:
    """Once for each person, text and kind."""
    async with database.transaction():
        unit = await Unit.get(id=about.machine.unit_id)
        _, made = await Plea.get_or_create(
            unit_id=unit.id, revision=unit.revision, language=about.machine.language, kind=kind, account_id=actor.id,
            defaults={"reason": reason, "made_at": clock.now()},
        )  # fmt: skip
        if made:
            verb = "translation-asked" if kind == ASK else "translation-reported"
            journal.record(verb, topic=f"unit-{unit.id}", by=actor, decided=[about.machine.language, reason])
