"""Every option against every other: the matrix, who beats whom, Condorcet winner, Smith set, a cycle."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from operator import add

from conference.tally.ballots import Rankings

Matrix = tuple[tuple[int, ...], ...]
"""Row over column: how many papers put the row option above the column option."""


class Strength(StrEnum):
    """How strong a defeat is: the votes of the winning side, or its lead."""

    WINNING_VOTES = "winning-votes"
    MARGINS = "margins"


def matrix(rankings: Rankings, size: int) -> Matrix:
    """Count all pairs of `size` options. An option that a paper leaves out stands below all it ranks, level
    with the others left out; the first mention of an option counts, and blank ranks say nothing.

    A row is kept as one long integer with a field for each option, wide enough for all papers, so that one
    addition counts an option against everything below it.
    """
    width = sum(rankings.values()).bit_length() + 1
    fields = [1 << (width * option) for option in range(size)]
    everything = sum(fields)
    rows = [0] * size
    for ranking, count in rankings.items():
        below, seen = everything, 0
        for rank in ranking:
            fresh = [option for option in rank if not seen & fields[option]]
            for option in fresh:
                seen |= fields[option]
                below -= fields[option]
            lost = below * count
            for option in fresh:
                rows[option] += lost
    one_field = (1 << width) - 1
    return tuple(tuple(row >> (width * other) & one_field for other in range(size)) for row in rows)


def added(tables: Iterable[Matrix], size: int) -> Matrix:
    """The matrix of several boxes together."""
    total = [[0] * size for _ in range(size)]
    for table in tables:
        total = [list(map(add, row, more)) for row, more in zip(total, table, strict=True)]
    return tuple(map(tuple, total))


def beats(votes: Matrix, one: int, other: int) -> bool:
    """More papers put the one above the other than the reverse."""
    return votes[one][other] > votes[other][one]


def defeats(votes: Matrix, strength: Strength) -> list[list[int]]:
    """Row over column: the strength of the row's defeat of the column, 0 where it does not beat it."""
    options = range(len(votes))
    less = 0 if strength is Strength.WINNING_VOTES else 1
    return [
        [votes[one][other] - less * votes[other][one] if beats(votes, one, other) else 0 for other in options]
        for one in options
    ]


def condorcet_winner(votes: Matrix) -> int | None:
    """The option that beats every other, if there is one (Condorcet, 1785)."""
    return _only(votes, winning=True)


def condorcet_loser(votes: Matrix) -> int | None:
    """The option that every other beats, if there is one (never the only option)."""
    return _only(votes, winning=False) if len(votes) > 1 else None


def _only(votes: Matrix, winning: bool) -> int | None:
    options = range(len(votes))
    for one in options:
        others = [other for other in options if other != one]
        if all(beats(votes, one, other) if winning else beats(votes, other, one) for other in others):
            return one
    return None


def smith_set(votes: Matrix) -> list[int]:
    """The smallest set whose members each beat everybody outside (Smith, "Aggregation of preferences with variable
    electorate", Econometrica 41, 1973): those from whom every option can be reached over wins and level pairs. Rows of
    the closure are bit sets."""
    options = range(len(votes))
    reach = [sum(1 << b for b in options if b == a or not beats(votes, b, a)) for a in options]
    for via in options:
        for start in options:
            if reach[start] >> via & 1:
                reach[start] |= reach[via]
    everybody = (1 << len(votes)) - 1
    return [option for option in options if reach[option] == everybody]


@dataclass(frozen=True, slots=True)
class Win:
    """One step of a cycle: the votes by which one option beats the next."""

    option: int
    beats: int
    votes: int
    against: int


def cycle(votes: Matrix, leaders: list[int]) -> list[Win]:
    """A circle of wins through the first leader that anybody beats, in the order of the wins; empty when
    there is none.

    It closes with the leader's heaviest defeat, and goes there by the fewest wins.
    """
    options = range(len(votes))
    for leader in leaders:
        victors = [other for other in options if beats(votes, other, leader)]
        for victor in sorted(victors, key=lambda other: (-votes[other][leader], other)):
            route = _fewest_wins(votes, leader, victor)
            if route:
                steps = zip(route, [*route[1:], leader], strict=True)
                return [Win(one, other, votes[one][other], votes[other][one]) for one, other in steps]
    return []


def _fewest_wins(votes: Matrix, start: int, goal: int) -> list[int]:
    came_from = {start: start}
    queue = [start]
    for one in queue:
        for other in range(len(votes)):
            if other not in came_from and beats(votes, one, other):
                came_from[other] = one
                queue.append(other)
    if goal not in came_from:
        return []
    route = [goal]
    while route[-1] != start:
        route.append(came_from[route[-1]])
    return route[::-1]
