"""Exact memory before engines: where people have translated these very words in a place that lies as open, their text
is taken before any engine is asked.

It stays a machine's text all the same: labelled as from memory, with its translator where she is named; nobody votes on
it, and it fills no gap on the desk. The same words can mean something else in another place, so a person has to look.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from conference.core.canonical import digest
from conference.core.roles import Audience
from conference.runtime import database
from conference.translation.engines import Outcome, Status
from conference.translation.machine import queue
from conference.translation.machine.texts import Source

NAME: Final = "memory"
"""The first step of the route of such a text, before its languages: whatever shows a route then tells of it."""
_AS_OPEN: Final[Mapping[str, tuple[str, ...]]] = {
    Audience.PUBLIC: (Audience.PUBLIC,),
    Audience.OBSERVERS: (Audience.PUBLIC, Audience.OBSERVERS),
}
_ANY: Final = tuple(Audience)
"""Of whoever reads what is for the conference, or in the room of a delegation."""
_EXACT: Final = (
    "SELECT o.source_hash, u.id, u.audience, o.text, t.id, t.text FROM text o "
    "JOIN text_unit u ON u.id = o.unit_id AND u.revision = o.revision AND u.language = o.language "
    "JOIN text t ON t.unit_id = u.id AND t.revision = u.revision AND t.language = ? "
    "AND t.origin IN ('human', 'reviewed', 'certified') "
    "WHERE o.origin = 'original' AND o.language = ? AND o.source_hash IN ({hashes}) AND u.audience IN ({audiences}) "
    "ORDER BY CASE t.origin WHEN 'certified' THEN 0 WHEN 'reviewed' THEN 1 ELSE 2 END, t.id DESC LIMIT 500"
)


@dataclass(frozen=True, slots=True)
class Remembered:
    """What a person wrote for the same words, and the row that it stands in."""

    text: str
    text_id: int

    def outcome(self, of: str, source: str, target: str) -> Outcome:
        """As the engines give theirs."""
        return Outcome(of, self.text, Status.OK, NAME, route=(NAME, source, target))


async def remembered(sources: Sequence[Source], language: str, target: str) -> dict[int, Remembered]:
    """By unit: for texts in this language. From what is laid before readers and still stands, and never from the room
    of a delegation, whose audience is none of these."""
    hashes = {digest(each.text): each for each in sources}
    if not hashes:
        return {}
    sql = _EXACT.format(hashes=database.places(list(hashes)), audiences=database.places(_ANY))
    rows = await database.rows(sql, target, language, *hashes, *_ANY)
    owned = await queue.owners([row[1] for row in rows])
    found: dict[int, Remembered] = {}
    for each in sources:
        open_to = _AS_OPEN.get(each.audience, _ANY)
        for _, unit, audience, text, text_id, words in rows:
            known = owned.get(unit)
            if unit != each.unit and text == each.text and audience in open_to and known is not None and known.is_open:
                found[each.unit] = Remembered(words, text_id)
                break
    return found
