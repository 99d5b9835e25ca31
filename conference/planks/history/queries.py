"""The history of a plank: who, when, why, what changed in words; and the passages that an old link may still name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from conference.core.actor import Actor
from conference.core.languages import LANGUAGES, in_language
from conference.planks import queries
from conference.planks.history.comparison import Compared, compared
from conference.planks.models import Version
from conference.planks.queries import BlockView, VersionLine
from conference.runtime import database
from conference.runtime.aside import aside
from conference.text.diff import Change, diff
from conference.translation import queries as translation
from conference.translation.queries import Reading

PAGE = 20
_SEGMENTS = (
    "SELECT version_id, block, kind, label, unit_id FROM segment WHERE version_id IN ({marks}) "
    "ORDER BY version_id, position"
)
Block = tuple[str, str, tuple[tuple[str, int], ...]]
"""A block as it is stored: id, kind, and label and unit of each sentence."""
Stored = tuple[Block, ...]
Texts = Mapping[int, Mapping[str, Reading]]


@dataclass(frozen=True, slots=True)
class Line:
    """A version in the history: what brought it, whose edit it was and why, and the blocks that changed, in words;
    `title` is the title with its changes, where it has changed.

    `contested` when a translator has said that an edit does change the meaning after all.
    """

    number: int
    cause: str
    at: datetime
    editor: str | None
    reason: Reading | None
    same_meaning: bool
    contested: bool
    changed: tuple[Compared, ...]
    title: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Gone:
    """A block or a sentence that a version does not have: where it last stood before, or first stands after."""

    label: str
    block: str
    whole: bool
    last: int | None
    first: int | None
    sentences: tuple[str, ...] = ()


async def history(reader: Actor, number: int, language: str, before: int = 0) -> tuple[tuple[Line, ...], int | None]:
    """Twenty versions below number `before` (0: from the newest), newest first, and where the next page begins."""
    every = [each for each in await queries.versions(reader, number) if not before or each.number < before]
    shown, rest = every[:PAGE], every[PAGE:]
    plank = await queries.visible(reader, number)
    stored = await _stored(plank.id, [each.number for each in (*shown, *rest[:1])])
    told = await _told(stored, language)
    reasons = await translation.readings([each.reason for each in shown if each.reason is not None], language)
    contested = await _contested(stored)
    lines = [
        Line(
            each.number, each.cause, each.created_at, each.editor, reasons.get(each.reason or 0), each.same_meaning,
            each.same_meaning and each.number in contested, told.get(each.number, ()),
            _retitled(earlier, each, language),
        )
        for each, earlier in zip(shown, (*shown[1:], *rest[:1], None), strict=False)
    ]  # fmt: skip
    return tuple(lines), rest[0].number + 1 if rest else None


def _retitled(earlier: VersionLine | None, now: VersionLine, language: str) -> tuple[Change, ...]:
    """The title with its changes, in the reader's language or the first in which it has changed."""
    if earlier is None or earlier.titles is None or now.titles is None or earlier.titles == now.titles:
        return ()
    sides = [(in_language(dict(earlier.titles), language), in_language(dict(now.titles), language))]
    sides += [(earlier.titles.get(each, ""), now.titles.get(each, "")) for each in LANGUAGES]
    return next((diff(was, reads) for was, reads in sides if was != reads), ())


async def line(reader: Actor, number: int, version: int) -> VersionLine | None:
    """One version's own facts."""
    return next((each for each in await queries.versions(reader, number) if each.number == version), None)


async def _stored(plank_id: int, numbers: Sequence[int]) -> dict[int, Stored]:
    ids = dict(await Version.filter(plank_id=plank_id, number__in=list(numbers)).values_list("number", "id"))
    if not ids:
        return {}
    marks = database.places(ids)
    rows = await database.rows(_SEGMENTS.format(marks=marks), *ids.values())
    by_id = {version: number for number, version in ids.items()}
    found: dict[int, Stored] = {}
    for version, group in groupby(rows, key=lambda row: row[0]):
        blocks = groupby(group, key=lambda row: (row[1], row[2]))
        found[by_id[version]] = tuple(
            (block, kind, tuple((label, unit) for *_, label, unit in segments)) for (block, kind), segments in blocks
        )
    return found


async def _told(stored: Mapping[int, Stored], language: str) -> dict[int, tuple[Compared, ...]]:
    """What changed with each version against the one before it; only what changed is read and compared."""
    pairs = [(number - 1, number) for number in sorted(stored) if number - 1 in stored]
    units: set[int] = set()
    for old, new in pairs:
        same = {*stored[old]} & {*stored[new]}
        units |= {unit for block in (*stored[old], *stored[new]) if block not in same for _, unit in block[2]}
    texts = await translation.in_all_languages(sorted(units))
    return await aside(_compare_all, stored, pairs, texts, (language, *LANGUAGES))


def _compare_all(
    stored: Mapping[int, Stored], pairs: Sequence[tuple[int, int]], texts: Texts, languages: Sequence[str]
) -> dict[int, tuple[Compared, ...]]:
    found = {}
    for old, new in pairs:
        before, after = ({block[0]: block for block in stored[side]} for side in (old, new))
        chosen = {block: _language(before.get(block), after.get(block), texts, languages) for block in before | after}
        sides = [[_view(block, texts, chosen[block[0]]) for block in stored[side]] for side in (old, new)]
        found[new] = tuple(each for each in compared(*sides) if not each.same)
    return found


def _language(old: Block | None, new: Block | None, texts: Texts, languages: Sequence[str]) -> str:
    """The reader's language, or the first in which the block has changed where it reads in hers as it did; "" where
    both versions hold the same block, which then needs no words."""
    if old == new:
        return ""
    if old is None or new is None:
        return languages[0]
    words = ((each, _view(old, texts, each).text, _view(new, texts, each).text) for each in languages)
    return next((each for each, was, now in words if was != now), languages[0])


def _view(block: Block, texts: Texts, language: str) -> BlockView:
    """The block as it is compared, in one language; a sentence that lacks it in its original's."""
    label, kind, segments = block
    shown = tuple(
        queries.segment_view(each, texts[unit].get(language) or texts[unit][_own(texts[unit])])
        for each, unit in segments
        if language
    )
    return BlockView(label, kind, shown, " ".join(each.text for each in shown))


def _own(readings: Mapping[str, Reading]) -> str:
    return next(iter(readings.values())).original_language


async def _contested(stored: Mapping[int, Stored]) -> set[int]:
    """The versions that brought a unit whose edit a translator has contested."""
    brought: dict[int, int] = {}
    for number in sorted(stored):
        for _, _, segments in stored[number]:
            for _, unit in segments:
                brought.setdefault(unit, number)
    descents = await translation.descents(sorted(brought))
    return {brought[unit] for unit, descent in descents.items() if descent.contested}


async def gone(plank_id: int, version: int) -> tuple[Gone, ...]:
    """Every block and sentence of other versions that this one does not have, in the order of their ids' first use."""
    sql = (
        "SELECT s.block, s.label, max(CASE WHEN v.number < ? THEN v.number END), "
        "min(CASE WHEN v.number > ? THEN v.number END), max(CASE WHEN v.number = ? THEN 1 ELSE 0 END) "
        "FROM segment s JOIN plank_version v ON v.id = s.version_id WHERE v.plank_id = ? "
        "GROUP BY s.block, s.label ORDER BY min(v.number), min(s.position)"
    )
    rows = await database.rows(sql, version, version, version, plank_id)
    standing = {block for block, _, _, _, here in rows if here}
    found: dict[str, Gone] = {}
    for block, label, last, first, here in rows:
        if here:
            continue
        if block in standing:
            found[label] = Gone(label, block, False, last, first)
            continue
        other = found.get(block, Gone(block, block, True, last, first))
        ends = [each for each in (other.last, last) if each is not None]
        starts = [each for each in (other.first, first) if each is not None]
        sentences = (*other.sentences, label)
        found[block] = Gone(block, block, True, max(ends, default=None), min(starts, default=None), sentences)
    return tuple(found.values())
