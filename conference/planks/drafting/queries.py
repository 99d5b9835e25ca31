"""What the drafting committee has before it: a draft or a laid plank, block by block, and the saves of a draft."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from conference.core.actor import Actor
from conference.core.errors import Absent
from conference.core.languages import LANGUAGES, OWN_NAMES
from conference.core.verdict import Verdict
from conference.planks import policy, queries, referring, resting
from conference.planks.drafting import rules
from conference.planks.drafting.rules import Block, Blocks, Gap
from conference.planks.models import Plank, Save
from conference.planks.rules import Piece, State
from conference.runtime import database, settings


@dataclass(frozen=True, slots=True)
class Desk:
    """A plank as its drafters work on it. `laid` once it lies before the conference; `may_edit` says why not.

    `save` is the number of the draft's newest save, or of the laid plank's version; `by` is who made it.
    """

    id: int
    number: int
    kind: str
    language: str
    titles: Mapping[str, str]
    summaries: Mapping[str, str]
    laid: bool
    save: int
    saved_at: datetime
    by: str
    blocks: Blocks
    gaps: tuple[Gap, ...]
    may_edit: Verdict

    @property
    def bars(self) -> bool:
        """Whether something keeps the draft from being laid."""
        return not self.blocks or any(gap.bars for gap in self.gaps) or not self.titles.get(self.language)

    def block(self, label: str) -> Block | None:
        return next((each for each in self.blocks if each.id == label), None)


@dataclass(frozen=True, slots=True)
class SaveLine:
    """One save of a draft; `what` names the step."""

    number: int
    what: str
    by: str
    at: datetime
    blocks: int


async def desk(reader: Actor, number: int) -> Desk:
    """The draft, or the laid plank. Raises `Absent` or `NotPermitted` for whoever may not see or draft it."""
    found = await queries.visible(reader, number)
    policy.may_draft(reader).require()
    return await _draft(reader, found) if found.state == State.DRAFT else await _laid(reader, found)


async def _draft(reader: Actor, plank: Plank) -> Desk:
    save = await latest(plank.id)
    await save.fetch_related("by")
    blocks = rules.read(save.content)
    gaps = await gaps_of(reader, plank, blocks)
    return Desk(
        plank.id, plank.number, plank.kind, plank.language, plank.titles, plank.summaries, False, save.number,
        save.at, save.by.name, blocks, gaps, policy.may_draft(reader),
    )  # fmt: skip


async def _laid(reader: Actor, plank: Plank) -> Desk:
    version = (await queries.versions(reader, plank.number))[0]
    verdict = await may_edit(reader, plank)
    return Desk(
        plank.id, plank.number, plank.kind, plank.language, plank.titles, plank.summaries, True, plank.version,
        version.created_at, "", await blocks_of(plank), (), verdict,
    )  # fmt: skip


async def may_edit(reader: Actor, plank: Plank) -> Verdict:
    """Whether the reader may edit a laid plank now, and why not."""
    return policy.may_edit(reader, plank, await resting.rests(plank.id), settings.current().committee_edits)


async def blocks_of(plank: Plank) -> Blocks:
    """The blocks of a laid plank's present version, each with every language's words, current or outdated."""
    pieces = await queries.pieces(plank.id, plank.version)
    grouped = groupby(pieces, key=lambda piece: (piece.block, piece.kind))
    return tuple(_block(block, kind, list(rows)) for (block, kind), rows in grouped)


def _block(block: str, kind: str, rows: list[Piece]) -> Block:
    said = {each: " ".join(row.words(each) for row in rows if row.words(each)) for each in LANGUAGES}
    stale = tuple(each for each in LANGUAGES if any(each in row.stale for row in rows))
    sentences = tuple((row.label, {each: row.words(each) for each in LANGUAGES}) for row in rows)
    return Block(block, kind, {each: text for each, text in said.items() if text}, {}, stale, sentences)


async def gaps_of(reader: Actor, plank: Plank, blocks: Blocks) -> tuple[Gap, ...]:
    """What is not complete in a draft, and the references in it that lead astray."""
    kinds = {each.id: each.kind for each in blocks}
    astray = [
        Gap(place, block.id, wrong[1], bars=True)
        for place, block in enumerate(blocks, 1)
        if (wrong := await referring.mistake(reader, plank, "\n".join(block.texts.values()), kinds)) is not None
    ]
    found = (*rules.gaps(blocks, plank.language, OWN_NAMES), *astray)
    return tuple(sorted(found, key=lambda gap: gap.place))


async def latest(plank_id: int) -> Save:
    """The newest save of a draft."""
    save = await Save.filter(plank_id=plank_id).order_by("-number").first()
    if save is None:
        raise Absent
    return save


async def saves(reader: Actor, number: int) -> list[SaveLine]:
    """Every save of a draft, newest first: the drafting committee's own, even after it is laid."""
    found = await queries.visible(reader, number)
    policy.may_draft(reader).require()
    rows = await Save.filter(plank_id=found.id).order_by("-number").limit(200).select_related("by")
    return [SaveLine(row.number, row.what, row.by.name, row.at, len(row.content)) for row in rows]


async def save_of(reader: Actor, number: int, save: int) -> Blocks:
    """The blocks of one save."""
    found = await queries.visible(reader, number)
    policy.may_draft(reader).require()
    return rules.read((await save_row(found.id, save)).content)


async def save_row(plank_id: int, number: int) -> Save:
    """One save of a draft. Raises `Absent`."""
    row = await Save.get_or_none(plank_id=plank_id, number=number)
    if row is None:
        raise Absent
    return row


async def next_number() -> int:
    """The number of the next plank, drafts counted in."""
    found = await database.rows("SELECT coalesce(max(number), 0) + 1 FROM plank")
    return int(found[0][0])
