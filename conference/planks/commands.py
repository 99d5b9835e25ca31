"""Filing a plank, making its next version, adopting and losing it."""

from collections.abc import Mapping, Sequence

from conference.core.actor import Actor
from conference.core.errors import Absent, Conflict, Refused
from conference.core.roles import Audience
from conference.core.words import N_
from conference.planks import policy, queries, rules
from conference.planks.models import Plank, Segment, Version
from conference.planks.rules import BlockChange, NewBlock, NewSegment, Piece, State
from conference.runtime import clock, database, journal
from conference.text.words import tidy
from conference.translation import commands as translation

__all__ = ["BlockChange", "NewBlock", "NewSegment", "adopt", "file_plank", "lose", "replace_blocks"]


async def file_plank(
    actor: Actor,
    number: int,
    kind: str,
    language: str,
    titles: Mapping[str, str],
    summaries: Mapping[str, str],
    blocks: Sequence[NewBlock],
    audience: str,
) -> Plank:
    """Lay a plank before the conference; its debate begins."""
    async with database.transaction():
        policy.may_file(actor).require()
        if not titles.get(language):
            raise Refused("no-title", N_("A plank needs a title in its own language."))
        if await Plank.filter(number=number).exists():
            raise Conflict("number-taken", N_("There is already a plank with this number."))
        plank = await Plank.create(
            number=number,
            kind=rules.Kind(kind),
            language=language,
            titles={each: tidy(title) for each, title in titles.items()},
            summaries={each: tidy(summary) for each, summary in summaries.items()},
            state=State.DEBATE,
            audience=Audience(audience),
            filed_by_id=actor.id,
            filed_at=clock.now(),
        )
        pieces = rules.filed(blocks, language, actor.id)
        await _write_version(plank, "filed", pieces)
        decided = {"titles": plank.titles, "text": [[piece.label, dict(piece.texts)] for piece in pieces]}
        journal.record("plank-filed", topic=f"plank-{number}", by=actor, decided=decided, also=("planks",))
        return plank


async def replace_blocks(actor: Actor, plank: Plank, changes: Sequence[BlockChange], cause: str) -> int:
    """Make the next version: what the changes do not touch keeps its ids and units. Gives the version's number."""
    async with database.transaction():
        policy.may_settle(actor).require()
        row = await _locked(plank.id)
        if row.state != State.DEBATE:
            raise Refused("plank-settled", N_("This plank is no longer under debate."))
        used = await _ids_ever_used(row.id)
        pieces = await queries.pieces(row.id, row.version)
        for change in changes:
            pieces = rules.changed(pieces, change, used)
            used |= {each for piece in pieces for each in (piece.block, piece.label)}
        row.version += 1
        await row.save(update_fields=["version"])
        await _write_version(row, cause, pieces)
        decided = {"version": row.version, "cause": cause, "blocks": [[each.kind, each.block] for each in changes]}
        journal.record("plank-changed", topic=f"plank-{row.number}", by=actor, decided=decided, also=("planks",))
        plank.version = row.version
        return row.version


async def adopt(actor: Actor, plank_id: int) -> Plank:
    """The conference has adopted the plank as it stands."""
    return await _settle(actor, plank_id, State.ADOPTED, "plank-adopted")


async def lose(actor: Actor, plank_id: int) -> Plank:
    """The conference has not adopted the plank."""
    return await _settle(actor, plank_id, State.LOST, "plank-lost")


async def _settle(actor: Actor, plank_id: int, state: State, verb: str) -> Plank:
    async with database.transaction():
        policy.may_settle(actor).require()
        plank = await _locked(plank_id)
        plank.state = rules.move(plank.state, state)
        await plank.save(update_fields=["state"])
        topic, decided = f"plank-{plank.number}", {"version": plank.version}
        journal.record(verb, topic=topic, by=actor, decided=decided, also=("planks",))
        return plank


async def _locked(plank_id: int) -> Plank:
    plank = await Plank.filter(id=plank_id).select_for_update().first()
    if plank is None:
        raise Absent
    return plank


async def _ids_ever_used(plank_id: int) -> set[str]:
    found = await database.rows(
        "SELECT DISTINCT s.block, s.label FROM segment s JOIN plank_version v ON v.id = s.version_id "
        "WHERE v.plank_id = ?",
        plank_id,
    )
    return {each for row in found for each in row}


async def _write_version(plank: Plank, cause: str, pieces: Sequence[Piece]) -> None:
    version = await Version.create(plank_id=plank.id, number=plank.version, cause=cause, created_at=clock.now())
    await Segment.bulk_create(
        [
            Segment(
                version_id=version.id,
                block=piece.block,
                kind=piece.kind,
                label=piece.label,
                position=position,
                unit_id=piece.unit or await _lay(plank, piece),
            )
            for position, piece in enumerate(pieces, 1)
        ]
    )


async def _lay(plank: Plank, piece: Piece) -> int:
    change = piece.change
    assert change is not None, "a piece without a unit says who wrote it"
    unit = await translation.lay(change.author, change.language, piece.texts, plank.audience, change.translators)
    return unit.id
