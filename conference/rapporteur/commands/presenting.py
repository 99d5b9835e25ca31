"""A version of the note: frozen as it is presented, its units laid for the translators, unchanged ones kept."""

from conference.core.actor import Actor
from conference.core.errors import Refused
from conference.planks.models import Plank
from conference.rapporteur.commands.records import locked_by_rapporteur, note_down
from conference.rapporteur.desk import problem
from conference.rapporteur.models import Note, NoteDraft, NotePoint, NotePost
from conference.runtime import clock, database
from conference.translation import commands as translation
from conference.translation import queries as texts
from conference.translation import successors
from conference.translation.successors import Wording


async def present(actor: Actor, number: int) -> Note:
    """Present the working copy as the note, or as its next version. Whoever reads the debate reads it."""
    async with database.transaction():
        plank = await locked_by_rapporteur(actor, number)
        points = await NoteDraft.filter(plank_id=plank.id).order_by("position", "key")
        lacking = await problem(plank.id, points)
        if lacking is not None:
            raise Refused("not-presentable", lacking.text, **lacking.params)
        made = await Note.create(
            plank_id=plank.id,
            number=await Note.filter(plank_id=plank.id).count() + 1,
            presented_by_id=actor.id,
            presented_at=clock.now(),
        )
        for each in points:
            await _present_point(plank, made, each)
        decided = [[each.key, each.side, each.block, each.text, each.posts] for each in points]
        note_down("note-presented", plank, actor, [made.number, decided])
        return made


async def _present_point(plank: Plank, note: Note, draft: NoteDraft) -> None:
    unit = await _unit(plank, draft)
    if draft.unit_id != unit:
        draft.unit_id = unit
        await draft.save(update_fields=["unit_id"])
    point = await NotePoint.create(
        note_id=note.id, key=draft.key, position=draft.position, side=draft.side, block=draft.block, unit_id=unit
    )
    await NotePost.bulk_create([NotePost(point_id=point.id, post_id=post) for post in draft.posts])


async def _unit(plank: Plank, draft: NoteDraft) -> int:
    """The point's unit: the one that stands while its words do, else a new one in its place, which the translators find
    at their desk with what has changed."""
    written = {draft.language: draft.text}
    if draft.unit_id is None:
        return (await translation.lay(draft.by_id, draft.language, written, plank.audience)).id
    stands = (await texts.originals([draft.unit_id]))[draft.unit_id]
    if (stands.language, stands.text) == (draft.language, draft.text):
        return draft.unit_id
    wording = Wording(draft.language, written, draft.by_id, {})
    return (await successors.succeed([draft.unit_id], wording, plank.audience)).id
