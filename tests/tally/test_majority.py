"""Yes or no: quorum, threshold, and the majority inside each delegation."""

from typing import Any

import pytest

from conference.tally.count import count
from tests.tally.elections import question


def decided(groups: dict[str, tuple[int, int, int]], **options: object) -> dict[str, Any]:
    return count(question(groups, **options))


def unmet(result: dict[str, Any]) -> list[str]:
    return [line.get("delegation", line["code"]) for line in result["conditions"] if not line["met"]]


def test_two_to_one_carries():
    result = decided({"Canada": (2, 1, 0)})
    assert result["outcome"] == "carried"
    assert result["adopted"] is True


def test_a_tie_is_lost():
    assert decided({"Canada": (3, 3, 1)})["outcome"] == "lost"


@pytest.mark.parametrize("of", ["valid", "cast", "entitled"])
@pytest.mark.parametrize("strict", [True, False])
def test_a_tie_is_lost_under_every_threshold(of: str, strict: bool):
    rule = {"of": of, "share": [1, 4], "strict": strict}
    assert decided({"Canada": (5, 5, 0)}, threshold=rule)["outcome"] == "lost"


@pytest.mark.parametrize("of", ["valid", "cast"])
@pytest.mark.parametrize("strict", [True, False])
def test_all_abstaining_fails_even_at_two_thirds(of: str, strict: bool):
    rule = {"of": of, "share": [2, 3], "strict": strict}
    assert decided({"Canada": (0, 0, 9)}, threshold=rule)["outcome"] == "lost"


def test_nobody_voting_at_all_is_lost_and_the_share_is_still_written():
    result = decided({"Canada": (0, 0, 0)})
    assert result["outcome"] == "lost"
    assert result["overall"] == {"yes": "0", "no": "0", "share": "0/0"}
    assert result["turnout"] == "0/10"


def test_exactly_two_thirds_meets_at_least_and_misses_more_than():
    at_least = {"of": "valid", "share": [2, 3], "strict": False}
    assert decided({"Canada": (6, 3, 0)}, threshold=at_least)["adopted"]
    assert not decided({"Canada": (6, 3, 0)}, threshold=at_least | {"strict": True})["adopted"]


def test_two_thirds_is_not_sixty_six_percent():
    at_least = {"of": "valid", "share": [2, 3], "strict": False}
    big = {
        "method": "yes-no",
        "candidates": ["yes", "no"],
        "options": {"threshold": at_least},
        "ballots": [
            {"count": 2 * 10**17 - 1, "ranking": [["yes"]]},
            {"count": 10**17 + 1, "ranking": [["no"]]},
        ],
    }
    assert count(big)["outcome"] == "lost"


def test_an_abstention_weighs_as_a_no_where_the_base_is_the_papers_cast():
    assert decided({"Canada": (4, 1, 4)})["adopted"]
    assert not decided({"Canada": (4, 1, 4)}, threshold={"of": "cast"})["adopted"]


def test_staying_away_weighs_as_a_no_where_the_base_is_the_roll():
    assert not decided({"Canada": (5, 0, 0)}, threshold={"of": "entitled"})["adopted"]
    assert decided({"Canada": (6, 0, 0)}, threshold={"of": "entitled"})["adopted"]


def test_a_base_that_nobody_counted_meets_nothing():
    result = decided({"Canada": (9, 0, 0)}, threshold={"of": "present"})
    assert result["outcome"] == "lost"
    assert result["conditions"][0]["base"] is None
    assert decided({"Canada": (9, 0, 0)}, threshold={"of": "present"}, present=9)["adopted"]


def test_the_quorum_is_reached_at_exactly_half_unless_it_must_be_exceeded():
    half = {"of": "ballots", "at_least": [1, 2]}
    assert decided({"Canada": (3, 1, 1)}, quorum=half)["adopted"]
    assert unmet(decided({"Canada": (3, 1, 1)}, quorum=half | {"strict": True})) == ["quorum"]
    assert unmet(decided({"Canada": (3, 1, 1)}, quorum="turnout > 1/2")) == ["quorum"]
    assert unmet(decided({"Canada": (3, 1, 0)}, quorum=half)) == ["quorum"]


def test_a_quorum_of_presence_counts_people_not_papers():
    rule = {"of": "presence", "at_least": [1, 2]}
    assert decided({"Canada": (1, 0, 0)}, quorum=rule, present=5)["adopted"]
    assert unmet(decided({"Canada": (9, 0, 0)}, quorum=rule, present=4)) == ["quorum"]
    assert unmet(decided({"Canada": (9, 0, 0)}, quorum=rule)) == ["quorum"]


def test_blank_papers_abstain_and_count_for_the_quorum():
    case = question({"Canada": (2, 0, 0)}, quorum={"at_least": [1, 2]})
    case["ballots"].append({"count": 3, "group": "Canada", "ranking": []})
    result = count(case)
    assert result["outcome"] == "carried"
    assert result["abstain"] == "3"


def test_one_delegation_that_refuses_means_conciliation_not_loss():
    votes = {"Canada": (9, 0, 0), "Mexico": (9, 0, 0), "United States": (2, 3, 0)}
    result = decided(votes, delegation_majority=True)
    assert result["outcome"] == "conciliation"
    assert result["adopted"] is False
    assert result["groups_in_favour"] == ["Canada", "Mexico"]
    assert unmet(result) == ["United States"]
    assert decided(votes)["outcome"] == "carried"


def test_a_delegation_tied_inside_refuses():
    result = decided({"Canada": (9, 0, 0), "Mexico": (2, 2, 5)}, delegation_majority=True)
    assert result["outcome"] == "conciliation"
    assert result["conditions"][-1]["why"] == "majority"


def test_all_delegations_in_favour_do_not_save_a_vote_that_is_lost_overall():
    result = decided({"Canada": (1, 0, 4), "Mexico": (1, 0, 4)}, delegation_majority=True, threshold={"of": "cast"})
    assert result["groups_in_favour"] == ["Canada", "Mexico"]
    assert result["outcome"] == "lost"


def test_without_quorum_the_outcome_is_lost_whatever_the_delegations_say():
    votes = {"Canada": (1, 0, 0), "Mexico": (0, 1, 0)}
    assert decided(votes, delegation_majority=True, quorum="turnout > 1/2")["outcome"] == "lost"


def test_a_delegation_with_nobody_present_blocks_or_is_left_out_as_the_rules_say():
    votes = {"Canada": (9, 0, 0), "Mexico": (0, 0, 0)}
    blocked = decided(votes, delegation_majority=True, delegations_without_voters="block")
    assert blocked["outcome"] == "conciliation"
    assert blocked["conditions"][-1]["why"] == "no-voters"
    left_out = decided(votes, delegation_majority=True, delegations_without_voters="left-out")
    assert left_out["outcome"] == "carried"
    assert [line.get("delegation") for line in left_out["conditions"]] == [None, "Canada"]


def test_all_delegations_left_out_adopts_nothing():
    votes = {"Canada": (0, 0, 0), "Mexico": (0, 0, 0)}
    result = decided(votes, delegation_majority=True, delegations_without_voters="left-out")
    assert result["outcome"] == "lost"


def test_one_to_nothing_with_many_abstaining_is_a_majority_only_if_abstentions_weigh_nothing():
    votes = {"Canada": (9, 0, 0), "Mexico": (1, 0, 9)}
    assert decided(votes, delegation_majority=True)["outcome"] == "carried"
    weighing = decided(votes, delegation_majority=True, delegation_threshold={"of": "cast"})
    assert weighing["outcome"] == "conciliation"


def test_too_few_voters_inside_a_delegation_is_no_majority():
    votes = {"Canada": (9, 0, 0), "Mexico": (2, 0, 0)}
    assert decided(votes, delegation_majority=True, delegation_minimum_turnout=[1, 5])["adopted"]
    few = decided(votes, delegation_majority=True, delegation_minimum_turnout=[1, 4])
    assert few["outcome"] == "conciliation"
    assert few["conditions"][-1]["why"] == "turnout"


def test_a_group_that_counts_only_in_the_total_is_never_asked_on_its_own():
    case = question({"Canada": (5, 0, 0), "Guests": (0, 4, 0)}, delegation_majority=True)
    case["groups"][1]["total_only"] = True
    result = count(case)
    assert result["outcome"] == "carried"
    assert result["overall"]["no"] == "4"
    case["ballots"][1]["count"] = 6
    assert count(case)["outcome"] == "lost"


def test_some_of_the_delegations_may_be_enough():
    votes = {"Canada": (9, 0, 0), "Mexico": (9, 0, 0), "United States": (2, 3, 0)}
    enough = decided(votes, delegation_majority=True, groups_needed=2)
    assert enough["outcome"] == "carried"
    assert [line["binding"] for line in enough["conditions"]] == [True, False, False, False, True]
    assert decided(votes, delegation_majority=True, groups_needed=3)["outcome"] == "conciliation"


def test_each_delegation_has_its_figures():
    result = decided({"Canada": (4, 3, 2), "Mexico": (1, 0, 0)}, delegation_majority=True)
    assert result["groups"][0] == {
        "name": "Canada", "roll": 10, "present": None, "cast": 9, "turnout": "9/10",
        "yes": 4, "no": 3, "abstain": 2,
    }  # fmt: skip
    assert result["turnout"] == "10/20"
    assert result["conditions"][1] == {
        "code": "delegation", "delegation": "Canada", "met": True, "binding": True, "entitled": 10,
        "yes": 4, "no": 3, "abstain": 2, "of": "valid", "base": 7, "share": [1, 2], "strict": True,
    }  # fmt: skip


def test_the_trace_gives_every_condition_and_then_the_outcome():
    result = decided({"Canada": (4, 3, 2), "Mexico": (0, 1, 0)}, delegation_majority=True)
    assert [step["code"] for step in result["trace"]] == [
        "cast", "condition-missed", "condition-met", "condition-missed", "outcome",
    ]  # fmt: skip


def test_a_choice_without_its_quorum_decides_nothing():
    case = {
        "method": "schulze",
        "candidates": ["a", "b"],
        "options": {"quorum": {"at_least": [1, 2]}},
        "groups": [{"name": "Canada", "roll": 10}],
        "ballots": [{"count": 4, "group": "Canada", "ranking": [["a"]]}],
    }
    result = count(case)
    assert result["winners"] == ["a"]
    assert result["decided"] is False
    assert result["turnout"] == "4/10"
    case["ballots"] = [*case["ballots"], {"count": 1, "group": "Canada", "ranking": []}]
    assert count(case)["decided"] is True
