"""Quorum, threshold and the majority inside each delegation: comparisons of whole numbers, on one checklist.

A threshold of share a/b over a base compares `b * yes` with `a * base`. Three things hold whatever the rules say:
nothing is carried without a yes, nothing is carried with as many noes as yeses, and an unknown base (nobody
counted who is present) meets nothing.

Sources: Robert's Rules of Order for majority, quorum and tie; the concurrent majority of the people and of the states
after section 128 of the Australian constitution, with delegations in the states' place.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from conference.tally.yes_no import Votes

Share = tuple[int, int]
"""Numerator and denominator."""

HALF: Share = (1, 2)


class Base(StrEnum):
    """What a threshold is a share of. With `cast` and `present` an abstention weighs as a no; with `entitled`
    staying away does too."""

    VALID = "valid"
    CAST = "cast"
    PRESENT = "present"
    ENTITLED = "entitled"


class QuorumOf(StrEnum):
    """Whether the quorum counts papers or people in the room."""

    BALLOTS = "ballots"
    PRESENCE = "presence"


class Outcome(StrEnum):
    """What follows: conciliation when the conference agrees and a delegation does not."""

    CARRIED = "carried"
    LOST = "lost"
    CONCILIATION = "conciliation"


class Absent(StrEnum):
    """What a delegation in which nobody voted does."""

    LEFT_OUT = "left-out"
    BLOCK = "block"


@dataclass(frozen=True, slots=True)
class Quorum:
    """Share of those entitled that must have voted or be present: reached with >=, if strict with >."""

    of: QuorumOf = QuorumOf.BALLOTS
    at_least: Share = HALF
    strict: bool = False


@dataclass(frozen=True, slots=True)
class Threshold:
    """Share of the base that yes must reach (>=) or, if strict, exceed (>)."""

    of: Base = Base.VALID
    share: Share = HALF
    strict: bool = True


@dataclass(frozen=True, slots=True)
class Delegations:
    """The majority inside each delegation. `needed`: how many must be in favour (None: all that are not left
    out). `minimum_turnout`: a delegation in which some voted, but fewer than this share, is not in favour."""

    threshold: Threshold = Threshold()
    absent: Absent = Absent.BLOCK
    minimum_turnout: Share | None = None
    needed: int | None = None


@dataclass(frozen=True, slots=True)
class Body:
    """Those who vote together: the whole conference or one delegation. `roll` and `present` are None where
    unknown; a delegation with `total_only` counts in the total and is never asked on its own."""

    name: str
    votes: Votes
    roll: int | None = None
    present: int | None = None
    total_only: bool = False

    def base(self, of: Base) -> int | None:
        """The number that a threshold is a share of."""
        bases = {
            Base.VALID: self.votes.valid,
            Base.CAST: self.votes.cast,
            Base.PRESENT: self.present,
            Base.ENTITLED: self.roll,
        }
        return bases[of]


@dataclass(frozen=True, slots=True)
class Condition:
    """One line of the checklist. `binding` is false where the line informs only, since not all are needed.
    `why` says what an unmet delegation missed: `no-voters`, `turnout` or `majority`."""

    code: str
    met: bool
    figures: dict[str, object]
    delegation: str | None = None
    binding: bool = True
    why: str | None = None

    def as_json(self) -> dict[str, object]:
        """The line as one flat object."""
        head: dict[str, object] = {"code": self.code, "met": self.met, "binding": self.binding}
        if self.delegation is not None:
            head["delegation"] = self.delegation
        if self.why is not None:
            head["why"] = self.why
        return head | self.figures


@dataclass(frozen=True, slots=True)
class Checklist:
    """All conditions in the order in which they are read, and what follows from them."""

    conditions: tuple[Condition, ...]
    in_favour: tuple[str, ...]
    outcome: Outcome


def reaches(part: int, share: Share, base: int, strict: bool) -> bool:
    """Whether part / base is at least (or above) the share, without dividing."""
    left, right = part * share[1], share[0] * base
    return left > right if strict else left >= right


def carries(votes: Votes, rule: Threshold, base: int | None) -> bool:
    """Whether yes meets the threshold. All abstaining fails, and a tie is lost, under every rule."""
    return base is not None and votes.yes > votes.no and reaches(votes.yes, rule.share, base, rule.strict)


def quorum_condition(rule: Quorum, cast: int, present: int | None, roll: int | None) -> Condition:
    """The quorum. An unknown roll or presence does not meet it."""
    counted = cast if rule.of is QuorumOf.BALLOTS else present
    met = counted is not None and roll is not None and reaches(counted, rule.at_least, roll, rule.strict)
    figures: dict[str, object] = {
        "of": str(rule.of),
        "counted": counted,
        "entitled": roll,
        "share": list(rule.at_least),
        "strict": rule.strict,
    }
    return Condition("quorum", met, figures)


def checklist(
    whole: Body,
    delegations: Sequence[Body],
    quorum: Quorum | None,
    threshold: Threshold,
    inside: Delegations | None,
) -> Checklist:
    """Quorum, then the overall majority, then every delegation."""
    first = [] if quorum is None else [quorum_condition(quorum, whole.votes.cast, whole.present, whole.roll)]
    first.append(_overall(whole, threshold))
    asked = [body for body in delegations if not body.total_only]
    own = [] if inside is None else [line for body in asked if (line := _delegation(body, inside))]
    in_favour = tuple(line.delegation for line in own if line.met and line.delegation is not None)
    if inside is not None and inside.needed is not None:
        figures: dict[str, object] = {"in_favour": len(in_favour), "needed": inside.needed}
        own.append(Condition("delegations", len(in_favour) >= inside.needed, figures))
    return Checklist((*first, *own), in_favour, _outcome(first, own))


def _outcome(first: Iterable[Condition], own: Iterable[Condition]) -> Outcome:
    if not all(condition.met for condition in first):
        return Outcome.LOST
    consent = all(condition.met for condition in own if condition.binding)
    return Outcome.CARRIED if consent else Outcome.CONCILIATION


def _overall(whole: Body, rule: Threshold) -> Condition:
    met = carries(whole.votes, rule, whole.base(rule.of))
    return Condition("overall", met, _figures(whole, rule))


def _delegation(body: Body, rule: Delegations) -> Condition | None:
    """One delegation's line, or None where it is left out because nobody of it voted."""
    if not body.votes.cast and rule.absent is Absent.LEFT_OUT:
        return None
    why = _what_is_missing(body, rule)
    figures = _figures(body, rule.threshold) | {"entitled": body.roll}
    return Condition("delegation", why is None, figures, body.name, rule.needed is None, why)


def _what_is_missing(body: Body, rule: Delegations) -> str | None:
    if not body.votes.cast:
        return "no-voters"
    least = rule.minimum_turnout
    if least is not None and (body.roll is None or not reaches(body.votes.cast, least, body.roll, False)):
        return "turnout"
    return None if carries(body.votes, rule.threshold, body.base(rule.threshold.of)) else "majority"


def _figures(body: Body, rule: Threshold) -> dict[str, object]:
    return {
        "yes": body.votes.yes,
        "no": body.votes.no,
        "abstain": body.votes.abstain,
        "of": str(rule.of),
        "base": body.base(rule.of),
        "share": list(rule.share),
        "strict": rule.strict,
    }
