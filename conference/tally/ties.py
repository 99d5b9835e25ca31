"""Ties: first the rule's own steps, then a lot that everyone can recompute; without a lot the count stops.

Never by input order, and never without a word in the trace.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import Protocol

from conference.core.canonical import canonical
from conference.tally.trace import Code, Trace

Votes = int | Fraction
History = Sequence[Mapping[int, Votes]]
"""The figures of every stage so far, oldest first."""

NEW_VOTE = "published lot or a new vote"
"""How a tie between texts is resolved, in the words of the case form."""

MOST_LOTS = 120
"""More draws than this are not tried out when asking who may win over every lot."""


class Aim(StrEnum):
    """What a tie is about: who goes out (fewest votes) or whose surplus goes first (most votes)."""

    OUT = "out"
    SURPLUS = "surplus"


QUESTIONS = {
    Aim.OUT: "who is eliminated; earlier rounds do not separate them, so the published lot decides",
    Aim.SURPLUS: "whose surplus goes first; earlier rounds do not separate them, so the lot decides",
}
"""The words of the case form; the trace carries the same as codes."""


class Undrawn(Exception):
    """A lot is needed and none is given: the count stops here."""

    def __init__(self, round_number: int, between: tuple[int, ...], aim: Aim) -> None:
        super().__init__(f"round {round_number}: a lot between {between}")
        self.round_number = round_number
        self.between = between
        self.aim = aim


class Rule(StrEnum):
    """What settled a tie: an earlier stage, that nobody voted for any of them and all go out, that a second tie leaves
    the text as it is, an order of options drawn beforehand, or a lot from a seed."""

    BACKWARD = "backward"
    NO_VOTES = "no-votes"
    STATUS_QUO = "status-quo"
    ORDER = "order"
    LOT = "lot"


@dataclass(frozen=True, slots=True)
class Lot:
    """Options in the order drawn: the first survives longest, and its surplus goes first."""

    rule: Rule
    order: tuple[int, ...]

    def sorted(self, options: Sequence[int]) -> list[int]:
        """The given options in the order drawn."""
        return sorted(options, key=self.order.index)


def lot_from_seed(seed: str, options: Sequence[str]) -> Lot:
    """The lot that a seed gives: options sorted by the SHA-256 (hexadecimal) of the UTF-8 bytes of the JSON
    list `["seed","option"]`, written without spaces."""
    digest = [hashlib.sha256(canonical([seed, option])).hexdigest() for option in options]
    return Lot(Rule.LOT, tuple(sorted(range(len(options)), key=digest.__getitem__)))


@dataclass(frozen=True, slots=True)
class Settled:
    """A tie that did not stop the count."""

    rule: Rule
    between: tuple[int, ...]


Draw = Callable[[tuple[int, ...], Aim], int]
"""Picks one of the tied options: the one that goes out, or whose surplus goes first."""


def narrowed(tied: Sequence[int], history: History, aim: Aim) -> tuple[tuple[int, ...], int | None]:
    """Those that the earlier stages leave tied, and the index of the last stage that told some apart.

    Source: Scottish Local Government Elections Order 2007, rules 49 and 50: the latest earlier stage at which the votes
    of the candidates differ decides; only if there is none, a lot.
    """
    left, looked_at = tuple(tied), None
    most_or_least = min if aim is Aim.OUT else max
    for stage in range(len(history) - 1, -1, -1):
        extreme = most_or_least(history[stage][option] for option in left)
        extremes = tuple(option for option in left if history[stage][option] == extreme)
        if len(extremes) < len(left):
            left, looked_at = extremes, stage
        if len(left) == 1:
            break
    return left, looked_at


@dataclass(slots=True)
class TieBreaker:
    """Settles the ties of one count and remembers how. Without a lot (or `draw`) it raises `Undrawn`."""

    lot: Lot | None
    names: Sequence[str]
    trace: Trace
    draw: Draw | None = None
    settled: list[Settled] = field(default_factory=list)

    def pick(self, tied: Sequence[int], history: History, aim: Aim, most_out: int = 0) -> int:
        """One of the tied options; `history` ends with the stage in which they are tied. `most_out`: how many may
        still go out before those left fill the seats."""
        if len(tied) == 1:
            return tied[0]
        if self.lot is None and len(tied) <= most_out and not any(history[-1][option] for option in tied):
            return self._without_votes(tied, history, aim)
        left, looked_at = narrowed(tied, history[:-1], aim)
        if looked_at is not None:
            self.settled.append(Settled(Rule.BACKWARD, tuple(tied)))
            self._note(Code.TIE_SETTLED_EARLIER, history, tied, left, aim, looked_at=looked_at + 1)
        if len(left) == 1:
            return left[0]
        return self._drawn(left, history, aim)

    def _without_votes(self, tied: Sequence[int], history: History, aim: Aim) -> int:
        """Options without a vote have no paper to pass on, so all of them go out one after the other, and no order
        of theirs changes anything: no lot is needed, and names give the order in which the table lists them."""
        chosen = min(tied, key=self.names.__getitem__)
        self.settled.append(Settled(Rule.NO_VOTES, tuple(tied)))
        self._note(Code.NO_VOTES_ANY_ORDER, history, tied, (chosen,), aim)
        return chosen

    def _drawn(self, tied: tuple[int, ...], history: History, aim: Aim) -> int:
        if self.draw is not None:
            return self.draw(tied, aim)
        if self.lot is None:
            raise Undrawn(len(history), tied, aim)
        drawn = self.lot.sorted(tied)
        chosen = drawn[-1] if aim is Aim.OUT else drawn[0]
        self.settled.append(Settled(self.lot.rule, tied))
        self._note(Code.TIE_SETTLED_BY_LOT, history, tied, (chosen,), aim, rule=str(self.lot.rule))
        return chosen

    def _note(
        self,
        code: Code,
        history: History,
        tied: Sequence[int],
        chosen: Sequence[int],
        aim: Aim,
        **more: object,
    ) -> None:
        self.trace.note(
            code,
            round=len(history),
            between=[self.names[option] for option in tied],
            chosen=[self.names[option] for option in chosen],
            aim=str(aim),
            **more,
        )


class Counted(Protocol):
    """What every transfer count gives: who is elected, and the tie that stopped it, if any."""

    @property
    def elected(self) -> Sequence[int]: ...
    @property
    def tie(self) -> Undrawn | None: ...


def winners_over_every_lot(count: Callable[[Draw], Counted]) -> list[int] | None:
    """Everybody who is elected under some lot, found by trying every draw; None when there are too many."""
    won: set[int] = set()
    tried = 0
    to_try: list[tuple[int, ...]] = [()]
    while to_try:
        if tried + len(to_try) > MOST_LOTS:
            return None
        draws = to_try.pop()
        tried += 1
        outcome = count(_scripted(draws))
        if outcome.tie is None:
            won.update(outcome.elected)
        else:
            to_try.extend((*draws, option) for option in outcome.tie.between)
    return sorted(won)


def _scripted(draws: tuple[int, ...]) -> Draw:
    """Draws that are decided beforehand, one after the other, and then none."""
    left = iter(draws)

    def draw(tied: tuple[int, ...], aim: Aim) -> int:
        chosen = next(left, None)
        if chosen is None:
            raise Undrawn(0, tied, aim)
        return chosen

    return draw
