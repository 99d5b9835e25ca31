"""Yes, no and abstain, counted overall and for each delegation."""

from collections.abc import Mapping
from dataclasses import dataclass

from conference.tally.ballots import Rankings

YES, NO, ABSTAIN = "yes", "no", "abstain"


@dataclass(frozen=True, slots=True)
class Votes:
    """The three counts of one question. A blank paper abstains."""

    yes: int = 0
    no: int = 0
    abstain: int = 0

    @property
    def valid(self) -> int:
        """Papers that say yes or no."""
        return self.yes + self.no

    @property
    def cast(self) -> int:
        """All papers, abstentions included."""
        return self.yes + self.no + self.abstain

    def __add__(self, other: "Votes") -> "Votes":
        return Votes(self.yes + other.yes, self.no + other.no, self.abstain + other.abstain)


def count_yes_no(rankings: Rankings, options: Mapping[str, int]) -> Votes:
    """Count papers whose first rank is one of the options by name; all else (`abstain`, blank) abstains.

    Source: Robert's Rules of Order: a majority is of the votes cast, and an abstention is none. What a rule set counts
    otherwise stands in `majority.Threshold`.
    """
    yes, no = rankings.get(((options[YES],),), 0), rankings.get(((options[NO],),), 0)
    return Votes(yes, no, sum(rankings.values()) - yes - no)
