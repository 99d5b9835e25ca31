"""Rule sets to be drawn at random, over the whole space of options, and the files that hold them."""

from typing import Any

from hypothesis import strategies as st

from conference.rulebook import sense
from conference.rulebook.rules import EACH_DELEGATION, KEEP, MAY_OPEN, Kind, Method, RuleSet, Secrecy

SHARES = st.sampled_from([[1, 2], [2, 4], [2, 3], [3, 5], [3, 4], [1, 1], [51, 100]])
TEXTS = st.fixed_dictionaries(
    dict.fromkeys(("en", "fr", "es"), st.text(min_size=1, max_size=30).filter(lambda text: text.strip()))
)
STATUS_QUO_RULES = ["plain", "must-beat-status-quo-directly-and-rank-above-it",
                    "status-quo-wins-if-it-is-in-the-smith-set", EACH_DELEGATION]  # fmt: skip


@st.composite
def _compared(draw: st.DrawFn, bases: list[str], share: str) -> dict[str, Any]:
    part = draw(SHARES)
    strict = draw(st.booleans()) and part[0] != part[1]
    return {"of": draw(st.sampled_from(bases)), share: part, "strict": strict}


THRESHOLDS = _compared(["valid", "cast", "present", "entitled"], "share")
QUORUMS = _compared(["ballots", "presence"], "at_least")


def _some(draw: st.DrawFn, **values: st.SearchStrategy[Any]) -> dict[str, Any]:
    """Each of these values, or not."""
    return {name: draw(value) for name, value in values.items() if draw(st.booleans())}


def _counting(draw: st.DrawFn, method: Method, kinds: tuple[Kind, ...]) -> dict[str, Any]:
    given = _some(draw, quorum=QUORUMS)
    if method in (Method.YES_NO, Method.APPROVAL):
        given |= _some(draw, threshold=THRESHOLDS)
    if method in (Method.SCHULZE, Method.RANKED_PAIRS):
        given |= _some(draw, strength=st.sampled_from(["winning-votes", "margins"]))
    if method is Method.SCHULZE and kinds == (Kind.CHOICE,):
        given |= {"status_quo": KEEP} | _some(draw, status_quo_rule=st.sampled_from(STATUS_QUO_RULES))
    if method is Method.YES_NO and Kind.PROCEDURE not in kinds and draw(st.booleans()):
        given |= {"delegation_majority": True} | _some(
            draw,
            delegation_threshold=THRESHOLDS,
            delegation_minimum_turnout=SHARES,
            delegations_without_voters=st.sampled_from(["block", "left-out"]),
            groups_needed=st.integers(1, 3),
        )
    return given


@st.composite
def rule_sets(draw: st.DrawFn, kinds: tuple[Kind, ...] = tuple(Kind), like: RuleSet | None = None) -> RuleSet:
    """Any rule set that makes sense: of these kinds; or of the same kind and method as another one."""
    kind = like.kinds[0] if like else draw(st.sampled_from(kinds))
    fitting = [each for each in Method if each in sense.FITTING[kind]]
    method = like.method if like else draw(st.sampled_from(fitting))
    open_ways = list(Secrecy) if method is Method.YES_NO else [Secrecy.SEALED]
    secrecy = draw(st.sampled_from(open_ways))
    counting = _counting(draw, method, (kind,))
    sealed, hands = secrecy is Secrecy.SEALED, secrecy is Secrecy.HANDS
    asked = counting.get("delegation_majority", False)
    return RuleSet(
        key="drawn",
        names=draw(TEXTS),
        notes=draw(st.one_of(st.just({}), TEXTS)),
        kinds=(kind,),
        method=method,
        secrecy=secrecy,
        seats=draw(st.integers(1, 9)) if method in sense.SEVERAL_SEATS else 1,
        counting=counting,
        observing=tuple(draw(st.lists(st.sampled_from(["CA", "MX", "US"]), unique=True, max_size=2))) if asked else (),
        opens=tuple(draw(st.lists(st.sampled_from(MAY_OPEN), unique=True, min_size=1))),
        shares=draw(st.sampled_from([(0, 0), (2, 2), (2, 3), (3, 5)])) if sealed else (0, 0),
        demand=draw(st.integers(0, 9)) if hands else 0,
        papers=draw(st.booleans()),
        releases_ballots=sealed and draw(st.booleans()),
        conciliation_hours=draw(st.integers(1, 200)) if asked else 72,
        tellers=draw(st.integers(1, 4)) if hands else 2,
    )
