"""Keeping the text as it is, as one option of a Schulze vote: which rule lets another text replace it.

The first three rules are those that Behrens, Kistner, Nitsche and Swierczek compare in "The Principles of
LiquidFeedback" (2014); the last one asks every delegation as well. Six voters of one delegation who bury a text
can then overturn twenty to ten, so it is never a default.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from conference.tally.pairwise import Matrix, beats, smith_set
from conference.tally.schulze import Schulze


class StatusQuoRule(StrEnum):
    """How the status quo is treated."""

    PLAIN = "plain"
    DIRECT = "must-beat-status-quo-directly-and-rank-above-it"
    SMITH = "status-quo-wins-if-it-is-in-the-smith-set"
    EACH_DELEGATION = "must-beat-status-quo-inside-each-delegation"


@dataclass(frozen=True, slots=True)
class Skipped:
    """A text passed over although the winner does not rank above it, with the votes that say why."""

    option: int
    reason: str
    votes: int
    against: int
    delegation: str | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """`winners`: the text chosen, or the status quo; several are a tie. `skipped`: in the order of the whole
    ranking."""

    winners: tuple[int, ...]
    skipped: tuple[Skipped, ...] = ()


def decide(rule: StatusQuoRule, ranking: Schulze, votes: Matrix, keep: int, by_group: Mapping[str, Matrix]) -> Decision:
    """Apply one rule; `keep`: the status quo; `by_group`: the matrix of every delegation that cast a paper."""
    if rule is StatusQuoRule.PLAIN:
        return Decision(ranking.winners)
    if rule is StatusQuoRule.SMITH:
        return _unless_in_smith_set(ranking, votes, keep)
    groups = by_group if rule is StatusQuoRule.EACH_DELEGATION else {}
    texts = [option for level in ranking.levels for option in level if option != keep]
    problems = {option: _problem(option, ranking, votes, keep, groups) for option in texts}
    winners = ranking.undominated([option for option in texts if problems[option] is None]) or (keep,)
    passed_over = (
        problem
        for option, problem in problems.items()
        if problem and (winners == (keep,) or not any(ranking.ranks_above(one, option) for one in winners))
    )
    return Decision(winners, tuple(passed_over))


def _unless_in_smith_set(ranking: Schulze, votes: Matrix, keep: int) -> Decision:
    if keep not in smith_set(votes):
        return Decision(ranking.winners)
    skipped = [
        Skipped(option, "status-quo-in-smith-set", votes[option][keep], votes[keep][option])
        for option in ranking.winners
        if option != keep
    ]
    return Decision((keep,), tuple(skipped))


def _problem(option: int, ranking: Schulze, votes: Matrix, keep: int, by_group: Mapping[str, Matrix]) -> Skipped | None:
    """What keeps a text from replacing the status quo, or None."""
    if not beats(votes, option, keep):
        return Skipped(option, "does-not-beat-status-quo", votes[option][keep], votes[keep][option])
    if not ranking.ranks_above(option, keep):
        paths = ranking.paths
        return Skipped(option, "does-not-rank-above-status-quo", paths[option][keep], paths[keep][option])
    for name, own in by_group.items():
        if not beats(own, option, keep):
            reason = "does-not-beat-status-quo-inside-delegation"
            return Skipped(option, reason, own[option][keep], own[keep][option], name)
    return None
