"""Writing a version: its row, its segments, and the texts that are new in it."""

from collections.abc import Sequence
from dataclasses import dataclass

from conference.core.errors import Absent
from conference.planks import queries
from conference.planks.changes import changed
from conference.planks.models import Plank, Segment, Version
from conference.planks.rules import BlockChange, Piece
from conference.runtime import clock, database
from conference.runtime.aside import aside
from conference.text.bounds import is_large
from conference.translation import commands as translation
from conference.translation import successors
from conference.translation.models import Unit
from conference.translation.successors import Wording

EDITED = "edited"
MANY = 10
"""Changes beyond which they are made away from the event loop."""


@dataclass(frozen=True, slots=True)
class Cause:
    """What brings a version: `filed`, an amendment such as `A12`, or `edited` with who edited and why (a unit)."""

    name: str
    editor: int | None = None
    reason: int | None = None
    same_meaning: bool = False


async def locked(plank_id: int) -> Plank:
    """The plank's row, held until the transaction ends."""
    plank = await Plank.filter(id=plank_id).select_for_update().first()
    if plank is None:
        raise Absent
    return plank


async def write_next(plank: Plank, changes: Sequence[BlockChange], cause: Cause) -> None:
    """The changes, one after another, as the next version of a locked plank."""
    used = await _ids_ever_used(plank.id)
    pieces = await queries.pieces(plank.id, plank.version)
    texts = [text for change in changes for text in (change.texts or {}).values()]
    large = is_large(*texts) or len(changes) > MANY
    pieces = await aside(_after, pieces, changes, used) if large else _after(pieces, changes, used)
    plank.version += 1
    await plank.save(update_fields=["version"])
    await write(plank, cause, pieces)


def _after(pieces: Sequence[Piece], changes: Sequence[BlockChange], used: set[str]) -> list[Piece]:
    """The pieces after all changes. `used`: every id that the plank ever had; the new ones come to it."""
    found = list(pieces)
    for change in changes:
        found = changed(found, change, used)
        used |= {each for piece in found for each in (piece.block, piece.label)}
    return found


async def write(plank: Plank, cause: Cause, pieces: Sequence[Piece]) -> None:
    """The version that the plank's row names."""
    version = await Version.create(
        plank_id=plank.id,
        number=plank.version,
        cause=cause.name,
        created_at=clock.now(),
        editor_id=cause.editor,
        reason_id=cause.reason,
        same_meaning=cause.same_meaning,
        titles=dict(plank.titles),
        summaries=dict(plank.summaries),
    )
    await Segment.bulk_create(
        [
            Segment(
                version_id=version.id,
                block=piece.block,
                kind=piece.kind,
                label=piece.label,
                position=position,
                unit_id=piece.unit or (await _lay(plank, piece)).id,
            )
            for position, piece in enumerate(pieces, 1)
        ]
    )


async def _lay(plank: Plank, piece: Piece) -> Unit:
    change = piece.change
    if change is None:
        raise ValueError("a piece without a unit says who wrote it")
    if not piece.follows:
        return await translation.lay(change.author, change.language, piece.texts, plank.audience, change.translators)
    wording = Wording(change.language, piece.texts, change.author, change.translators, change.same_meaning)
    return await successors.succeed(piece.follows, wording, plank.audience)


async def _ids_ever_used(plank_id: int) -> set[str]:
    found = await database.rows(
        "SELECT DISTINCT s.block, s.label FROM segment s JOIN plank_version v ON v.id = s.version_id "
        "WHERE v.plank_id = ?",
        plank_id,
    )
    return {each for row in found for each in row}
