"""Answers to what a reader has said, under her name or as a voice, and that she has not read."""

from dataclasses import dataclass
from typing import Final

from conference.core.actor import Actor
from conference.debate import marks
from conference.debate.mine import ranges
from conference.runtime import database, settings

LATELY: Final = 200
"""Answers that are looked at, the newest of them."""
_ANSWERS = (
    "SELECT p.id, p.number, p.thread_id, h.audience, p.voice_id FROM post p JOIN post q ON q.id = p.parent_id "
    "JOIN thread h ON h.id = p.thread_id WHERE (q.author_id = ? OR q.voice_id IN ({voices})) AND p.state = 'standing' "
    "AND (p.author_id IS NULL OR p.author_id <> ?) ORDER BY p.id DESC LIMIT ?"
)
_READ = "SELECT thread_id, ranges FROM reading WHERE account_id = ? AND thread_id IN ({threads})"
_SPOKEN = "SELECT DISTINCT plank_id FROM voice"
_VOICES = "SELECT id FROM voice WHERE owner IN ({owners})"


@dataclass(frozen=True, slots=True)
class Unread:
    """How many answers she has not read, and the key of the oldest of them."""

    number: int
    oldest: int


async def unread(reader: Actor) -> Unread | None:
    """Nothing when she has read them all. Whether one is to a voice of hers is said nowhere else."""
    own = await _voices(reader)
    sql = _ANSWERS.format(voices=database.places(own))
    found = await database.rows(sql, reader.id, *own, reader.id, LATELY)
    found = [row for row in found if row[4] not in own and reader.reads(str(row[3]))]
    threads = sorted({int(row[2]) for row in found})
    kept = await database.rows(_READ.format(threads=database.places(threads)), reader.id, *threads) if threads else []
    read = {int(thread): ranges.parsed(str(text)) for thread, text in kept}
    left = [row for row in found if not _within(int(row[1]), read.get(int(row[2]), ()))]
    return Unread(len(left), int(left[-1][0])) if left else None


async def _voices(reader: Actor) -> list[int]:
    """The keys of her own voices, at most one a plank: looked for by her marks, for no voice names its owner."""
    if reader.id is None or not settings.current().pseudonyms:
        return []
    owners = [marks.voice(reader.id, int(plank)) for (plank,) in await database.rows(_SPOKEN)]
    return [int(key) for (key,) in await database.rows(_VOICES.format(owners=database.places(owners)), *owners)]


def _within(number: int, read: tuple[ranges.Range, ...]) -> bool:
    return any(first <= number <= last for first, last in read)
