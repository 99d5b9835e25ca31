"""Seating an alternate and giving the seat back, accrediting a card, saying who is in the room.

None of it touches a vote that is open: its roll was frozen when it opened.
"""

from collections.abc import Iterable

from conference.core.actor import Actor
from conference.core.errors import Absent, Conflict
from conference.core.words import N_
from conference.people.models import Account, Delegate
from conference.people.rules import State
from conference.roll import policy, rules
from conference.roll.models import Card, Presence, StandIn
from conference.roll.rules import Member
from conference.runtime import clock, database, journal

CARDS_LOCK = 7_265_031


async def seat_alternate(actor: Actor, delegate_id: int, alternate_id: int) -> StandIn:
    """From now on the alternate votes in the delegate's place, in votes that open from now on."""
    async with database.transaction():
        policy.may_seat(actor, alternate_id).require()
        found = await _members(delegate_id, alternate_id)
        await _forget_the_refused()
        standing = await StandIn.all()
        rules.stand_in(
            found[delegate_id],
            found[alternate_id],
            [each.delegate_id for each in standing],
            [each.alternate_id for each in standing],
        )
        made = await StandIn.create(delegate_id=delegate_id, alternate_id=alternate_id, since=clock.now())
        await _note("alternate-seated", actor, (delegate_id, alternate_id))
        return made


async def reseat(actor: Actor, delegate_id: int) -> None:
    """The delegate is back in the seat. Raises `Conflict` where nobody stands in any more."""
    async with database.transaction():
        policy.may_seat(actor).require()
        standing = await StandIn.filter(delegate_id=delegate_id).select_for_update().first()
        if standing is None:
            raise Conflict("nobody-stands-in", N_("Nobody stands in for this delegate any more."))
        await standing.delete()
        await _note("delegate-reseated", actor, (delegate_id, standing.alternate_id))


async def accredit_card(actor: Actor, organisation: str, votes: int, holder_id: int) -> Card:
    """Give an organisation its votes and name who holds its card; said again it changes the number or the holder.

    Raises `Conflict` when the holder has the card of another organisation.
    """
    async with database.transaction():
        policy.may_accredit_card(actor, holder_id).require()
        name = rules.card(organisation, votes)
        await _take_turns()
        found = await _members(holder_id)
        if not found[holder_id].accredited:
            raise Absent
        held = await Card.get_or_none(account_id=holder_id)
        if held is not None and held.organisation.casefold() != name.casefold():
            raise Conflict("holds-a-card", N_("This person holds the card of another organisation already."))
        for each in await Card.all().select_for_update():
            if each.organisation.casefold() == name.casefold():
                await each.delete()
        made = await Card.create(account_id=holder_id, organisation=name, votes=votes)
        await _note("card-accredited", actor, (holder_id,), name, votes)
        return made


async def withdraw_card(actor: Actor, holder_id: int) -> None:
    """The organisation's votes are no longer accredited. Raises `Conflict` where they are not."""
    async with database.transaction():
        policy.may_accredit_card(actor).require()
        if not await Card.filter(account_id=holder_id).delete():
            raise Conflict("no-card", N_("This person holds no card any more."))
        await _note("card-withdrawn", actor, (holder_id,))


async def mark_presence(actor: Actor, arrived: Iterable[int], left: Iterable[int]) -> None:
    """These persons have come into the room, those have left it; of everybody else nothing is said.

    Only what changed is told, so that two who tick at two doors do not undo each other's ticks.
    """
    come, gone = set(arrived), set(left)
    async with database.transaction():
        policy.may_mark(actor).require()
        known = await Delegate.filter(account_id__in=list(come), state=State.ACCREDITED)
        now = clock.now()
        present = [Presence(account_id=each.account_id, since=now) for each in known]
        await Presence.bulk_create(present, ignore_conflicts=True)
        await Presence.filter(account_id__in=list(gone)).delete()
        await _note("presence-marked", actor, come | gone, len(come), len(gone))


async def _take_turns() -> None:
    """Two who accredit at once give no organisation two cards; PostgreSQL's writers wait here, SQLite has only one."""
    if not database.on_sqlite():
        await database.rows("SELECT pg_advisory_xact_lock(?)", CARDS_LOCK)


async def _members(*account_ids: int) -> dict[int, Member]:
    """The members with these accounts, their rows locked in one order. Raises `Absent` where one is none."""
    found = await Delegate.filter(account_id__in=list(account_ids)).order_by("id").select_for_update()
    if len(found) != len(set(account_ids)):
        raise Absent
    return {
        each.account_id: Member(
            each.account_id, str(each.delegation_id), each.alternate, each.state == State.ACCREDITED
        )
        for each in found
    }


async def _forget_the_refused() -> None:
    """A seat or an alternate that the committee has taken back since holds nobody else up."""
    accredited = [each.account_id for each in await Delegate.filter(state=State.ACCREDITED)]
    for each in await StandIn.all():
        if each.delegate_id not in accredited or each.alternate_id not in accredited:
            await each.delete()


async def _note(verb: str, actor: Actor, people: Iterable[int], *figures: object) -> None:
    """The journal's line: who, under opaque names, and figures and words as they are."""
    named = await Account.filter(id__in=list(people)).order_by("id").values_list("opaque", flat=True)
    journal.record(verb, topic="roll", by=actor, decided=[list(named), *figures])
