"""What every step of an amendment writes: its state, its life-line, the journal, and what falls or follows with it."""

from collections.abc import Mapping
from typing import Any

from conference.amendments import rules
from conference.amendments.commands import followers
from conference.amendments.models import Amendment, Member, Step
from conference.amendments.queries import rows
from conference.amendments.rules import OPEN, State, code
from conference.core.actor import HOUSE, Actor
from conference.planks.models import Plank
from conference.runtime import clock, database, journal

NUMBERS_LOCK = 7_265_012
_AFTER = {State.CARRIED: State.CARRIED, State.ACCEPTED: State.CARRIED, State.LOST: State.LOST}


async def next_number() -> int:
    """One more than the last; PostgreSQL's writers take turns here, SQLite has only one."""
    if not database.on_sqlite():
        await database.rows("SELECT pg_advisory_xact_lock(?)", NUMBERS_LOCK)
    found = await database.rows("SELECT coalesce(max(number), 0) + 1 FROM amendment")
    return int(found[0][0])


async def tell(
    amendment: Amendment, verb: str, actor: Actor, was: str = "", why: Mapping[str, Any] | None = None,
    decided: object = None,
) -> None:  # fmt: skip
    """A step for the life-line, and a row of the journal."""
    await Step.create(
        amendment_id=amendment.id, verb=verb, was=was, now=amendment.state, account_id=actor.id, at=clock.now(),
        why=dict(why or {}),
    )  # fmt: skip
    note(amendment, amendment.plank, verb, actor, decided)


def note(amendment: Amendment, plank: Plank, verb: str, actor: Actor, decided: object = None) -> None:
    topic = f"amendment-{amendment.number}"
    journal.record(verb, topic=topic, by=actor, decided=decided, also=("amendments", f"plank-{plank.number}"))


async def move(amendment: Amendment, to: State) -> str:
    """The next state; gives the one before."""
    was, amendment.state = amendment.state, rules.move(amendment.state, to)
    await amendment.save(update_fields=["state"])
    return was


async def settle(
    actor: Actor, amendment: Amendment, to: State, verb: str, why: Mapping[str, Any] | None = None,
    decided: object = None,
) -> Amendment:  # fmt: skip
    """A last step. What amends an amendment falls with it, whichever way it went; what joined it follows."""
    amendment.settled_at = clock.now()
    await amendment.save(update_fields=["settled_at"])
    was = await move(amendment, to)
    await tell(amendment, verb, actor, was, why, decided)
    await fall_all(actor, amendment, parent_id=amendment.id)
    if amendment.composite:
        await _follow(actor, amendment, to)
    return amendment


async def fall_all(actor: Actor, amendment: Amendment, **which: object) -> None:
    """The open amendments of this kind fall, and say with what."""
    rest = Amendment.filter(state__in=[each.value for each in OPEN], **which).exclude(id=amendment.id)
    for number in [each.number for each in await rest.order_by("number")]:
        other = await rows.for_update(HOUSE, number)
        if rules.is_open(other.state):
            by = code(amendment.number)
            await settle(actor, other, State.FALLEN, "amendment-fallen", {"by": by}, by)


async def _follow(actor: Actor, composite: Amendment, to: State) -> None:
    """What joined a composite is carried or lost with it; where it was not decided, it lies on the table again."""
    by = code(composite.number)
    again = list[int]()
    joined = await Member.filter(composite_id=composite.id, answer="joins").select_related("member").order_by("id")
    for number in [each.member.number for each in joined]:
        member = await rows.for_update(HOUSE, number)
        if member.state != State.JOINED:
            continue
        end = _AFTER.get(to)
        if end is None:
            was = await move(member, State.ADMITTED)
            await tell(member, "amendment-readmitted", actor, was, {"by": by}, by)
            again.append(number)
        else:
            await settle(actor, member, end, f"amendment-{end.value}", {"by": by}, by)
    await followers.readmitted(actor, again)
