"""Who may fill whose seat, and what a card may hold: values in, values out."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from conference.core.errors import Conflict, Invalid, Refused
from conference.core.words import N_, Sentence

MOST_VOTES: Final = 1_000_000
"""The most votes that one card may hold."""
ORGANISATION_MOST: Final = 300


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody whom a delegation has sent, as the roll sees her."""

    account_id: int
    delegation: str
    alternate: bool
    accredited: bool


def stand_in(delegate: Member, alternate: Member, filled: Collection[int], filling: Collection[int]) -> None:
    """Raise `Refused` unless this alternate may fill this delegate's seat.

    `filled` are the delegates whose seats others fill already, `filling` the alternates who do so.
    """
    if delegate.account_id == alternate.account_id:
        raise Refused("own-seat", N_("Nobody stands in for herself or himself."))
    if delegate.alternate or not delegate.accredited:
        raise Refused("no-seat", N_("Only an accepted delegate has a seat that somebody else can fill."))
    if not alternate.alternate or not alternate.accredited:
        raise Refused("no-alternate", N_("Only an accepted alternate stands in for a delegate."))
    if delegate.delegation != alternate.delegation:
        raise Refused(
            "other-delegation", N_("An alternate stands in for a delegate of her or his own delegation only.")
        )
    if delegate.account_id in filled:
        raise Conflict("seat-filled", N_("Somebody stands in for this delegate already."))
    if alternate.account_id in filling:
        raise Conflict("fills-a-seat", N_("This alternate fills another seat already: one person, one seat."))


def card(organisation: str, votes: int) -> str:
    """The organisation's name as it is kept. Raises `Invalid` for what no card can hold."""
    name = " ".join(organisation.split())
    problems: dict[str, Sentence] = {}
    if not name:
        problems["organisation"] = Sentence(N_("Please fill in this field."))
    elif len(name) > ORGANISATION_MOST:
        most = {"most": ORGANISATION_MOST}
        problems["organisation"] = Sentence(N_("Please use at most %(most)s characters here."), most)
    if not 1 <= votes <= MOST_VOTES:
        bounds = {"least": 1, "most": MOST_VOTES}
        problems["votes"] = Sentence(N_("Please give a number from %(least)s to %(most)s."), bounds)
    if problems:
        raise Invalid(problems)
    return name
