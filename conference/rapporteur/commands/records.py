"""What the commands share: the plank under lock, who reports on it, the journal, and what its units are."""

from collections.abc import Sequence

from conference.core.actor import Actor
from conference.core.errors import Absent, Invalid
from conference.core.languages import LANGUAGES
from conference.core.words import N_, Sentence
from conference.planks import queries as planks
from conference.planks.models import Plank
from conference.rapporteur import policy
from conference.rapporteur.queries import rapporteurs
from conference.rapporteur.rules import TEXT_AT_MOST, Stand
from conference.runtime import database, journal
from conference.translation import commands as translation
from conference.translation.machine import queue as machine
from conference.translation.machine.rules import Owned, Rank

_SHOWN_ON = (
    "SELECT k.number FROM note_point p JOIN note n ON n.id = p.note_id JOIN plank k ON k.id = n.plank_id "
    "WHERE p.unit_id = ? UNION SELECT k.number FROM note_objection o JOIN plank k ON k.id = o.plank_id "
    "WHERE o.reason_id = ? OR o.answer_id = ? ORDER BY 1"
)
_OPEN = (
    "SELECT unit_id FROM note_point WHERE unit_id IN ({units}) UNION "
    "SELECT reason_id FROM note_objection WHERE reason_id IN ({units}) AND state <> ? UNION "
    "SELECT answer_id FROM note_objection WHERE answer_id IN ({units}) AND state <> ?"
)


async def locked(actor: Actor, number: int) -> Plank:
    """The plank, if the actor sees it; whoever writes its note or names for it takes turns."""
    plank = await planks.visible(actor, number)
    await Plank.filter(id=plank.id).select_for_update().first()
    return plank


async def locked_by_rapporteur(actor: Actor, number: int) -> Plank:
    """The same, for a rapporteur of this plank alone. For everybody else its working copy is not there."""
    plank = await locked(actor, number)
    if not policy.may_write(actor, await rapporteurs(plank.id)):
        raise Absent
    return plank


def require_words(language: str, text: str, choices: Sequence[tuple[str, bool]] = ()) -> None:
    """Raise `Invalid` with a sentence for each field. `choices`: names of further fields, and whether each is right."""
    problems = {}
    if language not in LANGUAGES:
        problems["language"] = Sentence(N_("This is not one of the working languages."))
    if not text.strip():
        problems["text"] = Sentence(N_("Please fill in this field."))
    elif len(text) > TEXT_AT_MOST:
        problems["text"] = Sentence(N_("Please use at most %(most)s characters here."), {"most": TEXT_AT_MOST})
    for name, is_right in choices:
        if not is_right:
            problems[name] = Sentence(N_("Please choose one of the answers offered."))
    if problems:
        raise Invalid(problems)


def note_down(verb: str, plank: Plank, actor: Actor, decided: object) -> None:
    """What everybody may hear of."""
    journal.record(verb, topic=f"plank-{plank.number}", by=actor, decided=decided)


def note_down_quietly(verb: str, plank: Plank, actor: Actor, decided: object) -> None:
    """What only the rapporteurs see: no page of anybody else is told that something has changed."""
    journal.record(verb, topic=f"note-draft-{plank.id}", by=actor, decided=decided)


async def _planks_of(unit_id: int) -> tuple[str, ...]:
    """The plank whose note shows this unit: in a point, an objection, or an answer; or none."""
    return tuple([f"plank-{number}" for (number,) in await database.rows(_SHOWN_ON, unit_id, unit_id, unit_id)])


translation.shown_in(_planks_of)


async def _owned(units: Sequence[int]) -> dict[int, Owned]:
    """Which of these units belong to notes, for the engines' queue: all that was laid there lies open."""
    gone = Stand.REMOVED.value
    found = await database.rows(_OPEN.format(units=database.places(units)), *units, *units, gone, *units, gone)
    return {unit: Owned(Rank.AMENDMENT, True) for (unit,) in found}


machine.owned_by(_owned)
