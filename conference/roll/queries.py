"""Who would be on the roll of a vote that opened now."""

from dataclasses import dataclass

from conference.people.models import Delegate, Delegation
from conference.roll.models import Card, StandIn


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


async def seats() -> list[Seat]:
    """Every accredited delegate, or the alternate who fills the seat, in an order that tells nothing."""
    codes = await _codes()
    standing = {each.delegate_id: each.alternate_id for each in await StandIn.all()}
    seated = await Delegate.filter(state="accredited", alternate=False)
    found = [
        Seat(standing[each.account_id], codes[each.delegation_id], each.account_id)
        if each.account_id in standing
        else Seat(each.account_id, codes[each.delegation_id])
        for each in seated
    ]
    return sorted(found, key=lambda seat: seat.account_id)


async def cards() -> list[CardHeld]:
    """Every card whose holder is an accredited delegate or alternate."""
    codes = await _codes()
    homes = {each.account_id: codes[each.delegation_id] for each in await Delegate.filter(state="accredited")}
    held = await Card.all().order_by("account_id")
    return [
        CardHeld(each.account_id, homes[each.account_id], each.organisation, each.votes)
        for each in held
        if each.account_id in homes
    ]


async def _codes() -> dict[int, str]:
    return {each.id: each.code for each in await Delegation.all()}
