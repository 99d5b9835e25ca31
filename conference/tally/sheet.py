"""The sheet that one count is written on: the case, its common rules, the reasons so far, the names."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from conference.tally.election import Case, Group
from conference.tally.expect import Fields
from conference.tally.figures import ratio
from conference.tally.options import Common, common
from conference.tally.ties import (
    QUESTIONS,
    Counted,
    Draw,
    Rule,
    Settled,
    TieBreaker,
    Undrawn,
    winners_over_every_lot,
)
from conference.tally.trace import Code, Trace

Answer = dict[str, object]


@dataclass(slots=True)
class Sheet:
    """What every method needs in order to answer."""

    case: Case
    fields: Fields
    common: Common
    trace: Trace = field(default_factory=Trace)

    def name(self, option: int | None) -> str | None:
        """An option's name, or None for none."""
        return None if option is None else self.case.options[option]

    def names(self, options: Iterable[int]) -> list[str]:
        """The names of options, in the order given."""
        return [self.case.options[option] for option in options]

    def figures(self, tally: Mapping[int, int]) -> dict[str, str]:
        """A tally of whole votes under the names of its options, as text."""
        return {self.case.options[option]: str(votes) for option, votes in tally.items()}

    def turnout(self) -> str | None:
        """Papers cast over those entitled, where that is known."""
        entitled = self.common.entitled
        return None if entitled is None else ratio(self.case.cast, entitled)

    def turnout_of(self, group: Group) -> Answer:
        """One group's line: entitled, present, cast."""
        cast = sum(self.case.box(group).values())
        return {
            "name": group.name,
            "roll": group.roll,
            "present": group.present,
            "cast": cast,
            "turnout": None if group.roll is None else ratio(cast, group.roll),
        }

    def tie_breaks(self, settled: Sequence[Settled]) -> list[Answer]:
        """Ties that did not stop the count."""
        return [{"rule": str(tie.rule), "between": self.names(tie.between)} for tie in settled]

    def stopped(self, tie: Undrawn | None) -> Answer | None:
        """The tie that stopped a count by rounds."""
        if tie is None:
            return None
        between = self.names(tie.between)
        self.trace.note(Code.STOPPED_FOR_LOT, round=tie.round_number, between=between)
        return {"round": tie.round_number, "between": between, "question": QUESTIONS[tie.aim]}

    def by_rounds(self, outcome: Counted, ties: TieBreaker, again: Callable[[TieBreaker], Counted]) -> Answer:
        """Winners, ties and possible winners of a count by rounds; `again` counts it with other draws."""

        def drawn(draw: Draw) -> Counted:
            return again(TieBreaker(None, self.case.options, Trace(), draw))

        possible: list[int] | None = sorted(outcome.elected)
        if outcome.tie is not None or any(tie.rule in (Rule.ORDER, Rule.LOT) for tie in ties.settled):
            possible = winners_over_every_lot(drawn)
        return {
            "winners": None if outcome.tie is not None else self.names(outcome.elected),
            "tie": self.stopped(outcome.tie),
            "tie_breaks": self.tie_breaks(ties.settled),
            "possible_winners_over_every_lot": None if possible is None else self.names(possible),
        }


def sheet_of(case: Case) -> Sheet:
    """A sheet with the turnout on it."""
    fields = Fields(case.rules, "options")
    sheet = Sheet(case, fields, common(fields, case))
    sheet.trace.note(Code.CAST, ballots=case.cast, roll=sheet.common.entitled)
    return sheet
