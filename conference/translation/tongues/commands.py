"""Keeping which paragraph is in which language, with the words that it was said of."""

from conference.runtime import database, markup
from conference.translation.models import Text, Unit
from conference.translation.rules import Origin
from conference.translation.tongues import looking


async def keep(unit_id: int, tongues: str) -> None:
    """Of the present revision's original, which its owner has just written. In her transaction."""
    if not tongues:
        return
    async with database.transaction():
        unit = await Unit.get(id=unit_id)
        text = await Text.get(unit_id=unit_id, revision=unit.revision, origin=Origin.ORIGINAL, language=unit.language)
        text.tongues, text.html = tongues, markup.render(text.text, looking.read(tongues))
        await text.save(update_fields=["tongues", "html"])
