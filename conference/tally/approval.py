"""Approval voting: every option that a paper approves gets one vote, and the most approved win.

Source: Brams and Fishburn, "Approval voting", American Political Science Review 72 (1978). With several seats the
most approved fill them one after the other (block approval): nobody's paper weighs more for having approved fewer.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from conference.tally.ballots import Ranking, Rankings
from conference.tally.expect import BadFile


@dataclass(frozen=True, slots=True)
class Approvals:
    """Papers that approve each option, by index; `valid`: papers that approve at least one."""

    votes: tuple[int, ...]
    valid: int
    cast: int

    def levels(self) -> tuple[tuple[int, ...], ...]:
        """The options by their votes, most first; those with as many as each other on one level."""
        options = range(len(self.votes))
        return tuple(
            tuple(option for option in options if self.votes[option] == number)
            for number in sorted(set(self.votes), reverse=True)
        )


def approvals(rankings: Rankings, size: int, most_ranks: int) -> Approvals:
    """Count papers over `size` options. The options of the first `most_ranks` ranks are approved.

    Raises `BadFile` for a paper with more ranks: whether its lower ranks approve is not for the count to guess.
    """
    votes, valid = [0] * size, 0
    for ranking, count in rankings.items():
        chosen = _approved(ranking, most_ranks)
        for option in chosen:
            votes[option] += count
        valid += count if chosen else 0
    return Approvals(tuple(votes), valid, sum(rankings.values()))


def _approved(ranking: Ranking, most_ranks: int) -> set[int]:
    used = max((number for number, rank in enumerate(ranking, 1) if rank), default=0)
    if used > most_ranks:
        wanted = f"approved options in {most_ranks} rank{'s' if most_ranks > 1 else ''} at most (option approved_ranks)"
        raise BadFile("ballots", wanted, f"a paper with {used} ranks")
    return {option for rank in ranking for option in rank}


def first(levels: Sequence[Sequence[int]], seats: int) -> tuple[list[int], list[int]]:
    """Those who are among the `seats` most approved whatever a lot says, and those tied for what seats are left."""
    sure: list[int] = []
    for level in levels:
        if len(sure) + len(level) > seats:
            return sure, list(level) if len(sure) < seats else []
        sure += level
    return sure, []
