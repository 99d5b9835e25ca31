"""Ranked pairs: defeats are locked in, strongest first, unless one would close a circle."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from conference.tally.pairwise import Matrix, Strength, defeats

Reach = tuple[int, ...]
"""For each option the set (as bits) of the options that it stands above by what is locked so far."""

MOST_OUTCOMES = 1000
"""More ways than this to lock equal defeats are not followed up: finding every winner is hard in general
(Brill and Fischer, "The price of neutrality for the ranked pairs method", AAAI 2012)."""


@dataclass(frozen=True, slots=True)
class Defeat:
    """One option beats another with a strength."""

    winner: int
    loser: int
    strength: int


@dataclass(frozen=True, slots=True)
class RankedPairs:
    """`winners`: all that may win, whichever of equal defeats comes first; None when there are too many ways.
    `levels`: the order when every way agrees on it, else None. `dropped`: defeats that would close a circle,
    when every way agrees."""

    winners: tuple[int, ...] | None
    levels: tuple[tuple[int, ...], ...] | None
    dropped: tuple[Defeat, ...] = ()

    @property
    def order(self) -> tuple[int, ...] | None:
        """The order when no level is shared."""
        if self.levels is None or any(len(level) > 1 for level in self.levels):
            return None
        return tuple(level[0] for level in self.levels)


def listed(votes: Matrix, strength: Strength) -> list[Defeat]:
    """All defeats, strongest first."""
    table = defeats(votes, strength)
    rows = [Defeat(one, other, by) for one, row in enumerate(table) for other, by in enumerate(row) if by]
    return sorted(rows, key=lambda defeat: -defeat.strength)


def ranked_pairs(votes: Matrix, strength: Strength = Strength.WINNING_VOTES) -> RankedPairs:
    """Lock in the defeats of a square matrix of ballots, row over column, strongest first.

    Source: Tideman, "Independence of clones as a criterion for voting rules", Social Choice and Welfare 4 (1987), with
    the strength that the options name. Defeats of equal strength are locked in every possible order, so that no input
    order ever decides; beyond `MOST_OUTCOMES` orders `winners` is None.
    """
    defeated = listed(votes, strength)
    outcomes: set[Reach] = {(0,) * len(votes)}
    for _, level in groupby(defeated, key=lambda defeat: defeat.strength):
        equals = list(level)
        ends = {end for locked in outcomes for end in _every_way(locked, equals)}
        if len(ends) > MOST_OUTCOMES or _GAVE_UP in ends:
            return RankedPairs(None, None)
        outcomes = ends
    if len(outcomes) == 1:
        return _settled(outcomes.pop(), defeated)
    return RankedPairs(tuple(sorted({top for reach in outcomes for top in _levels(reach)[0]})), None)


def by_lot(votes: Matrix, strength: Strength, lot: Sequence[int]) -> RankedPairs:
    """Lock equal defeats in the order of a lot over the options: the winner's place first, then, for one
    winner, the loser furthest down (as in Zavist and Tideman, Social Choice and Welfare 6, 1989)."""
    place = {option: position for position, option in enumerate(lot)}
    defeated = sorted(listed(votes, strength), key=lambda d: (-d.strength, place[d.winner], -place[d.loser]))
    reach: Reach = (0,) * len(votes)
    for defeat in defeated:
        if not _contradicts(reach, defeat):
            reach = _lock(reach, defeat)
    return _settled(reach, defeated)


_GAVE_UP: Reach = (-1,)


def _every_way(locked: Reach, equals: list[Defeat]) -> set[Reach]:
    """All states that locking equal defeats may end in, from one state."""
    together = locked
    for defeat in equals:
        if not _contradicts(locked, defeat):
            together = _lock(together, defeat)
    if not any(reach >> option & 1 for option, reach in enumerate(together)):
        return {together}
    ends: set[Reach] = set()
    seen, queue = {locked}, [locked]
    for state in queue:
        onward = {_lock(state, defeat) for defeat in equals if _is_open(state, defeat)}
        if not onward:
            ends.add(state)
        queue.extend(onward - seen)
        seen |= onward
        if len(seen) > MOST_OUTCOMES:
            return {_GAVE_UP}
    return ends


def _lock(reach: Reach, defeat: Defeat) -> Reach:
    gained = reach[defeat.loser] | 1 << defeat.loser
    return tuple(
        row | gained if option == defeat.winner or row >> defeat.winner & 1 else row for option, row in enumerate(reach)
    )


def _contradicts(reach: Reach, defeat: Defeat) -> bool:
    return bool(reach[defeat.loser] >> defeat.winner & 1)


def _is_open(reach: Reach, defeat: Defeat) -> bool:
    return not _contradicts(reach, defeat) and not reach[defeat.winner] >> defeat.loser & 1


def _settled(reach: Reach, defeated: list[Defeat]) -> RankedPairs:
    levels = _levels(reach)
    return RankedPairs(levels[0], levels, tuple(defeat for defeat in defeated if _contradicts(reach, defeat)))


def _levels(reach: Reach) -> tuple[tuple[int, ...], ...]:
    """Again and again those above whom nobody stands."""
    levels: list[tuple[int, ...]] = []
    left = list(range(len(reach)))
    while left:
        top = tuple(one for one in left if not any(reach[other] >> one & 1 for other in left))
        levels.append(top)
        left = [option for option in left if option not in top]
    return tuple(levels)
