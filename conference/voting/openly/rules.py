"""Open votes as arithmetic: when counts of hands hold, how a card may be split, when a demand is met."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from conference.core.errors import Refused
from conference.core.verdict import YES, Verdict, no
from conference.core.words import N_
from conference.rulebook.rules import Secrecy
from conference.voting.rules import ANSWERS

HALL: Final = ""
"""The place of the whole hall, where delegations are not counted apart."""
WAYS: Final = (Secrecy.ROLL_CALL, Secrecy.CARD)
"""What may be demanded after a show of hands; where both are demanded by enough at once, the first one is taken."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Yes, no and abstentions: of one place of the hall, or of one voter's votes."""

    yes: int = 0
    no: int = 0
    abstain: int = 0

    @property
    def total(self) -> int:
        return self.yes + self.no + self.abstain

    def of(self, answer: str) -> int:
        """The figure of `yes`, `no` or `abstain`."""
        return {"yes": self.yes, "no": self.no, "abstain": self.abstain}[answer]

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(self.yes + other.yes, self.no + other.no, self.abstain + other.abstain)


Sheet = Mapping[str, Figures]
"""What one teller counted, by place of the hall."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A place of the hall in which tellers counted differently, with what each of them counted."""

    place: str
    counted: tuple[tuple[int, Figures], ...]


def places(rules: Mapping[str, Any], roll: Mapping[str, int]) -> dict[str, int]:
    """Where hands are counted, with how many are entitled there: by delegation only where delegations are asked."""
    return dict(sorted(roll.items())) if rules.get("delegation_majority") else {HALL: sum(roll.values())}


def sheet(entitled: Mapping[str, int], counted: Sheet) -> None:
    """Raise `Refused` for a count that leaves out a place of the hall or finds more hands than people."""
    if set(counted) != set(entitled):
        raise Refused("places", N_("Please count in every place of the hall."))
    if any(each.yes < 0 or each.no < 0 or each.abstain < 0 for each in counted.values()):
        raise Refused("negative", N_("A count of hands is a number from 0 up."))
    for place, figures in counted.items():
        if figures.total > entitled[place]:
            raise Refused(
                "too-many-hands",
                N_("That is %(hands)s hands where only %(entitled)s may vote. Please count again."),
                hands=figures.total,
                entitled=entitled[place],
            )


def differences(sheets: Mapping[int, Sheet]) -> tuple[Difference, ...]:
    """Every place in which the tellers' counts are not the same."""
    tellers = sorted(sheets)
    every = sorted({place for one in sheets.values() for place in one})
    return tuple(
        Difference(place, tuple((teller, sheets[teller].get(place, Figures())) for teller in tellers))
        for place in every
        if len({sheets[teller].get(place, Figures()) for teller in tellers}) > 1
    )


def agreed(sheets: Mapping[int, Sheet], needed: int) -> Sheet | None:
    """The count that holds: enough tellers have counted, and all who did say the same. Else None."""
    return next(iter(sheets.values())) if holds(sheets, needed) else None


def holds(sheets: Mapping[int, Sheet], needed: int) -> Verdict:
    """Whether there is a count that holds, or why not."""
    if len(sheets) < max(needed, 1):
        return no(
            "too-few-counts",
            N_("Tellers who have counted the hands: %(counted)s; needed: %(needed)s. Until then nothing is counted."),
            counted=len(sheets),
            needed=max(needed, 1),
        )
    if differences(sheets):
        return no("counts-differ", N_("The tellers have counted differently. They count again until they agree."))
    return YES


def whole(answer: str, votes: int) -> Figures:
    """All votes for one answer. Raises `Refused` for anything that is no answer."""
    if answer not in ANSWERS:
        raise Refused("one-answer", N_("Please choose exactly one answer."))
    return Figures(**{answer: votes})


def answer(secrecy: str, votes: int, figures: Figures) -> None:
    """Raise `Refused` unless this says what a voter with so many votes can say: only a card may be split."""
    if min(figures.yes, figures.no, figures.abstain) < 0 or figures.total != votes:
        raise Refused(
            "not-all-votes",
            N_("Yes, no and abstentions together must be exactly the %(votes)s votes of this card."),
            votes=votes,
        )
    if secrecy != Secrecy.CARD and votes not in (figures.yes, figures.no, figures.abstain):
        raise Refused("one-answer", N_("Please choose exactly one answer."))


def demanded(wants: Iterable[str], needed: int) -> Secrecy | None:
    """The way in which the question is put again, once enough delegates demand it; None before, and where none may."""
    asked = Counter(wants)
    return next((way for way in WAYS if needed > 0 and asked[way] >= needed), None)


def asks_presence(rules: Mapping[str, Any]) -> bool:
    """Whether a quorum or a majority of this vote is measured by who is in the room."""
    bases = (rules.get(name) or {} for name in ("threshold", "delegation_threshold"))
    quorum = rules.get("quorum")
    of_presence = isinstance(quorum, Mapping) and quorum.get("of") == "presence"
    return of_presence or any(base.get("of") == "present" for base in bases)


def equal_weights(secrecy: str, votes: Iterable[int]) -> None:
    """Weighted votes never go into the sealed box: a rare weight is a signature."""
    if secrecy == Secrecy.SEALED and any(each != 1 for each in votes):
        raise Refused("weighted-roll", N_("Votes of different weight are never secret: they are cast openly, by card."))
