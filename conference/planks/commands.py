"""Filing a plank, making its next version, adopting and losing it."""

from collections.abc import Mapping, Sequence

from conference.core.actor import Actor
from conference.core.errors import Conflict, Refused
from conference.core.roles import Audience
from conference.core.words import N_
from conference.planks import following, policy, rules, versions
from conference.planks.following import Changed
from conference.planks.models import Plank
from conference.planks.rules import BlockChange, NewBlock, NewSegment, State
from conference.planks.versions import Cause
from conference.runtime import clock, database, journal
from conference.text.words import tidy
from conference.translation import commands as translation
from conference.translation.machine import queue as machine
from conference.translation.machine.rules import Owned, Rank

_STANDS_IN = (
    "SELECT DISTINCT k.number FROM segment s JOIN plank_version v ON v.id = s.version_id "
    "JOIN plank k ON k.id = v.plank_id AND k.version = v.number WHERE s.unit_id = ?"
)
_SENTENCES = (
    "SELECT s.unit_id, v.number, k.version FROM segment s JOIN plank_version v ON v.id = s.version_id "
    "JOIN plank k ON k.id = v.plank_id WHERE s.unit_id IN ({units})"
)
__all__ = ["BlockChange", "NewBlock", "NewSegment", "adopt", "file_plank", "lose", "replace_blocks", "retitle"]


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
        await versions.write(plank, Cause("filed"), pieces)
        decided = {"titles": plank.titles, "text": [[piece.label, dict(piece.texts)] for piece in pieces]}
        journal.record("plank-filed", topic=f"plank-{number}", by=actor, decided=decided, also=("planks",))
        return plank


async def replace_blocks(actor: Actor, plank: Plank, changes: Sequence[BlockChange], cause: str) -> int:
    """Make the next version: what the changes do not touch keeps its ids and units. Gives the version's number."""
    async with database.transaction():
        policy.may_settle(actor).require()
        row = await versions.locked(plank.id)
        if row.state != State.DEBATE:
            raise Refused("plank-settled", N_("This plank is no longer under debate."))
        await versions.write_next(row, changes, Cause(cause))
        decided = {"version": row.version, "cause": cause, "blocks": [[each.kind, each.block] for each in changes]}
        journal.record("plank-changed", topic=f"plank-{row.number}", by=actor, decided=decided, also=("planks",))
        plank.version = row.version
        await following.tell(actor, Changed(row, cause))
        return row.version


async def retitle(actor: Actor, plank: Plank, titles: Mapping[str, str], cause: str) -> int:
    """Give the plank another title, as a version of its own whose text is the same. Gives the version's number."""
    async with database.transaction():
        policy.may_settle(actor).require()
        row = await versions.locked(plank.id)
        if row.state != State.DEBATE:
            raise Refused("plank-settled", N_("This plank is no longer under debate."))
        before = row.titles
        row.titles = row.titles | {each: tidy(title) for each, title in titles.items()}
        await row.save(update_fields=["titles"])
        await versions.write_next(row, (), Cause(cause))
        decided = {"version": row.version, "cause": cause, "titles": row.titles}
        journal.record("plank-retitled", topic=f"plank-{row.number}", by=actor, decided=decided, also=("planks",))
        plank.titles, plank.version = row.titles, row.version
        await following.tell(actor, Changed(row, cause, titles=before))
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
        plank = await versions.locked(plank_id)
        plank.state = rules.move(plank.state, state)
        await plank.save(update_fields=["state"])
        topic, decided = f"plank-{plank.number}", {"version": plank.version}
        journal.record(verb, topic=topic, by=actor, decided=decided, also=("planks",))
        return plank


async def _shown_in(unit_id: int) -> tuple[str, ...]:
    """The planks whose pages show this unit in the version that stands."""
    return tuple([f"plank-{number}" for (number,) in await database.rows(_STANDS_IN, unit_id)])


translation.shown_in(_shown_in)


async def _owned(units: Sequence[int]) -> dict[int, Owned]:
    """Which of these units are sentences of planks that were laid, for the engines' queue; drafts have no version.
    Those of earlier versions come last: nobody votes on them any more."""
    found: dict[int, Owned] = {}
    for unit, number, standing in await database.rows(_SENTENCES.format(units=database.places(units)), *units):
        if number == standing or unit not in found:
            found[unit] = Owned(Rank.PLANK if number == standing else Rank.OTHER, is_open=True)
    return found


machine.owned_by(_owned)
