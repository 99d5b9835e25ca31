"""Files out and in, with what the house knows: who may have which text, which is stale, what became of each unit.

Only audiences leave by a file or come back by one: the room of a delegation is none.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from conference.core.actor import Actor
from conference.core.canonical import digest
from conference.core.errors import Absent, Refused
from conference.core.roles import audiences_of
from conference.core.words import N_, Sentence
from conference.runtime import clock, database, journal
from conference.translation import commands, policy, rules
from conference.translation.desk import inline, queries, tmx, xliff
from conference.translation.desk.models import Claim, MemorySegment
from conference.translation.desk.queries import Wanted
from conference.translation.desk.tmx import Pair
from conference.translation.desk.xliff import Returned, Unit, mark
from conference.translation.desk.xml import LARGEST, BadFile
from conference.translation.machine import queue
from conference.translation.models import Text
from conference.translation.models import Unit as TextUnit
from conference.translation.terms.queries import glossary

MOST_UNITS: Final = 2_000
"""Units of one file that are taken."""
MOST_REMEMBERED: Final = 50_000
"""Segments that translators may have brought in together."""
_ROOM: Final = LARGEST // 3
"""Characters of originals in a file that goes out: it comes back with the translations beside them."""
_MEMORY: Final = 5_000_000
"""Characters of a memory that goes out."""
_TEXTS: Final = (
    "SELECT u.id, u.revision, o.text, t.text, t.origin FROM text_unit u JOIN text o ON o.unit_id = u.id "
    "AND o.revision = u.revision AND o.language = u.language AND o.origin = 'original' "
    "LEFT JOIN text t ON t.unit_id = u.id AND t.revision = u.revision AND t.language = ? "
    "WHERE u.language = ? AND u.audience IN ({audiences}) AND {which} ORDER BY u.id DESC LIMIT ?"
)


class Fate(StrEnum):
    """What became of a unit of a file."""

    TAKEN = "taken"
    SAME = "same"
    EMPTY = "empty"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Result:
    """One unit: its name in the file, the text in the house where there is one, and why it was not taken."""

    name: str
    fate: Fate
    unit_id: int | None = None
    why: Sentence | None = None


NOT_THERE: Final = N_("This text is not there, or it is not open to you.")
STALE: Final = N_("The original has changed since the file was made. Fetch the file anew.")
OTHER_LANGUAGE: Final = N_("The file is made for other languages than this text.")
BROKEN: Final = N_("A placeholder of the file refers to nothing that the file holds.")
NOT_WHOLE: Final = N_("A paragraph lacks its translation.")
MEANWHILE: Final = N_("Somebody else has written this text since the file was made. Look at both at the desk.")
LOST: Final = N_("The translation lacks what has to stay as it is: %(spans)s.")
STRANGE: Final = N_("This unit does not belong to this conference.")
TOO_MANY: Final = N_("A file may hold at most %(most)s units. The others were left out.")


async def texts_out(
    reader: Actor, source: str, target: str, *, revise: bool = False, most: int = MOST_UNITS, room: int = _ROOM
) -> list[Unit]:
    """What she may translate, the most urgent first, as much as a file holds; with `revise` what has a current text."""
    audiences = audiences_of(reader.roles)
    if revise:
        sql = _TEXTS.format(audiences=database.places(audiences), which="t.id IS NOT NULL")
        found = await database.rows(sql, target, source, *audiences, most)
    else:
        waiting = await queries.waiting(reader, target, Wanted.TEXT)
        units = [each.unit_id for each in waiting][:MOST_UNITS]
        if not units:
            return []
        sql = _TEXTS.format(audiences=database.places(audiences), which=f"u.id IN ({database.places(units)})")
        rows = await database.rows(sql, target, source, *audiences, *units, MOST_UNITS)
        by_unit = {row[0]: row for row in rows}
        found = [by_unit[unit] for unit in units if unit in by_unit]
    gone = await _taken_away([row[0] for row in found])
    made = [
        Unit(unit, revision, text, there or "", origin in ("reviewed", "certified"))
        for unit, revision, text, there, origin in found
        if unit not in gone
    ]
    return _within(made, room)


def _within(units: Sequence[Unit], room: int) -> list[Unit]:
    """As many as there is room for; the first one always."""
    size = 0
    kept: list[Unit] = []
    for each in units:
        size += len(each.source) + len(each.target) + 400
        if kept and size > room:
            break
        kept.append(each)
    return kept


async def _taken_away(units: Sequence[int]) -> set[int]:
    """Of these what was taken away from readers."""
    return {unit for unit, owned in (await queue.owners(units)).items() if not owned.is_open}


async def xliff_out(reader: Actor, source: str, target: str, *, revise: bool = False) -> bytes:
    """The texts as a file in XLIFF 2.1."""
    units = await texts_out(reader, source, target, revise=revise)
    return xliff.write(units, source, target, f"conference-{source}-{target}", (await glossary()).kept)


async def xliff_in(actor: Actor, data: bytes) -> list[Result]:
    """Take what a translator's program has made, unit by unit: each stands or falls alone. Raises `BadFile`."""
    package = xliff.read(data)
    kept = (await glossary()).kept
    results = [Result(each or "—", Fate.REFUSED, None, Sentence(STRANGE)) for each in package.strange]
    for each in package.units[:MOST_UNITS]:
        try:
            fate = await _take(actor, each, package.source, package.target, kept)
            results.append(Result(each.key, fate, each.id))
        except Absent:
            results.append(Result(each.key, Fate.REFUSED, None, Sentence(NOT_THERE)))
        except Refused as problem:
            results.append(Result(each.key, Fate.REFUSED, each.id, problem.sentence))
    if len(package.units) > MOST_UNITS:
        results.append(Result("—", Fate.REFUSED, None, Sentence(TOO_MANY, {"most": MOST_UNITS})))
    return results


async def _take(actor: Actor, given: Returned, source: str, target: str, kept: Sequence[str]) -> Fate:
    """One unit. Raises `Refused` with why it is not taken, `Absent` for what is not hers to know of."""
    async with database.transaction():
        unit = await TextUnit.filter(id=given.id).select_for_update().first()
        if unit is None or unit.audience not in audiences_of(actor.roles):
            raise Absent
        original = await Text.get_or_none(unit_id=unit.id, revision=unit.revision, origin=rules.Origin.ORIGINAL)
        if original is None:
            raise Absent
        policy.may_translate(actor, policy.Written(unit, original.author_id)).require()
        if unit.language != source:
            raise Refused("other-language", OTHER_LANGUAGE)
        if given.revision != unit.revision or given.source_mark != mark(original.text):
            raise Refused("stale", STALE)
        if given.broken:
            raise Refused("broken", BROKEN)
        if given.text is None:
            return Fate.EMPTY
        standing = rules.best(await Text.filter(unit_id=unit.id, language=target, revision=unit.revision))
        if standing is not None and standing.text == given.text.strip():
            return Fate.SAME
        if (mark(standing.text) if standing else "none") != given.target_mark:
            raise Refused("meanwhile", MEANWHILE)
        if not given.whole:
            raise Refused("not-whole", NOT_WHOLE)
        commands.taken(given.text)  # a text that is too long is not searched first
        if lost := inline.lost(original.text, given.text, kept):
            raise Refused("lost", LOST, spans=list(lost))
        await commands.translate(actor, unit.id, target, given.text, unit.revision)
        await Claim.filter(unit_id=unit.id, language=target, account_id=actor.id).delete()
        return Fate.TAKEN


async def tmx_out(reader: Actor, source: str, target: str, version: str) -> bytes:
    """What people have translated and she may read, newest first, as a file in TMX 1.4."""
    units = await texts_out(reader, source, target, revise=True, most=MOST_REMEMBERED, room=_MEMORY)
    return tmx.write([Pair(each.source, each.target, each.id) for each in units], source, target, version)


async def tmx_in(actor: Actor, data: bytes, source: str, target: str, name: str) -> list[Result]:
    """Take a memory into that of the desk. Nothing of it is published. Raises `BadFile`."""
    memory = tmx.read(data, source, target)
    async with database.transaction():
        if not actor.may("translate"):
            raise Absent
        room = MOST_REMEMBERED - await MemorySegment.all().count()
        if len(memory.pairs) > min(MOST_UNITS, room):
            told = N_("A file can bring at most %(most)s segments into the memory now. Please take a smaller file.")
            raise BadFile("memory-full", told, most=max(min(MOST_UNITS, room), 0))
        results: list[Result] = []
        taken: dict[str, tuple[str, str]] = {}
        for each in memory.pairs:
            result, kept = await _looked_at(actor, each, target)
            results.append(result)
            taken |= {digest(kept[0]): kept} if kept else {}
        await _remember(actor, taken, source, target, name)
        journal.record("memory-brought", topic="memory", by=actor, decided=[source, target, len(results)])
    if memory.without:
        told = N_("Units that lack a text in one of the two languages: %(number)s.")
        results.append(Result("—", Fate.EMPTY, None, Sentence(told, {"number": memory.without})))
    return results


async def _looked_at(actor: Actor, pair: Pair, target: str) -> tuple[Result, tuple[str, str] | None]:
    """What becomes of a pair, and its texts as they are kept. Of the house's own only what is still said so there."""
    shown = pair.source[:60]
    try:
        kept = commands.taken(pair.source), commands.taken(pair.target)
    except Refused as problem:
        return Result(shown, Fate.REFUSED, None, problem.sentence), None
    if pair.unit:
        unit = await TextUnit.get_or_none(id=pair.unit)
        original = unit and await Text.get_or_none(
            unit_id=unit.id, revision=unit.revision, origin=rules.Origin.ORIGINAL
        )
        if unit is None or not original or unit.audience not in audiences_of(actor.roles):
            return Result(shown, Fate.REFUSED, None, Sentence(NOT_THERE)), None
        if pair.source_mark != mark(original.text):
            return Result(shown, Fate.REFUSED, unit.id, Sentence(STALE)), None
        if await Text.filter(unit_id=unit.id, revision=unit.revision, language=target, text=kept[1]).exists():
            return Result(shown, Fate.SAME, unit.id), None
    return Result(shown, Fate.TAKEN), kept


async def _remember(actor: Actor, taken: Mapping[str, tuple[str, str]], source: str, target: str, name: str) -> None:
    """Pairs by the digest of their source; what was remembered for the same words gives way."""
    assert actor.id is not None, "a translator is signed in"
    same = MemorySegment.filter(source_language=source, target_language=target, source_hash__in=list(taken))
    if taken:
        await same.delete()
    now = clock.now()
    await MemorySegment.bulk_create(
        [
            MemorySegment(
                source_language=source, target_language=target, source=here, target=there, source_hash=key,
                origin=name, account_id=actor.id, brought_at=now,
            )
            for key, (here, there) in taken.items()
        ],
        batch_size=500,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Brought:
    """A memory that a translator brought in."""

    name: str
    by: str
    account: int
    source: str
    target: str
    segments: int


async def brought() -> list[Brought]:
    """Every memory of the desk that came by a file."""
    sql = (
        "SELECT m.origin, a.name, m.account_id, m.source_language, m.target_language, count(*) FROM memory_segment m "
        "JOIN account a ON a.id = m.account_id GROUP BY m.origin, a.name, m.account_id, m.source_language, "
        "m.target_language ORDER BY m.origin, m.account_id, m.source_language, m.target_language"
    )
    rows = await database.rows(sql)
    return [Brought(name, by, account, here, there, int(n)) for name, by, account, here, there, n in rows]


async def forget(actor: Actor, name: str, account: int) -> None:
    """Take a memory out again that somebody brought in; any translator may."""
    async with database.transaction():
        if not actor.may("translate") or not await MemorySegment.filter(origin=name, account_id=account).delete():
            raise Absent
        journal.record("memory-forgotten", topic="memory", by=actor, decided=[account])
