"""Whether the values of a rule set make sense together: a rule that could not be carried out is refused beforehand."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final

from conference.core.words import N_
from conference.rulebook.rules import INSIDE, PAIRWISE, Kind, Method, RuleSet, Secrecy

YES_OR_NO: Final = frozenset({Method.YES_NO})
FITTING: Final[Mapping[Kind, frozenset[Method]]] = {
    Kind.CHOICE: PAIRWISE | {Method.IRV},
    Kind.AMENDMENT: YES_OR_NO,
    Kind.PLANK: YES_OR_NO,
    Kind.RESOLUTION: YES_OR_NO,
    Kind.ELECTION: frozenset(Method) - YES_OR_NO,
    Kind.PROCEDURE: YES_OR_NO,
}
SEVERAL_SEATS: Final = frozenset({Method.APPROVAL, Method.STV, Method.STV_EXACT, Method.MEEK})

WRONG_METHOD = N_(
    "In “%(rule_set)s”, “%(key)s” does not fit the questions of the kind “%(kind)s”, which are counted by one of "
    "these methods: %(methods)s."
)
NO_DELEGATIONS = N_(
    "In “%(rule_set)s”, “%(key)s” has no meaning in a count by “%(method)s”: a majority inside each delegation is"
    " asked of a yes or no only."
)
NO_DELEGATIONS_IN_SCHULZE = N_(
    "In “%(rule_set)s”, “%(key)s” has no meaning in a Schulze vote, which chooses a text and adopts nothing. Put "
    'the chosen text to a yes or no; or write status_quo_rule = "must-beat-status-quo-inside-each-delegation", which '
    "carries a warning."
)
NO_DELEGATIONS_IN_PROCEDURE = N_(
    "In “%(rule_set)s”, “%(key)s” has no meaning for questions of procedure: there the whole conference decides."
)
NOT_ASKED = N_(
    "In “%(rule_set)s”, “%(key)s” has a meaning only together with delegation_majority = true, so that each "
    "delegation is asked."
)
OTHER_METHOD = N_(
    "In “%(rule_set)s”, “%(key)s” has no meaning in a count by “%(method)s”. It belongs to these: %(methods)s."
)
UNDER_HALF = N_("In “%(rule_set)s”, “%(key)s” must be at least half: nothing is carried by a minority.")
ONE_SEAT = N_(
    "In “%(rule_set)s”, “%(key)s” must be 1 in a count by “%(method)s”. Several seats are filled by one of these:"
    " %(methods)s."
)
NO_STATUS_QUO = N_(
    'In “%(rule_set)s”, “%(key)s” must be "keep" where a choice between texts is counted by Schulze, so that the '
    "text can stay as it is."
)
ONLY_TEXTS = N_(
    "In “%(rule_set)s”, “%(key)s” belongs to choices between texts only, since nothing else can stay as it is. "
    "Make one rule set for those, and another one for the rest."
)
NO_RULE_WITHOUT = N_('In “%(rule_set)s”, “%(key)s” has a meaning only together with status_quo = "keep".')
OPEN_YES_NO = N_(
    "In “%(rule_set)s”, “%(key)s” can be “%(secrecy)s” for a yes or no only. A ballot with several answers is sealed."
)
ONLY_SEALED = N_('In “%(rule_set)s”, “%(key)s” has a meaning only in a sealed box, where secrecy is "sealed".')
ONLY_HANDS = N_('In “%(rule_set)s”, “%(key)s” has a meaning only in a show of hands, where secrecy is "show-of-hands".')


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that makes no sense: the key it is told of, its sentence, and the keys that it comes from."""

    key: str
    looks_at: frozenset[str]
    sentence: str
    params: Mapping[str, object] = field(default_factory=dict)


def problems(rule_set: RuleSet) -> Iterator[Problem]:
    """Everything that makes no sense in a rule set whose single values are as they should be."""
    yield from _method(rule_set)
    yield from _delegations(rule_set)
    yield from _counting(rule_set)
    yield from _status_quo(rule_set)
    yield from _casting(rule_set)


def _problem(key: str, *also: str, sentence: str, **params: object) -> Problem:
    return Problem(key, frozenset({key, *also}), sentence, params)


def _methods(methods: frozenset[Method]) -> list[str]:
    return [str(method) for method in Method if method in methods]


def _method(rule_set: RuleSet) -> Iterator[Problem]:
    for kind in rule_set.kinds:
        if rule_set.method not in FITTING[kind]:
            fitting = _methods(FITTING[kind])
            yield _problem("method", "kinds", sentence=WRONG_METHOD, kind=str(kind), methods=fitting)
    if rule_set.seats > 1 and rule_set.method not in SEVERAL_SEATS:
        several, method = _methods(SEVERAL_SEATS), str(rule_set.method)
        yield _problem("seats", "method", sentence=ONE_SEAT, method=method, methods=several)


def _delegations(rule_set: RuleSet) -> Iterator[Problem]:
    """A majority inside each delegation, and what belongs to it."""
    given, method = rule_set.counting, rule_set.method
    if "delegation_majority" in given:
        if method is Method.SCHULZE:
            yield _problem("delegation_majority", "method", sentence=NO_DELEGATIONS_IN_SCHULZE)
        elif method is not Method.YES_NO:
            yield _problem("delegation_majority", "method", sentence=NO_DELEGATIONS, method=str(method))
        elif given["delegation_majority"] and Kind.PROCEDURE in rule_set.kinds:
            yield _problem("delegation_majority", "kinds", sentence=NO_DELEGATIONS_IN_PROCEDURE)
    if not given.get("delegation_majority"):
        named = {key: key in given for key in INSIDE} | {
            "observing_delegations": bool(rule_set.observing),
            "conciliation_hours": rule_set.conciliation_hours != 72,
        }
        for key in (key for key, is_there in named.items() if is_there):
            yield _problem(key, "delegation_majority", sentence=NOT_ASKED)


def _counting(rule_set: RuleSet) -> Iterator[Problem]:
    belongs = {"threshold": YES_OR_NO | {Method.APPROVAL}, "strength": PAIRWISE, "status_quo": {Method.SCHULZE}}
    for key, methods in belongs.items():
        if key in rule_set.counting and rule_set.method not in methods:
            listed = _methods(frozenset(methods))
            yield _problem(key, "method", sentence=OTHER_METHOD, method=str(rule_set.method), methods=listed)
    if rule_set.method is Method.YES_NO:
        for key in ("threshold", "delegation_threshold"):
            share = rule_set.counting.get(key, {}).get("share", [1, 2]) if key in rule_set.counting else [1, 2]
            if Fraction(*share) < Fraction(1, 2):
                yield Problem(f"{key}.share", frozenset({key, "method"}), UNDER_HALF)


def _status_quo(rule_set: RuleSet) -> Iterator[Problem]:
    given = rule_set.counting
    if rule_set.method is Method.SCHULZE and Kind.CHOICE in rule_set.kinds and "status_quo" not in given:
        yield _problem("status_quo", "method", "kinds", sentence=NO_STATUS_QUO)
    if "status_quo" in given and set(rule_set.kinds) != {Kind.CHOICE}:
        yield _problem("status_quo", "kinds", sentence=ONLY_TEXTS)
    if "status_quo_rule" in given and "status_quo" not in given:
        yield _problem("status_quo_rule", "status_quo", sentence=NO_RULE_WITHOUT)


def _casting(rule_set: RuleSet) -> Iterator[Problem]:
    """What belongs to the sealed box, to hands, to cards. An organisation's votes exist on cards only, so that no
    rule set can weigh a sealed ballot."""
    sealed, hands = rule_set.secrecy is Secrecy.SEALED, rule_set.secrecy is Secrecy.HANDS
    if not sealed and rule_set.method is not Method.YES_NO:
        yield _problem("secrecy", "method", sentence=OPEN_YES_NO, secrecy=str(rule_set.secrecy))
    if not sealed and rule_set.shares != (0, 0):
        yield _problem("shares", "secrecy", sentence=ONLY_SEALED)
    if not sealed and rule_set.releases_ballots:
        yield _problem("releases_ballots", "secrecy", sentence=ONLY_SEALED)
    if not hands and rule_set.demand:
        yield _problem("demand", "secrecy", sentence=ONLY_HANDS)
    if not hands and rule_set.tellers != 2:
        yield _problem("tellers", "secrecy", sentence=ONLY_HANDS)
