"""The `options` of a case, method by method: read into rules, and refused where they are not understood."""

import re
from dataclasses import dataclass
from fractions import Fraction

from conference.tally.ballots import Fault, Reading
from conference.tally.election import Case, Method
from conference.tally.expect import BadFile, Fields, distinct
from conference.tally.majority import Absent, Base, Delegations, Quorum, QuorumOf, Threshold
from conference.tally.pairwise import Strength
from conference.tally.status_quo import StatusQuoRule
from conference.tally.stv import Rules
from conference.tally.ties import Lot, Rule, lot_from_seed

FAULTS = {"exhaust": Fault.END_PAPER, "skip": Fault.IGNORE}
REPEATS = {"exhaust": Fault.END_PAPER, "ignore repeat": Fault.IGNORE}
READING_OPTIONS = ("overvote", "max_consecutive_skipped_ranks", "repeat_of_a_candidate")
WHOLE_QUOTA = "floor(valid/(seats+1))+1"

SAID = {
    "stop": ("first option above half of the votes still continuing",),
    "ties": (
        "least votes in the latest earlier round where they differ, then published lot",
        "latest earlier stage where they differ, then published lot",
    ),
    "transfer": ("weighted inclusive Gregory, one surplus at a time, largest first",),
    "blank": ("counts for turnout, not for the majority",),
    "overall": ("yes > no",),
    "group": ("yes > no within the group",),
}
"""Sentences by which a file names the only way there is; another way must not be counted as this one."""


@dataclass(frozen=True, slots=True)
class Common:
    """What every method knows."""

    quorum: Quorum | None
    lot: Lot | None
    entitled: int | None
    present: int | None


@dataclass(frozen=True, slots=True)
class PairwiseRules:
    """Schulze and ranked pairs. `status_quo` is an option's index; `tie_keeps`: a tie leaves things as they are."""

    strength: Strength
    status_quo: int | None = None
    rule: StatusQuoRule = StatusQuoRule.DIRECT
    tie_keeps: bool = False


@dataclass(frozen=True, slots=True)
class ApprovalRules:
    """Approval. `threshold` is None where no share of approvals is needed to be elected."""

    threshold: Threshold | None
    most_ranks: int


@dataclass(frozen=True, slots=True)
class QuestionRules:
    """Yes or no. `inside` is None when delegations are not asked on their own."""

    threshold: Threshold
    inside: Delegations | None


def common(fields: Fields, case: Case) -> Common:
    """Quorum, lot, and how many are entitled or present; from the groups where the options do not say."""
    entitled = fields.whole("entitled", _total([group.roll for group in case.groups]))
    present = fields.whole("present", _total([group.present for group in case.groups]))
    if entitled is not None and entitled < case.cast:
        raise BadFile(fields.path("entitled"), f"at least the {case.cast} papers cast", entitled)
    return Common(_quorum(fields), _lot(fields, case), entitled, present)


def pairwise_rules(fields: Fields, case: Case) -> PairwiseRules:
    """The options of Schulze and ranked pairs."""
    _said(fields, "unranked", ("tied below every ranked option",))
    strength = fields.one_of("strength", {str(each): each for each in Strength}, Strength.WINNING_VOTES)
    if case.method is Method.RANKED_PAIRS:
        return PairwiseRules(strength)
    keep = fields.text("status_quo", None)
    if keep is None and case.method is Method.SCHULZE_STATUS_QUO:
        raise BadFile(fields.path("status_quo"), "the option that keeps things as they are")
    if keep is not None and keep not in case.options:
        raise BadFile(fields.path("status_quo"), "one of the candidates", keep)
    rules = {str(rule): rule for rule in StatusQuoRule}
    rule = fields.one_of("status_quo_rule", rules, StatusQuoRule.DIRECT)
    tie_keeps = fields.one_of("tie", {"new-vote": False, "status-quo-stays": True}, False)
    if tie_keeps and keep is None:
        raise BadFile(fields.path("tie"), '"new-vote", since no option keeps things as they are')
    return PairwiseRules(strength, None if keep is None else case.options.index(keep), rule, tie_keeps)


def approval_rules(fields: Fields) -> ApprovalRules:
    """The options of approval voting; blank papers approve nothing and are not valid."""
    threshold = _threshold(fields, "threshold") if "threshold" in fields else None
    return ApprovalRules(threshold, fields.whole("approved_ranks", 1, 1))


def reading(fields: Fields, default: Reading) -> Reading:
    """How a faulty paper is read by the transfer methods."""
    blanks = default.most_blanks
    return Reading(
        overvote=fields.one_of("overvote", FAULTS, default.overvote),
        repeat=fields.one_of("repeat_of_a_candidate", REPEATS, default.repeat),
        most_blanks=fields.whole("max_consecutive_skipped_ranks", blanks),
    )


def run_off_reading(fields: Fields) -> Reading:
    """The options of IRV: blank ranks are passed over unless the options say otherwise."""
    _said(fields, "stop", SAID["stop"])
    _said(fields, "ties", SAID["ties"])
    _said(fields, "unranked", ("not counted; ballot exhausts",))
    return reading(fields, Reading())


def stv_rules(fields: Fields, case: Case) -> tuple[Rules, Reading]:
    """The options of the Gregory counts. By the Scottish order a paper ends where a figure is left out."""
    for key in ("transfer", "ties"):
        _said(fields, key, SAID[key])
    whole_quota = fields.one_of("quota", {WHOLE_QUOTA: True, "valid/(seats+1)": False}, True)
    scottish = case.method is Method.STV_SCOTTISH
    cut_places = "each transferred value cut to 5 decimals (never rounded up)"
    _said(fields, "precision", (cut_places if scottish else "exact rationals",))
    read = reading(fields, Reading(most_blanks=0 if scottish else None))
    return Rules(case.seats, 5 if scottish else None, whole_quota), read


def meek_rules(fields: Fields) -> tuple[Fraction, Reading]:
    """The options of Meek's count: the surplus at which an iteration has settled, in votes."""
    _said(fields, "quota", ("votes still in play/(seats+1), recomputed each iteration",))
    _said(fields, "ties", SAID["ties"])
    said = fields.text("precision", "iterate until total surplus < 1e-6")
    digits = re.fullmatch(r"iterate until total surplus < 1e-([1-9]|1[0-2])", said)
    if digits is None:
        expected = '"iterate until total surplus < 1e-6", the power from -1 to -12'
        raise BadFile(fields.path("precision"), expected, said)
    return Fraction(1, 10 ** int(digits[1])), reading(fields, Reading())


def question_rules(fields: Fields, case: Case) -> QuestionRules:
    """The options of yes/no questions."""
    for key in ("overall", "group", "blank"):
        _said(fields, key, SAID[key])
    threshold = _threshold(fields, "threshold")
    own = Delegations(
        threshold=_threshold(fields, "delegation_threshold"),
        absent=fields.one_of("delegations_without_voters", {str(each): each for each in Absent}, Absent.BLOCK),
        minimum_turnout=fields.share("delegation_minimum_turnout", None),
        needed=fields.whole("groups_needed", None, 1),
    )
    asked = fields.flag("delegation_majority", case.method is Method.CONCURRENT_MAJORITY)
    if asked and not case.groups:
        raise BadFile("groups", "the delegations, since each of them is asked on its own")
    return QuestionRules(threshold, own if asked else None)


def _said(fields: Fields, key: str, ways: tuple[str, ...]) -> None:
    """Read a sentence that names the only way there is."""
    fields.one_of(key, dict.fromkeys(ways, True), True)


def _total(parts: list[int | None]) -> int | None:
    known = [part for part in parts if part is not None]
    return sum(known) if parts and len(known) == len(parts) else None


def _lot(fields: Fields, case: Case) -> Lot | None:
    order = fields.take("lot_order_first_survives")
    seed = fields.text("lot_seed", None)
    if order is None:
        return None if seed is None else lot_from_seed(seed, case.options)
    where = fields.path("lot_order_first_survives")
    names = tuple(distinct(order, where))
    if seed is not None:
        raise BadFile(where, "either an order or a seed of the lot, not both")
    standing = tuple(name for name in names if name not in case.withdrawn)
    if set(standing) != set(case.options):
        raise BadFile(where, "every candidate once", order)
    return Lot(Rule.ORDER, tuple(case.options.index(name) for name in standing))


def _quorum(fields: Fields) -> Quorum | None:
    value = fields.take("quorum")
    if isinstance(value, str):
        return _quorum_in_words(value, fields.path("quorum"))
    own = fields.object("quorum")
    if own is None:
        return None
    of = own.one_of("of", {str(each): each for each in QuorumOf}, QuorumOf.BALLOTS)
    quorum = Quorum(of, own.share("at_least", (1, 2)), own.flag("strict", False))
    own.finish()
    return quorum


def _quorum_in_words(said: str, where: str) -> Quorum:
    parts = re.fullmatch(r"turnout (>|>=|≥) ([0-9]{1,9})/([0-9]{1,9})", said)
    if parts is None or not 0 < int(parts[2]) <= int(parts[3]):
        raise BadFile(where, 'words such as "turnout > 1/2", or an object', said)
    return Quorum(QuorumOf.BALLOTS, (int(parts[2]), int(parts[3])), parts[1] == ">")


def _threshold(fields: Fields, key: str) -> Threshold:
    own = fields.object(key)
    if own is None:
        return Threshold()
    of = own.one_of("of", {str(each): each for each in Base}, Base.VALID)
    threshold = Threshold(of, own.share("share", (1, 2)), own.flag("strict", True))
    own.finish()
    if threshold.strict and threshold.share[0] == threshold.share[1]:
        raise BadFile(own.path("share"), "less than the whole where the threshold must be exceeded")
    return threshold
