"""The memory at the desk: texts that people have translated before, and what translators brought in from files.

The same words are found by their digest; words that are alike among those of about the same length, a bounded number
of them. Nothing comes from the room of a delegation, nor from what was taken away from readers.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from rapidfuzz import fuzz

from conference.core.actor import Actor
from conference.core.canonical import digest
from conference.core.roles import audiences_of
from conference.runtime import database
from conference.runtime.aside import aside
from conference.text.bounds import is_large
from conference.text.diff import Change, diff
from conference.translation import commands
from conference.translation.desk import rules
from conference.translation.desk.models import MemorySegment
from conference.translation.machine import queue
from conference.translation.machine.rules import Rank
from conference.translation.models import Text

EXACT: Final = 100
_ORIGIN = "CASE t.origin WHEN 'certified' THEN 0 WHEN 'reviewed' THEN 1 ELSE 2 END"
_HOUSE = (
    "SELECT o.text, t.text, t.origin, a.name, u.id FROM text o "
    "JOIN text_unit u ON u.id = o.unit_id AND u.revision = o.revision AND u.language = o.language "
    "JOIN text t ON t.unit_id = u.id AND t.revision = u.revision AND t.language = ? "
    "AND t.origin IN ('human', 'reviewed', 'certified') LEFT JOIN account a ON a.id = t.author_id "
    "WHERE o.origin = 'original' AND o.language = ? AND u.id <> ? AND u.audience IN ({audiences}) AND {which} LIMIT ?"
)
_BROUGHT = (
    "SELECT m.source, m.target, m.origin, a.name, 0 FROM memory_segment m JOIN account a ON a.id = m.account_id "
    "WHERE m.target_language = ? AND m.source_language = ? AND {which} LIMIT ?"
)
_SAME_HERE = f"o.source_hash = ? ORDER BY {_ORIGIN}, t.id DESC"
_SAME_THERE = "m.source_hash = ? ORDER BY m.id DESC"
_LIKE_HERE = "length(o.text) BETWEEN ? AND ? ORDER BY abs(length(o.text) - ?), o.id DESC"
_LIKE_THERE = "length(m.source) BETWEEN ? AND ? ORDER BY abs(length(m.source) - ?), m.id DESC"
_NEWEST_HERE = "length(o.text) <= ? ORDER BY o.id DESC"
_NEWEST_THERE = "length(m.source) <= ? ORDER BY m.id DESC"


@dataclass(frozen=True, slots=True)
class Match:
    """A text of the memory: how much its source is like the one at hand in percent, and who wrote it where.

    `unit_id` and `rank` say where in the house it stands; `brought` is what a translator calls the file that it came
    with, and `by` then is who brought it. `changes` lead from its source to the one at hand.
    """

    key: str
    percent: int
    source: str
    target: str
    by: str | None
    unit_id: int | None = None
    rank: Rank | None = None
    origin: str = ""
    brought: str = ""
    changes: tuple[Change, ...] = ()


async def matches(reader: Actor, unit: int, text: str, pair: tuple[str, str]) -> list[Match]:
    """What she may read of the memory for a text: the same words first, then the likest. `unit` is its own unit."""
    same = digest(text)
    found = await _found(reader, unit, pair, (_SAME_HERE, _SAME_THERE), (same,), rules.MATCHES)
    if not found and len(text) <= rules.LONGEST_COMPARED:
        least, most = rules.lengths_like(len(text))
        among = (least, most, len(text))
        candidates = await _found(reader, unit, pair, (_LIKE_HERE, _LIKE_THERE), among, rules.CANDIDATES)
        large = is_large(text, *(each.source for each in candidates))
        found = await aside(likest, text, candidates) if large else likest(text, candidates)
    return await still_there(found)


async def newest(reader: Actor, unit: int, pair: tuple[str, str]) -> list[Match]:
    """The newest texts of the memory that she may read, whatever they say, for who looks at their paragraphs. Whoever
    shows one asks `still_there` first."""
    return await _found(reader, unit, pair, (_NEWEST_HERE, _NEWEST_THERE), (rules.LONGEST_CUT,), rules.CUT)


async def _found(
    reader: Actor, unit: int, pair: tuple[str, str], which: tuple[str, str], values: Sequence[object], most: int
) -> list[Match]:
    source, target = pair
    audiences = audiences_of(reader.roles)
    here = _HOUSE.format(audiences=database.places(audiences), which=which[0])
    there = _BROUGHT.format(which=which[1])
    rows = await database.rows(here, target, source, unit, *audiences, *values, most)
    found = [
        Match(f"u{owner}", EXACT, words, text, by, unit_id=owner, origin=origin)
        for words, text, origin, by, owner in rows
    ]
    rows = await database.rows(there, target, source, *values, most)
    found += [
        Match(f"m{digest([words, text])[:12]}", EXACT, words, text, by, brought=name)
        for words, text, name, by, _ in rows
    ]
    return _each_once(found)


def _each_once(found: Sequence[Match]) -> list[Match]:
    """The same pair of texts once, from where it comes first."""
    kept: dict[tuple[str, str], Match] = {}
    for each in found:
        kept.setdefault((each.source, each.target), each)
    return list(kept.values())


def likest(text: str, candidates: Sequence[Match]) -> list[Match]:
    """Those that are alike enough, the likest first, with what is different about them."""
    scored = [(fuzz.ratio(text, each.source, score_cutoff=rules.ALIKE), each) for each in candidates]
    scored = sorted((pair for pair in scored if pair[0]), key=lambda pair: -pair[0])[: rules.MATCHES]
    return [
        replace(each, percent=min(int(score), EXACT - 1), changes=diff(each.source, text)) for score, each in scored
    ]


async def still_there(found: Sequence[Match]) -> list[Match]:
    """What was not taken away from readers, and what it is."""
    owned = await queue.owners([each.unit_id for each in found if each.unit_id is not None])
    kept = []
    for each in found:
        known = owned.get(each.unit_id or 0)
        if known is None:
            kept.append(each)
        elif known.is_open:
            kept.append(replace(each, rank=known.rank))
    return kept


async def _forget_copies(unit_id: int) -> None:
    """A file may have brought the words of this unit back into the memory, and no row says so: segments that were
    brought in since it was written, and whose source is one of its texts, go with it."""
    texts = await Text.filter(unit_id=unit_id)
    if texts:
        since = min(each.created_at for each in texts)
        hashes = sorted({digest(each.text) for each in texts})
        await MemorySegment.filter(source_hash__in=hashes, brought_at__gte=since).delete()


commands.copies_erased_by(_forget_copies)
