"""The details that decide counts: quotas reached or exceeded, several over one at once, no votes, withdrawals."""

from fractions import Fraction
from typing import Any

import pytest

from conference.tally.count import count
from conference.tally.expect import BadFile
from tests.tally.elections import BY_ROUNDS, PAIRWISE, counted, election

ALL = (*BY_ROUNDS, *PAIRWISE, "approval")


def test_a_whole_quota_is_reached_by_exactly_as_many():
    result = counted("stv-scottish", "4: a; 2: b; 1: c")
    assert result["quota"] == "4"
    assert result["rounds"][0]["elected"] == ["a"]


def test_an_exact_quota_reached_exactly_elects_nobody():
    result = counted("stv-wig-exact", "4: a; 4: b", quota="valid/(seats+1)", lot_seed="1")
    assert result["quota"] == "4"
    assert "elected" not in result["rounds"][0]
    assert len(result["winners"]) == 1


def test_a_majority_is_more_than_half_of_the_votes_that_continue():
    result = counted("irv", "4: a; 3: b; 2: c")
    assert [each.get("elected") for each in result["rounds"]] == [None, ["a"]]
    assert result["rounds"][1] == {"tally": {"a": "4", "b": "3"}, "exhausted": "2", "elected": ["a"]}
    assert "elected" not in counted("irv", "4: a; 3: b; 1: c", lot_seed="1")["rounds"][0]


@pytest.mark.parametrize("method", ["stv-scottish", "stv-wig-exact", "stv-meek"])
def test_all_who_have_the_quota_at_one_stage_are_elected_at_it(method: str):
    result = counted(method, "6: a; 5: b; 4: c; 1: d", seats=3)
    assert result["rounds"][0]["elected"] == ["a", "b"]
    assert result["winners"][:2] == ["a", "b"]
    assert result["winners"][2] == "c"


def test_surpluses_of_one_stage_go_one_at_a_time_the_largest_first():
    result = counted("stv-wig-exact", "9: a>c; 7: b>d; 2: c; 2: d; 1: e", seats=3)
    assert [stage["action"] for stage in result["rounds"][:3]] == ["first", "surplus", "surplus"]
    assert [stage.get("option") for stage in result["rounds"][1:3]] == ["a", "b"]


@pytest.mark.parametrize("method", ["stv-scottish", "stv-wig-exact", "stv-meek"])
def test_as_many_left_as_seats_are_elected_without_any_quota(method: str):
    result = counted(method, "5: a; 1: b; 1: c>b", seats=3)
    assert set(result["winners"]) == {"a", "b", "c"}


@pytest.mark.parametrize("method", ["irv", "stv-scottish", "stv-wig-exact", "stv-meek"])
def test_options_without_a_vote_go_out_without_any_lot(method: str):
    """Nobody's paper moves with them, so no order of theirs could change anything."""
    papers = {"candidates": ["a", "b", "c", "y", "x", "z"]}
    result = count(election(method, "5: a; 4: b; 3: c>b", seats=1) | papers)
    assert result["winners"] == ["b"]
    assert result["tie"] is None
    assert result["possible_winners_over_every_lot"] == ["b"]
    assert result["tie_breaks"][0] == {"rule": "no-votes", "between": ["y", "x", "z"]}
    step = next(step for step in result["trace"] if step["code"] == "no-votes-any-order")
    assert step["chosen"] == ["x"]
    turned = count(election(method, "5: a; 4: b; 3: c>b") | {"candidates": ["z", "c", "x", "b", "y", "a"]})
    assert [each["tally"] for each in turned["rounds"]] == [each["tally"] for each in result["rounds"]]


@pytest.mark.parametrize("method", ["stv-scottish", "stv-meek"])
def test_options_without_a_vote_need_a_lot_where_one_of_them_fills_a_seat(method: str):
    result = count(election(method, "5: a", seats=2) | {"candidates": ["a", "x", "y"]})
    assert result["winners"] is None
    assert result["tie"]["between"] == ["x", "y"]


def test_the_lot_that_was_agreed_on_decides_also_between_options_without_a_vote():
    case = election("irv", "5: a; 4: b; 3: c>b", lot_order_first_survives=["x", "y", "a", "b", "c"])
    result = count(case | {"candidates": ["a", "b", "c", "x", "y"]})
    assert result["rounds"][0]["eliminated"] == ["y"]
    assert result["tie_breaks"][0] == {"rule": "order", "between": ["x", "y"]}


def test_exhausted_and_cut_votes_have_their_columns_and_nothing_is_rounded():
    result = counted("stv-scottish", "7: a>b; 3: a; 2: b; 1: c", seats=2)
    assert result["quota"] == "5"
    surplus = result["stages"][1]
    assert surplus["tally"]["b"] == "5.50000"  # 2 and seven times 5/10
    assert surplus["exhausted"] == "1.50000"
    thirds = counted("stv-scottish", "6: a>b; 1: a; 1: b; 1: c", seats=2)
    assert thirds["stages"][1]["tally"]["b"] == "3.57142"  # 1 and six times 3/7, which is cut to 0.42857
    assert Fraction(thirds["stages"][1]["lost_by_cutting"]) == Fraction(1, 100_000)
    assert all(Fraction(stage["total"]) == 9 for stage in thirds["stages"])


@pytest.mark.parametrize("method", ALL)
def test_a_paper_whose_options_are_all_out_still_counts_for_the_quorum(method: str):
    case = election(method, "2: a; 3: gone; 1: b") | {"withdrawn": ["gone"]}
    case["options"] = {"quorum": {"at_least": [3, 5]}, "entitled": 10}
    result = count(case)
    assert result["ballots"] == 6
    assert result["conditions"][0]["met"] is True
    assert result["winners"] == ["a"]
    assert result["candidates"] == ["a", "b"]
    assert result["withdrawn"] == ["gone"]


@pytest.mark.parametrize("method", ALL)
def test_an_option_that_has_withdrawn_changes_nothing_for_the_others(method: str):
    approves = "=" if method == "approval" else ">"
    papers = f"4: w{approves}a{approves}b; 3: b{approves}w; 2: a{approves}w{approves}b; 1: w"
    without = f"4: a{approves}b; 3: b; 2: a{approves}b; 1:"
    result, plain = count(election(method, papers) | {"withdrawn": ["w"]}), counted(method, without)
    assert {**result, "withdrawn": []} == plain


def test_a_blank_rank_stays_blank_when_others_withdraw():
    blank = election("irv", "1: a>w>b; 1: b") | {"withdrawn": ["w"], "options": {"max_consecutive_skipped_ranks": 0}}
    blank["ballots"].append({"count": 1, "ranking": [[], ["w"], ["b"]]})
    assert count(blank)["stages"][0]["inactive"]["skippedRankings"] == "1"


@pytest.mark.parametrize(
    ("withdrawn", "where"),
    [(["z"], "withdrawn[0]"), (["a", "a"], "withdrawn[1]"), (["a", "b"], "withdrawn"), ("a", "withdrawn")],
)
def test_only_options_withdraw_once_and_never_all(withdrawn: object, where: str):
    with pytest.raises(BadFile) as raised:
        count(election("irv", "1: a; 1: b") | {"withdrawn": withdrawn})
    assert raised.value.where == where


@pytest.mark.parametrize("method", ALL)
def test_fifty_options_are_counted(method: str):
    names = [f"option {number:02}" for number in range(50)]
    marks: list[Any] = [names] if method == "approval" else [[name] for name in names]
    ballots = [{"count": 2, "ranking": marks}, {"count": 1, "ranking": [["option 07"]]}]
    result = count({"method": method, "candidates": names, "options": {}, "ballots": ballots})
    assert result["winners"] == (["option 07"] if method == "approval" else ["option 00"])


def test_after_a_second_tie_the_text_stays_where_the_rules_say_so():
    papers = "3: new>keep; 3: other>keep"
    tied = counted("schulze", "2: new>other>keep; 2: other>new>keep", status_quo="keep")
    assert tied["winners"] == ["new", "other"]
    assert tied["tie"]["between"] == ["new", "other"]
    again = counted("schulze", "2: new>other>keep; 2: other>new>keep", status_quo="keep", tie="status-quo-stays")
    assert again["winners"] == ["keep"]
    assert again["tie"] is None
    assert again["decided"] is True
    assert again["tie_breaks"] == [{"rule": "status-quo", "between": ["new", "other"]}]
    assert again["trace"][-1] == {"code": "status-quo-stays", "option": "keep"}
    with pytest.raises(BadFile) as raised:
        counted("schulze", papers, tie="status-quo-stays")
    assert raised.value.where == "options.tie"
