"""A delegate says what a note lacks or has wrong; a rapporteur answers; its author or the chair takes it away."""

from conference.core.actor import Actor
from conference.core.errors import Absent
from conference.planks.models import Plank
from conference.rapporteur import policy
from conference.rapporteur.commands.records import locked, note_down, require_words
from conference.rapporteur.models import Note, NoteObjection
from conference.rapporteur.queries import rapporteurs
from conference.rapporteur.rules import Kind, Stand
from conference.runtime import clock, database
from conference.translation import commands as translation


async def object_to(actor: Actor, number: int, kind: str, language: str, text: str) -> NoteObjection:
    """Say why. It stands beside the note until a rapporteur answers."""
    async with database.transaction():
        plank = await locked(actor, number)
        latest = await Note.filter(plank_id=plank.id).count()
        objecting = await NoteObjection.filter(
            plank_id=plank.id, account_id=actor.id or 0, state=Stand.STANDING
        ).exists()
        own = await rapporteurs(plank.id)
        policy.may_object(actor, plank.audience, own, presented=bool(latest), objecting=objecting).require()
        require_words(language, text, (("kind", kind in tuple(Kind)),))
        reason = await translation.write_unit(actor, language, text, plank.audience)
        made = await NoteObjection.create(
            plank_id=plank.id, version=latest, kind=kind, account_id=actor.id, reason_id=reason.id,
            raised_at=clock.now(), state=Stand.STANDING,
        )  # fmt: skip
        note_down("note-objected", plank, actor, [made.id, latest, kind, text])
        return made


async def answer(actor: Actor, number: int, objection: int, language: str, text: str) -> int:
    """What a rapporteur says to it: that a later version has the point, or why the note leaves it out. Gives
    the unit of the answer."""
    async with database.transaction():
        plank, found = await _locked(actor, number, objection)
        policy.may_answer(actor, found.state, await rapporteurs(plank.id)).require()
        require_words(language, text)
        unit = await translation.write_unit(actor, language, text, plank.audience)
        found.answer_id = unit.id
        await _settle(found, Stand.ANSWERED)
        note_down("note-objection-answered", plank, actor, [found.id, text])
        return unit.id


async def take_back(actor: Actor, number: int, objection: int) -> None:
    """Its author takes it back, or the chair takes it away: its words are gone in every language."""
    async with database.transaction():
        plank, found = await _locked(actor, number, objection)
        policy.may_take_back(actor, found.state, found.account_id).require()
        own = found.account_id == actor.id
        await translation.erase(found.reason_id)
        await _settle(found, Stand.WITHDRAWN if own else Stand.REMOVED)
        note_down("note-objection-withdrawn" if own else "note-objection-removed", plank, actor, found.id)


async def _locked(actor: Actor, number: int, objection: int) -> tuple[Plank, NoteObjection]:
    plank = await locked(actor, number)
    found = await NoteObjection.get_or_none(id=objection, plank_id=plank.id)
    if found is None:
        raise Absent
    return plank, found


async def _settle(found: NoteObjection, state: Stand) -> None:
    found.state, found.settled_at = state, clock.now()
    await found.save(update_fields=["state", "settled_at", "answer_id"])
