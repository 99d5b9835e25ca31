"""Why the count went as it did: reason codes with parameters, in order; an edge turns them into sentences."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum


class Code(StrEnum):
    """Every reason that a count may give. The parameters stand behind each."""

    CAST = "cast"  # ballots, roll (null when unknown)
    CONDORCET_WINNER = "condorcet-winner"  # option
    NO_CONDORCET_WINNER = "no-condorcet-winner"  # smith_set
    STRONGEST_PATHS = "strongest-paths"  # between: nobody has a stronger path to them than they have back
    PAIR_LOCKED = "pair-locked"  # option, over, strength
    PAIR_DROPPED = "pair-dropped"  # option, over, strength: it would close a circle
    LEVEL_AT_THE_TOP = "level-at-the-top"  # between
    ABOVE_STATUS_QUO = "above-status-quo"  # option, votes, against
    SKIPPED = "skipped"  # option, reason, and the figures of that reason
    STATUS_QUO_STAYS = "status-quo-stays"  # option
    MOST_APPROVED = "most-approved"  # option: it fills a seat
    MAJORITY = "majority"  # round, option, votes, continuing
    LAST_STANDING = "last-standing"  # round, option
    ELIMINATED = "eliminated"  # round, option, votes
    QUOTA = "quota"  # quota, valid, seats
    REACHED_QUOTA = "reached-quota"  # round, option, votes
    FILLS_LAST_SEATS = "fills-last-seats"  # round, option, votes
    SURPLUS = "surplus"  # round, option, surplus, votes
    EXCLUDED = "excluded"  # round, option, votes
    TIE_SETTLED_EARLIER = "tie-settled-earlier"  # round, between, chosen, looked_at (the earlier round), aim
    NO_VOTES_ANY_ORDER = "no-votes-any-order"  # round, between, chosen, aim: all go out in any order
    TIE_SETTLED_BY_LOT = "tie-settled-by-lot"  # round (null in pairwise methods), between, chosen, rule, aim
    STOPPED_FOR_LOT = "stopped-for-lot"  # round (null in pairwise methods), between
    CONDITION_MET = "condition-met"  # condition: the code and figures of one condition
    CONDITION_MISSED = "condition-missed"  # condition
    OUTCOME = "outcome"  # outcome: carried, lost, conciliation


@dataclass(frozen=True, slots=True)
class Step:
    """One reason with its parameters, all ready for JSON."""

    code: Code
    params: dict[str, object]

    def as_json(self) -> dict[str, object]:
        """The step as one flat object."""
        return {"code": str(self.code), **self.params}


@dataclass(slots=True)
class Trace:
    """The growing record of one count."""

    steps: list[Step] = field(default_factory=list)

    def note(self, code: Code, **params: object) -> None:
        """Add one reason."""
        self.steps.append(Step(code, params))

    def as_json(self) -> list[dict[str, object]]:
        """All steps, in order."""
        return [step.as_json() for step in self.steps]

    def __iter__(self) -> Iterator[Step]:
        return iter(self.steps)
