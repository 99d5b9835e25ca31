"""Who would be on the roll of a vote that opened now, and the roll as those who keep it read it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from conference.core.actor import Actor
from conference.core.languages import in_language
from conference.people.models import Delegate, Delegation
from conference.people.rules import State
from conference.roll import policy
from conference.roll.models import Card, Presence, StandIn


@dataclass(frozen=True, slots=True)
class Seat:
    """One voter of this moment. `stands_for` is the account of the delegate whose seat an alternate fills."""

    account_id: int
    delegation: str
    stands_for: int | None = None


@dataclass(frozen=True, slots=True)
class CardHeld:
    """The accredited votes of an organisation and who holds its card."""

    account_id: int
    delegation: str
    organisation: str
    votes: int


@dataclass(frozen=True, slots=True)
class MemberLine:
    """A delegate or an alternate on the page of the roll. `other` is, for a delegate, who fills the seat now, and for
    an alternate, in whose place she votes; "" where neither is so."""

    account_id: int
    name: str
    organisation: str
    present: bool
    other: str


@dataclass(frozen=True, slots=True)
class DelegationRoll:
    """One delegation. `present` counts the seats whose voter is in the room."""

    code: str
    name: str
    delegates: tuple[MemberLine, ...]
    alternates: tuple[MemberLine, ...]
    present: int


@dataclass(frozen=True, slots=True)
class CardLine:
    """A card on the page of the roll."""

    account_id: int
    organisation: str
    votes: int
    holder: str
    delegation: str


@dataclass(frozen=True, slots=True)
class RollPage:
    """The roll of this moment."""

    delegations: tuple[DelegationRoll, ...]
    cards: tuple[CardLine, ...]
    seats: int
    present: int
    votes: int


async def seats() -> list[Seat]:
    """Every accredited delegate, or the accredited alternate who fills the seat, in an order that tells nothing."""
    codes = await _codes()
    accredited = await Delegate.filter(state=State.ACCREDITED)
    alternates = {each.account_id for each in accredited if each.alternate}
    standing = {each.delegate_id: each.alternate_id for each in await StandIn.all() if each.alternate_id in alternates}
    found = [
        Seat(standing[each.account_id], codes[each.delegation_id], each.account_id)
        if each.account_id in standing
        else Seat(each.account_id, codes[each.delegation_id])
        for each in accredited
        if not each.alternate
    ]
    return sorted(found, key=lambda seat: seat.account_id)


async def cards() -> list[CardHeld]:
    """Every card whose holder is an accredited delegate or alternate."""
    codes = await _codes()
    homes = {each.account_id: codes[each.delegation_id] for each in await Delegate.filter(state=State.ACCREDITED)}
    held = await Card.all().order_by("account_id")
    return [
        CardHeld(each.account_id, homes[each.account_id], each.organisation, each.votes)
        for each in held
        if each.account_id in homes
    ]


async def present(account_ids: Iterable[int]) -> frozenset[int]:
    """Those of these persons who are in the room."""
    found = await Presence.filter(account_id__in=list(account_ids)).values_list("account_id", flat=True)
    return frozenset(int(str(each)) for each in found)


async def roll_page(reader: Actor, language: str) -> RollPage:
    """The roll by delegation, with alternates, cards and presence. Raises `NotPermitted`."""
    policy.may_see(reader).require()
    delegations = await Delegation.all().order_by("position")
    sent = await Delegate.filter(state=State.ACCREDITED).select_related("account").order_by("account__name", "id")
    names = {each.account_id: each.account.name for each in sent}
    voting = await seats()
    here = await present(names)
    by_code = Counter(seat.delegation for seat in voting if seat.account_id in here)
    others = {seat.stands_for: seat.account_id for seat in voting if seat.stands_for}
    others |= {seat.account_id: seat.stands_for for seat in voting if seat.stands_for}

    def line(each: Delegate) -> MemberLine:
        other = names.get(others.get(each.account_id) or 0, "")
        return MemberLine(each.account_id, each.account.name, each.organisation, each.account_id in here, other)

    held = await cards()
    titles = {each.code: in_language(each.names, language) for each in delegations}
    return RollPage(
        delegations=tuple(
            DelegationRoll(
                each.code,
                titles[each.code],
                tuple(line(one) for one in sent if one.delegation_id == each.id and not one.alternate),
                tuple(line(one) for one in sent if one.delegation_id == each.id and one.alternate),
                by_code[each.code],
            )
            for each in delegations
        ),
        cards=tuple(
            CardLine(each.account_id, each.organisation, each.votes, names[each.account_id], titles[each.delegation])
            for each in sorted(held, key=lambda card: (card.delegation, card.organisation))
        ),
        seats=len(voting),
        present=sum(by_code.values()),
        votes=sum(each.votes for each in held),
    )


async def _codes() -> dict[int, str]:
    return {each.id: each.code for each in await Delegation.all()}
