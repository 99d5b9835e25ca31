"""The Schulze method: strongest paths of defeats, and the order that follows from them."""

from collections.abc import Sequence
from dataclasses import dataclass

from conference.tally.pairwise import Matrix, Strength, defeats


@dataclass(frozen=True, slots=True)
class Schulze:
    """`paths`: row to column, the strength of the strongest path, 0 where there is none. `levels`: the whole
    order, best first; several options on one level are tied."""

    paths: Matrix
    levels: tuple[tuple[int, ...], ...]

    @property
    def winners(self) -> tuple[int, ...]:
        """The first level: one option, or several that only a lot or a new vote may part."""
        return self.levels[0]

    @property
    def order(self) -> tuple[int, ...] | None:
        """The order when no level is shared."""
        if any(len(level) > 1 for level in self.levels):
            return None
        return tuple(level[0] for level in self.levels)

    def ranks_above(self, one: int, other: int) -> bool:
        """The one has a stronger path to the other than the other has back."""
        return self.paths[one][other] > self.paths[other][one]

    def undominated(self, options: Sequence[int]) -> tuple[int, ...]:
        """Those that none of the given options ranks above."""
        return tuple(one for one in options if not any(self.ranks_above(other, one) for other in options))


def strongest_paths(votes: Matrix, strength: Strength) -> Matrix:
    """Row to column: the strength of the strongest path of defeats, in ballots; 0 where there is none.

    Source: Schulze, "A new monotonic, clone-independent, reversal symmetric, and Condorcet-consistent single-winner
    election method", Social Choice and Welfare 36 (2011), section 2.3.1: a path is as strong as its weakest defeat; the
    strongest paths are found as in Floyd and Warshall. A pair that is level gives no link: a path over it could never
    decide between two options.
    """
    paths = defeats(votes, strength)
    options = range(len(votes))
    for via in options:
        onward = paths[via]
        for start in options:
            row = paths[start]
            reach = row[via]
            if not reach or start == via:
                continue
            for goal, link in enumerate(onward):
                through = link if link < reach else reach
                if through > row[goal] and goal != start:
                    row[goal] = through
    return tuple(map(tuple, paths))


def schulze(votes: Matrix, strength: Strength = Strength.WINNING_VOTES) -> Schulze:
    """Order all options of a square matrix of ballots, row over column.

    Source: Schulze (2011), section 2.2: an option wins when nobody has a stronger path to it than it has back. The
    winners are the first level; taken away, those of the rest are the next.
    """
    paths = strongest_paths(votes, strength)
    ranking = Schulze(paths, ())
    levels: list[tuple[int, ...]] = []
    left = list(range(len(votes)))
    while left:
        levels.append(ranking.undominated(left))
        left = [option for option in left if option not in levels[-1]]
    return Schulze(paths, tuple(levels))
