"""A vote's rules as arithmetic."""

import itertools
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conference.core.errors import Conflict, Refused
from conference.rulebook.queries import defaults
from conference.rulebook.rules import Kind
from conference.tally.count import count
from conference.voting import rules
from conference.voting.rules import Outcome, Phase

OPTIONS = ("a1", "a2", "keep")


def test_a_vote_goes_one_way() -> None:
    way = [Phase.PUT, Phase.OPEN, Phase.CLOSED, Phase.UNSEALED, Phase.DECLARED]
    aside = {(Phase.PUT, Phase.TAKEN_BACK), (Phase.OPEN, Phase.VOID), (Phase.CLOSED, Phase.VOID)}
    allowed = {*itertools.pairwise(way), *aside}
    for start in Phase:
        for to in Phase:
            if (start, to) in allowed:
                assert rules.move(start, to) is to
            else:
                with pytest.raises(Conflict):
                    rules.move(start, to)


@pytest.mark.parametrize(
    ("method", "ranking", "code"),
    [
        ("schulze", (), "empty-ballot"),
        ("schulze", ((), ()), "empty-ballot"),
        ("schulze", (("a3",),), "unknown-option"),
        ("schulze", (("a1",), ("a1",)), "named-twice"),
        ("schulze", (("a1", "a1"),), "named-twice"),
        ("irv", (("a1", "a2"),), "equal-ranks"),
        ("stv-scottish", (("a1", "a2"),), "equal-ranks"),
        ("yes-no", (("a1",), ("a2",)), "one-answer"),
        ("yes-no", (("a1", "a2"),), "one-answer"),
    ],
)
def test_ballots_that_the_rule_cannot_take(method: str, ranking: rules.Ranking, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        rules.ballot(method, OPTIONS, ranking)
    assert refusal.value.code == code


def test_equal_ranks_have_no_order_and_empty_ranks_close() -> None:
    paper = rules.ballot("schulze", OPTIONS, (("a2", "a1"), (), ("keep",)))
    assert paper == rules.ballot("schulze", OPTIONS, (("a1", "a2"), ("keep",))) == (("a1", "a2"), ("keep",))


@given(st.dictionaries(st.sampled_from(OPTIONS), st.integers(-3, 60)))
def test_numbers_beside_options_keep_their_order(ranks: dict[str, int]) -> None:
    ranking = rules.from_ranks(ranks)
    place = {option: position for position, rank in enumerate(ranking) for option in rank}
    assert set(place) == {option for option, number in ranks.items() if number > 0}
    for one in place:
        for other in place:
            assert (place[one] < place[other]) == (ranks[one] < ranks[other])


def test_a_gap_is_told() -> None:
    assert not rules.has_gaps({"a1": 1, "a2": 2, "keep": 0})
    assert not rules.has_gaps({"a1": 1, "a2": 1, "keep": 2})
    assert not rules.has_gaps({})
    assert rules.has_gaps({"a1": 1, "a2": 3})
    assert rules.has_gaps({"a1": 2})


def rules_for(kind: Kind) -> dict[str, Any]:
    """The usual rules of such a question, as a vote keeps them."""
    return next(each for each in defaults() if kind in each.kinds).as_data()


def answers(**given: tuple[int, int, int]) -> dict[str, Any]:
    """The result of a yes or no to an adoption; for each delegation (yes, no, abstain), all of whom voted."""
    counted = [
        (code, ((answer,),), number)
        for code, numbers in given.items()
        for answer, number in zip(rules.ANSWERS, numbers, strict=True)
        if number
    ]
    roll = {code: sum(numbers) for code, numbers in given.items()}
    asked = rules_for(Kind.PLANK) | {"binding": "digest", "version": 3}
    case = rules.case(number=7, method="yes-no", options=rules.ANSWERS, rules=asked, roll=roll, counted=counted)
    return count(case)


@pytest.mark.parametrize(
    ("votes", "outcome"),
    [
        ({"CA": (3, 1, 0), "MX": (1, 0, 4)}, Outcome.CARRIED),
        ({"CA": (9, 0, 0), "MX": (1, 1, 0)}, Outcome.CONCILIATION),
        ({"CA": (9, 0, 0), "MX": (0, 0, 4)}, Outcome.CONCILIATION),
        ({"CA": (2, 2, 0), "MX": (2, 2, 0)}, Outcome.LOST),
        ({"CA": (0, 0, 3), "MX": (0, 0, 3)}, Outcome.LOST),
    ],
)
def test_adoption_needs_a_majority_overall_and_in_each_delegation(
    votes: dict[str, tuple[int, int, int]], outcome: Outcome
) -> None:
    assert rules.outcome("plank", answers(**votes), second_try=False) is outcome


def test_there_is_no_third_try() -> None:
    refused_inside_one = answers(CA=(9, 0, 0), MX=(1, 1, 0))
    assert rules.outcome("plank", refused_inside_one, second_try=False) is Outcome.CONCILIATION
    assert rules.outcome("plank", refused_inside_one, second_try=True) is Outcome.LOST


@pytest.mark.parametrize(
    ("winners", "met", "second_try", "outcome"),
    [
        (["a1"], True, False, Outcome.CHOSEN),
        (["keep"], True, False, Outcome.KEPT),
        (["a1", "a2"], True, False, Outcome.TIED),
        (["a1", "a2"], True, True, Outcome.KEPT),
        (None, True, False, Outcome.TIED),
        (["a1"], False, False, Outcome.LAPSED),
    ],
)
def test_what_follows_from_a_choice(winners: list[str] | None, met: bool, second_try: bool, outcome: Outcome) -> None:
    result = {"winners": winners, "conditions": [{"code": "quorum", "met": met}]}
    assert rules.outcome("choice", result, second_try=second_try) is outcome


def test_a_choice_asks_no_delegation_for_consent_and_adoption_asks_all() -> None:
    assert "delegation_majority" not in rules_for(Kind.CHOICE)
    assert rules_for(Kind.CHOICE)["status_quo"] == "keep"
    for kind in (Kind.AMENDMENT, Kind.PLANK, Kind.RESOLUTION):
        assert rules_for(kind)["delegation_majority"] is True


def test_the_file_to_recount_does_not_depend_on_order() -> None:
    counted = [("MX", (("a1",),), 2), ("CA", (("a2",), ("a1",)), 1), ("CA", (("a1",),), 4)]
    roll = {"MX": 3, "CA": 5}
    case: dict[str, Any] = {"number": 1, "method": "schulze", "options": OPTIONS, "rules": {}}
    one = rules.case(**case, roll=roll, counted=counted)
    other = rules.case(**case, roll=dict(reversed(roll.items())), counted=counted[::-1])
    assert one == other
