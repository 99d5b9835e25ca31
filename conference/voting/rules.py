"""The life of a vote as arithmetic: phases, what a ballot may say, the case that is counted, what follows from it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from conference.core.errors import Conflict, Refused
from conference.core.words import N_
from conference.rulebook.rules import EQUAL_RANKS, PAIRWISE, Kind, Method, counting

Ranking = tuple[tuple[str, ...], ...]
KEEP: Final = "keep"
ANSWERS: Final = ("yes", "no", "abstain")


class Phase(StrEnum):
    """A vote is put, opened, closed, unsealed, declared. `phase` alone decides whether a ballot counts.

    It is void when its box can never be opened.
    """

    PUT = "put"
    OPEN = "open"
    CLOSED = "closed"
    UNSEALED = "unsealed"
    DECLARED = "declared"
    TAKEN_BACK = "taken-back"
    VOID = "void"


class Outcome(StrEnum):
    """What follows from a result."""

    CHOSEN = "chosen"
    KEPT = "kept"
    TIED = "tied"
    ELECTED = "elected"
    ORDERED = "ordered"
    CARRIED = "carried"
    LOST = "lost"
    CONCILIATION = "conciliation"
    LAPSED = "lapsed"
    OVERTAKEN = "overtaken"
    VOID = "void"


@dataclass(frozen=True, slots=True)
class Paper:
    """What casting needs to know of a vote: its answers in their order, and to what the ballot is sealed."""

    vote_id: int
    method: str
    phase: str
    audience: str
    public_key: str
    opening_digest: str
    options: tuple[str, ...]


STEPS: Final[Mapping[Phase, frozenset[Phase]]] = {
    Phase.PUT: frozenset({Phase.OPEN, Phase.TAKEN_BACK}),
    Phase.OPEN: frozenset({Phase.CLOSED, Phase.VOID}),
    Phase.CLOSED: frozenset({Phase.UNSEALED, Phase.VOID}),
    Phase.UNSEALED: frozenset({Phase.DECLARED}),
    Phase.DECLARED: frozenset(),
    Phase.TAKEN_BACK: frozenset(),
    Phase.VOID: frozenset(),
}


def move(phase: str, to: Phase) -> Phase:
    """The next phase. Raises `Conflict` when that step is not the next one: somebody was faster."""
    if to not in STEPS[Phase(phase)]:
        raise Conflict("phase", N_("This vote has moved on meanwhile. Please look at the page again."))
    return to


def ballot(method: str, options: Sequence[str], ranking: Ranking) -> Ranking:
    """The ranking as it is counted: empty ranks closed. Raises `Refused` when the rule cannot take it."""
    closed = tuple(tuple(sorted(rank)) for rank in ranking if rank)
    named = [option for rank in closed for option in rank]
    if not named:
        raise Refused("empty-ballot", N_("This ballot is empty. Please choose at least one answer."))
    if set(named) - set(options):
        raise Refused("unknown-option", N_("This ballot names an answer that is not on it."))
    if len(named) != len(set(named)):
        raise Refused("named-twice", N_("This ballot names the same answer twice."))
    if method == Method.YES_NO and len(named) != 1:
        raise Refused("one-answer", N_("Please choose exactly one answer."))
    if method == Method.APPROVAL and len(closed) > 1:
        raise Refused("approval-has-no-order", N_("In this vote you approve of answers, without an order."))
    if method not in EQUAL_RANKS and any(len(rank) > 1 for rank in closed):
        raise Refused("equal-ranks", N_("In this vote each rank takes only one answer."))
    return closed


def from_ranks(ranks: Mapping[str, int]) -> Ranking:
    """A ranking from numbers beside options (1 is best); gaps between numbers close."""
    numbers = sorted({number for number in ranks.values() if number > 0})
    return tuple(tuple(sorted(o for o, number in ranks.items() if number == each)) for each in numbers)


def has_gaps(ranks: Mapping[str, int]) -> bool:
    """Whether a rank was left out between others."""
    numbers = {number for number in ranks.values() if number > 0}
    return bool(numbers) and numbers != set(range(1, max(numbers) + 1))


def case(
    *,
    number: int,
    method: str,
    options: Sequence[str],
    rules: Mapping[str, Any],
    roll: Mapping[str, int],
    counted: Sequence[tuple[str, Ranking, int]],
) -> dict[str, Any]:
    """The file that anybody can count again: the form of `conference tally`.

    `roll` is the number entitled in each delegation, `counted` is (delegation, ranking, how many); both are sorted,
    so that the same box always gives the same bytes. Hands of the whole hall have no delegation ("").
    """
    present, observing = rules.get("present", {}), rules.get("observing_delegations", ())
    return {
        "name": f"vote {number}",
        "method": method,
        "options": counting(rules),
        "seats": rules.get("seats", 1),
        "candidates": list(options),
        "groups": [
            {"name": name, "roll": roll[name]}
            | ({"present": present[name]} if name in present else {})
            | ({"total_only": True} if name in observing else {})
            for name in sorted(roll)
        ],
        "ballots": [
            {"count": many}
            | ({"group": delegation} if delegation else {})
            | {"ranking": [list(rank) for rank in ranking]}
            for delegation, ranking, many in sorted(counted)
        ],
    }


def outcome(kind: str, result: Mapping[str, Any], *, second_try: bool) -> Outcome:
    """What follows from a count. A tie between texts asks for a run-off; if that ties too, the text stays."""
    if "outcome" in result:
        found = Outcome(result["outcome"])
        return Outcome.LOST if found is Outcome.CONCILIATION and second_try else found
    if not all(each["met"] for each in result["conditions"] if each["code"] != "approval"):
        return Outcome.LAPSED
    winners = result["winners"] or []
    if kind == Kind.ELECTION:
        return _of_election(result)
    if len(winners) != 1:
        return Outcome.KEPT if second_try else Outcome.TIED
    return Outcome.KEPT if winners[0] == KEEP else Outcome.CHOSEN


def _of_election(result: Mapping[str, Any]) -> Outcome:
    """Seats are filled, or options put in an order; a tie that no lot has settled leaves it open.

    By approval all who are tied for one seat are named as winners, and none where nobody has approvals enough.
    """
    if result["method"] in PAIRWISE:
        return Outcome.ORDERED
    winners = result["winners"]
    if winners == []:
        return Outcome.LOST
    return Outcome.ELECTED if winners and len(winners) <= result["seats"] else Outcome.TIED
