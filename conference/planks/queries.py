"""Planks as a reader may see them: the list, one plank in a language, its versions, its texts in all languages."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from tortoise.queryset import QuerySet

from conference.core.actor import Actor
from conference.core.canonical import digest
from conference.core.errors import Absent
from conference.core.languages import LANGUAGES, in_language
from conference.core.roles import audiences_of
from conference.planks.models import Plank, Version
from conference.planks.rules import Piece, State
from conference.runtime import database
from conference.translation import queries as translation
from conference.translation.queries import Reading

Row = tuple[str, str, str, int]
"""A segment as it is stored: block, kind, label, unit."""
_SEGMENTS = (
    "SELECT s.block, s.kind, s.label, s.unit_id FROM plank_version v LEFT JOIN segment s ON s.version_id = v.id "
    "WHERE v.plank_id = ? AND v.number = ? ORDER BY s.position"
)


@dataclass(frozen=True, slots=True)
class SegmentView:
    """A sentence in the reader's language, or in its original where there is none."""

    label: str
    unit: int
    text: str
    lang: str
    original_language: str
    origin: str
    current: bool
    translator: str | None


@dataclass(frozen=True, slots=True)
class BlockView:
    """A numbered block; `text` is its sentences joined."""

    id: str
    kind: str
    segments: tuple[SegmentView, ...]
    text: str

    @property
    def lang(self) -> str:
        """The language that the block is shown in: its first sentence's."""
        return self.segments[0].lang


@dataclass(frozen=True, slots=True)
class PlankView:
    """A plank in one version and one language. `latest` is the number of the version that stands now."""

    id: int
    number: int
    kind: str
    title: str
    summary: str
    state: str
    version: int
    latest: int
    cause: str
    language: str
    audience: str
    blocks: tuple[BlockView, ...]


@dataclass(frozen=True, slots=True)
class PlankLine:
    """A plank in a list."""

    number: int
    kind: str
    title: str
    summary: str
    state: str
    version: int
    id: int


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One version of a plank, and what brought it. `reason` is the unit that holds an edit's reason."""

    number: int
    cause: str
    created_at: datetime
    editor: str | None = None
    reason: int | None = None
    same_meaning: bool = False
    titles: Mapping[str, str] | None = None


def visible_to(reader: Actor) -> QuerySet[Plank]:
    """The planks that this reader may see; drafts only by those who file planks, discarded ones by nobody."""
    found = Plank.filter(audience__in=audiences_of(reader.roles)).exclude(state=State.DISCARDED)
    return found if reader.may("file-plank") else found.exclude(state=State.DRAFT)


async def audiences(numbers: Sequence[str]) -> dict[str, str]:
    """Whom each of these planks is for."""
    if not numbers:
        return {}
    found = await Plank.filter(number__in=[int(each) for each in numbers]).values_list("number", "audience")
    return {str(number): str(audience) for number, audience in found}


async def visible(reader: Actor, number: int) -> Plank:
    """The plank's row. Raises `Absent` when it is not there for this reader."""
    plank = await visible_to(reader).get_or_none(number=number)
    if plank is None:
        raise Absent
    return plank


async def key_of(reader: Actor, number: int) -> int:
    """As `visible`, where the plank's key is all that is asked for: pages of debates ask it every time."""
    found = await database.rows("SELECT id, audience, state FROM plank WHERE number = ?", number)
    if not found or found[0][1] not in audiences_of(reader.roles):
        raise Absent
    if found[0][2] == State.DISCARDED or (found[0][2] == State.DRAFT and not reader.may("file-plank")):
        raise Absent
    return int(found[0][0])


async def planks(reader: Actor, language: str) -> list[PlankLine]:
    """Every plank that the reader may see, by number."""
    return [
        PlankLine(
            plank.number,
            plank.kind,
            in_language(plank.titles, language),
            in_language(plank.summaries, language),
            plank.state,
            plank.version,
            plank.id,
        )
        for plank in await visible_to(reader).order_by("number")
    ]


async def plank(reader: Actor, number: int, language: str, version: int | None = None) -> PlankView:
    """One plank in one language, in its present version or an older one."""
    found = await visible(reader, number)
    row = await Version.get_or_none(plank_id=found.id, number=version or found.version)
    if row is None:
        raise Absent
    segments = await _of_version(row.id)
    readings = await translation.readings([unit for *_, unit in segments], language)
    return PlankView(
        id=found.id,
        number=found.number,
        kind=found.kind,
        title=in_language(found.titles if row.titles is None else row.titles, language),
        summary=in_language(found.summaries if row.summaries is None else row.summaries, language),
        state=found.state,
        version=row.number,
        latest=found.version,
        cause=row.cause,
        language=found.language,
        audience=found.audience,
        blocks=_blocks(segments, readings),
    )


def _blocks(segments: Iterable[Row], readings: dict[int, Reading]) -> tuple[BlockView, ...]:
    blocks = []
    for (block, kind), rows in groupby(segments, key=lambda each: (each[0], each[1])):
        shown = tuple(segment_view(label, readings[unit]) for _, _, label, unit in rows)
        blocks.append(BlockView(block, kind, shown, " ".join(each.text for each in shown)))
    return tuple(blocks)


def segment_view(label: str, reading: Reading) -> SegmentView:
    """A sentence as it is shown."""
    return SegmentView(
        label,
        reading.unit_id,
        reading.text,
        reading.language,
        reading.original_language,
        reading.origin,
        reading.current,
        reading.translator,
    )


async def versions(reader: Actor, number: int) -> tuple[VersionLine, ...]:
    """The versions of a plank, newest first."""
    found = await visible(reader, number)
    rows = await Version.filter(plank_id=found.id).order_by("-number").select_related("editor")
    return tuple(
        VersionLine(
            row.number,
            row.cause,
            row.created_at,
            row.editor.name if row.editor and row.editor.named else None,
            row.reason_id,
            row.same_meaning,
            row.titles,
        )
        for row in rows
    )


async def pieces(plank_id: int, version: int, block: str = "", among: Collection[str] = ()) -> list[Piece]:
    """The segments of a version (of one block where it is named, of those `among` where some are), in order, each with
    its texts in all languages: the current and the outdated ones."""
    wanted = {block} if block else {*among}
    rows = [each for each in await segments(plank_id, version) if not wanted or each[0] in wanted]
    texts = await translation.in_all_languages([unit for *_, unit in rows])
    return [
        Piece(
            block,
            kind,
            label,
            {each: reading.text for each, reading in texts[unit].items() if reading.current},
            unit,
            stale={each: reading.text for each, reading in texts[unit].items() if not reading.current},
        )
        for block, kind, label, unit in rows
    ]


async def plank_texts(plank_id: int, version: int, only: str = "") -> dict[str, dict[str, str]]:
    """Block id -> language -> text. A language in which a sentence is missing or outdated is left out."""
    texts: dict[str, dict[str, str]] = {}
    for block, group in groupby(await pieces(plank_id, version, only), key=lambda piece: piece.block):
        rows = list(group)
        whole = [each for each in LANGUAGES if all(each in piece.texts for piece in rows)]
        texts[block] = {each: " ".join(piece.texts[each] for piece in rows) for each in whole}
    return texts


async def block_texts(plank_id: int, version: int, block: str) -> dict[str, str]:
    """One block's text by language. Raises `Absent` when the version has no such block."""
    texts = await plank_texts(plank_id, version, block)
    if block not in texts:
        raise Absent
    return texts[block]


async def texts_digest(plank_id: int, version: int) -> str:
    """What a ballot is bound to: SHA-256 over number, version, titles, and every sentence in every language."""
    plank = await Plank.get(id=plank_id)
    rows = [[piece.block, piece.kind, piece.label, dict(piece.texts)] for piece in await pieces(plank_id, version)]
    named = await titles(plank, version)
    return digest({"plank": plank.number, "version": version, "titles": named, "segments": rows})


async def titles(plank: Plank, version: int) -> dict[str, str]:
    """The titles of a plank as they stood with a version."""
    row = await Version.get_or_none(plank_id=plank.id, number=version)
    return dict(plank.titles if row is None or row.titles is None else row.titles)


async def missing_languages(plank_id: int, version: int) -> tuple[str, ...]:
    """The languages in which some sentence has no current text written by a person."""
    return _any(await translation.missing([unit for *_, unit in await segments(plank_id, version)]))


async def uncertified_languages(plank_id: int, version: int) -> tuple[str, ...]:
    """The languages in which some sentence is neither the original nor certified and current."""
    return _any(await translation.uncertified([unit for *_, unit in await segments(plank_id, version)]))


def _any(lacking: dict[int, tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(each for each in LANGUAGES if any(each in languages for languages in lacking.values()))


async def segments(plank_id: int, version: int) -> list[Row]:
    """The segments of a version, in order. Raises `Absent` when there is no such version."""
    found = await database.rows(_SEGMENTS, plank_id, version)
    if not found:
        raise Absent
    return [(block, kind, label, unit) for block, kind, label, unit in found if unit is not None]


async def _of_version(version_id: int) -> list[Row]:
    found = await database.rows(
        "SELECT block, kind, label, unit_id FROM segment WHERE version_id = ? ORDER BY position", version_id
    )
    return [(block, kind, label, unit) for block, kind, label, unit in found]
