"""How it was counted, in plain words: the way of each method, and every reason code of one count as a sentence."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from fractions import Fraction
from typing import Any, Final

from conference.core.words import N_, Sentence
from conference.rulebook.rules import Method
from conference.tally.trace import Code
from conference.voting.result import wording
from conference.voting.rules import Outcome

WAYS: Final[Mapping[Method, tuple[str, ...]]] = {
    Method.YES_NO: (
        N_("The yes and the no were counted, all ballots together and inside each delegation."),
        N_("Each condition above was then compared in whole numbers: no percentage is rounded."),
        N_("An abstention counts as having taken part. A tie is lost."),
    ),
    Method.APPROVAL: (
        N_("Each ballot gives one approval to every option that it names."),
        N_("The options with the most approvals are chosen."),
    ),
    Method.SCHULZE: (
        N_("Every option was compared with every other one: how many ballots put the one above the other?"),
        N_("An option that a ballot leaves out stands below all that it ranks; equal places count for neither."),
        N_(
            "An option that wins all its comparisons is preferred. Where the comparisons go round in a circle, the "
            "strongest chains of victories decide (Schulze method)."
        ),
    ),
    Method.RANKED_PAIRS: (
        N_("Every option was compared with every other one: how many ballots put the one above the other?"),
        N_("An option that a ballot leaves out stands below all that it ranks; equal places count for neither."),
        N_(
            "The victories were taken in the order of their strength, the strongest first; one that would close a "
            "circle was set aside (ranked pairs)."
        ),
    ),
    Method.IRV: (
        N_("Each ballot counts for the option that it puts first among those still in the count."),
        N_(
            "While no option has more than half of the ballots that still count, the one with the fewest goes out "
            "and its ballots go on to their next choices."
        ),
        N_("A ballot without a further choice no longer counts; it stands in a row of its own."),
    ),
    Method.STV: (
        N_("Each ballot counts for the option that it puts first. Whoever reaches the quota is elected."),
        N_(
            "What an elected one has above the quota goes on to the next choices: all of her ballots move, each at "
            "a part of its value, cut after five decimals. What cutting loses stands in a row of its own."
        ),
        N_("When nobody has a surplus, whoever has the fewest votes goes out and her ballots go on."),
    ),
    Method.STV_EXACT: (
        N_("Each ballot counts for the option that it puts first. Whoever reaches the quota is elected."),
        N_(
            "What an elected one has above the quota goes on to the next choices: all of her ballots move, each at "
            "a part of its value, as exact fractions."
        ),
        N_("When nobody has a surplus, whoever has the fewest votes goes out and her ballots go on."),
    ),
    Method.MEEK: (
        N_("Each ballot counts for the option that it puts first. Whoever reaches the quota is elected."),
        N_(
            "An elected one keeps just so much of every ballot that she stays at the quota; the rest goes on. This "
            "is computed anew, with a new quota, each time that somebody goes out (Meek’s method)."
        ),
    ),
}
SKIPPED: Final[Mapping[str, str]] = {
    "does-not-beat-status-quo": N_(
        "%(option)s was passed over: against the text as it is it has %(votes)s to %(against)s."
    ),
    "does-not-rank-above-status-quo": N_(
        "%(option)s was passed over: it does not stand above the text as it is in the whole order. Its strongest "
        "chain of victories is worth %(votes)s, the one against it %(against)s."
    ),
    "does-not-beat-status-quo-inside-delegation": N_(
        "%(option)s was passed over: inside the delegation %(delegation)s it has %(votes)s to %(against)s against "
        "the text as it is."
    ),
    "status-quo-in-smith-set": N_(
        "%(option)s was passed over: the text as it is belongs to those that no outsider beats. Between the two it "
        "is %(votes)s to %(against)s."
    ),
}
SKIPPED_UNTOLD: Final = N_(
    "%(option)s was passed over: inside the delegation %(delegation)s it does not beat the text as it is."
)
CYCLE: Final = N_("%(winner)s beats %(loser)s, %(more)s to %(fewer)s.")
TOLD: Final[Mapping[Code, str]] = {
    Code.CAST: N_("%(ballots)s ballots were cast; %(roll)s people were on the roll."),
    Code.CONDORCET_WINNER: N_("%(option)s beats each of the others."),
    Code.NO_CONDORCET_WINNER: N_("No option beats each of the others. Those that no outsider beats: %(smith_set)s."),
    Code.STRONGEST_PATHS: N_("Nobody has a stronger chain of victories over %(between)s than the other way round."),
    Code.PAIR_LOCKED: N_("The victory of %(option)s over %(over)s (strength %(strength)s) holds."),
    Code.PAIR_DROPPED: N_(
        "The victory of %(option)s over %(over)s (strength %(strength)s) is set aside: it would close a circle."
    ),
    Code.LEVEL_AT_THE_TOP: N_("Level at the top: %(between)s."),
    Code.ABOVE_STATUS_QUO: N_("%(option)s beats the text as it is, %(votes)s to %(against)s."),
    Code.STATUS_QUO_STAYS: N_("No other text may replace it, so the text stays as it is."),
    Code.MOST_APPROVED: N_("%(option)s has the most approvals of those left and is chosen."),
    Code.MAJORITY: N_("%(option)s has %(votes)s of the %(continuing)s ballots that still count: more than half."),
    Code.LAST_STANDING: N_("%(option)s is the last one left."),
    Code.ELIMINATED: N_("%(option)s has the fewest votes (%(votes)s) and goes out."),
    Code.QUOTA: N_("The quota is %(quota)s, for %(valid)s valid ballots and %(seats)s to be elected."),
    Code.REACHED_QUOTA: N_("%(option)s reaches the quota with %(votes)s votes and is elected."),
    Code.FILLS_LAST_SEATS: N_("%(option)s is elected with %(votes)s votes: nobody is left to compete for the seat."),
    Code.SURPLUS: N_("%(option)s has %(votes)s votes: the %(surplus)s above the quota go on to the next choices."),
    Code.EXCLUDED: N_("%(option)s has the fewest votes (%(votes)s) and goes out; those ballots go on."),
    Code.NO_VOTES_ANY_ORDER: N_("Without a vote: %(between)s. All of them go out, and the order changes nothing."),
    Code.STOPPED_FOR_LOT: N_("Tied, with no lot drawn: %(between)s. The count stops here."),
    Code.CONDITION_MET: N_("Met: %(condition)s"),
    Code.CONDITION_MISSED: N_("Not met: %(condition)s"),
}
CAST_ALONE: Final = N_("%(ballots)s ballots were cast.")
EARLIER: Final[Mapping[str, str]] = {
    "out": N_(
        "Tied for the fewest votes: %(between)s. The latest earlier round that tells them apart is round "
        "%(looked_at)s; the fewest there: %(chosen)s."
    ),
    "surplus": N_(
        "Tied for the largest surplus: %(between)s. The latest earlier round that tells them apart is round "
        "%(looked_at)s; the most there: %(chosen)s."
    ),
}
BY_LOT: Final[Mapping[str, str]] = {
    "out": N_("Tied for the fewest votes: %(between)s. The lot takes out %(chosen)s."),
    "surplus": N_("Tied for the largest surplus: %(between)s. The lot takes first %(chosen)s."),
    "first": N_("Tied for the first place: %(between)s. The lot puts first %(chosen)s."),
}
ENDS: Final[Mapping[Outcome, str]] = {
    Outcome.CARRIED: N_("So it is carried."),
    Outcome.LOST: N_("So it is lost."),
    Outcome.CONCILIATION: N_("So it goes to conciliation."),
}
PLACES: Final = 6
LONGEST: Final = 15


@dataclass(frozen=True, slots=True)
class Told:
    """One reason; `round` is None where it belongs to the whole count."""

    round: int | None
    sentence: Sentence


def figure(text: object) -> Decimal | int | str:
    """A number of votes as a reader can take it in: a decimal where it is one, else the exact fraction."""
    exact = Fraction(str(text))
    if exact.denominator == 1:
        return int(exact)
    scaled = exact * 10**PLACES
    if scaled.denominator != 1 and len(str(exact)) <= LONGEST:
        return str(exact)
    cut = Decimal(int(scaled)) / 10**PLACES
    return cut.quantize(Decimal(1).scaleb(-PLACES), rounding=ROUND_DOWN).normalize()


def skipped(
    lines: Sequence[Mapping[str, Any]], words: Mapping[str, str], names: Mapping[str, str], held: Collection[str]
) -> tuple[Sentence, ...]:
    """The texts that were passed over and why."""
    return tuple(_skipped(line, words, names, held) for line in lines)


def _skipped(
    line: Mapping[str, Any], words: Mapping[str, str], names: Mapping[str, str], held: Collection[str]
) -> Sentence:
    code = line.get("delegation") or ""
    delegation, option = names.get(code, code), words[line["option"]]
    if code in held:
        return Sentence(SKIPPED_UNTOLD, {"option": option, "delegation": delegation})
    figures = {"votes": line["votes"], "against": line["against"]}
    return Sentence(SKIPPED[line["reason"]], {"option": option, "delegation": delegation, **figures})


def cycle(steps: Sequence[Mapping[str, Any]], words: Mapping[str, str]) -> tuple[Sentence, ...]:
    """The circle, victory by victory."""
    return tuple(
        Sentence(
            CYCLE,
            {
                "winner": words[step["option"]],
                "loser": words[step["beats"]],
                "more": step["votes"],
                "fewer": step["against"],
            },
        )
        for step in steps
    )


def trace(
    steps: Sequence[Mapping[str, Any]], words: Mapping[str, str], names: Mapping[str, str], held: Collection[str]
) -> tuple[Told, ...]:
    """Every reason that the count gave, in its order."""
    return tuple(Told(step.get("round"), _told(step, words, names, held)) for step in steps)


def _told(
    step: Mapping[str, Any], words: Mapping[str, str], names: Mapping[str, str], held: Collection[str]
) -> Sentence:
    code = Code(step["code"])
    if code is Code.SKIPPED:
        return _skipped(step, words, names, held)
    if code in (Code.CONDITION_MET, Code.CONDITION_MISSED):
        line = wording.conditions([step["condition"]], names, words, held)[0]
        return Sentence(TOLD[code], {"condition": line["sentence"]})
    if code is Code.OUTCOME:
        return Sentence(ENDS[Outcome(step["outcome"])])
    return Sentence(_text(code, step), {name: _param(name, value, words) for name, value in step.items()})


def _text(code: Code, step: Mapping[str, Any]) -> str:
    if code is Code.TIE_SETTLED_EARLIER:
        return EARLIER[step["aim"]]
    if code is Code.TIE_SETTLED_BY_LOT:
        return BY_LOT[step["aim"]]
    if code is Code.CAST and step["roll"] is None:
        return CAST_ALONE
    return TOLD[code]


def _param(name: str, value: Any, words: Mapping[str, str]) -> object:
    if name in ("option", "over"):
        return words.get(value, value)
    if name in ("between", "chosen", "smith_set"):
        return [words.get(each, each) for each in value]
    if name in ("votes", "surplus", "quota", "continuing", "against", "strength", "valid") and value is not None:
        return figure(value)
    return value
