"""Ties in counts by rounds, lots that everyone can recompute, and faulty papers."""

import hashlib
import json

import pytest

from conference.tally.count import count
from tests.tally.elections import counted


def test_without_a_lot_a_tie_stops_the_count():
    result = counted("irv", "4: a; 2: b; 2: c; 1: d")
    assert result["winners"] is None
    assert result["tie"]["between"] == ["b", "c"]
    assert result["tie"]["round"] == 2
    assert result["rounds"][-1] == {"tally": {"a": "4", "b": "2", "c": "2"}, "exhausted": "1"}
    assert result["decided"] is False


def test_possible_winners_are_those_of_every_draw():
    result = counted("irv", "3: a>b; 2: b>c; 2: c>b; 3: d>c")
    assert result["winners"] is None
    assert result["possible_winners_over_every_lot"] == ["b", "c"]


def test_a_published_order_lets_the_first_survive():
    papers = "3: a>b; 2: b>c; 2: c>b; 3: d>c"
    survives_b = counted("irv", papers, lot_order_first_survives=["b", "c", "a", "d"])
    assert survives_b["rounds"][0]["eliminated"] == ["c"]
    survives_c = counted("irv", papers, lot_order_first_survives=["c", "b", "a", "d"])
    assert survives_c["rounds"][0]["eliminated"] == ["b"]
    assert survives_c["tie_breaks"][0] == {"rule": "order", "between": ["b", "c"]}


@pytest.mark.parametrize("seed", ["1", "2", "3", "4"])
def test_a_seed_gives_the_order_that_anybody_can_recompute(seed: str):
    def place(option: str) -> str:
        return hashlib.sha256(json.dumps([seed, option], separators=(",", ":")).encode()).hexdigest()

    result = counted("irv", "1: a; 1: b; 1: c", lot_seed=seed)
    last = max("abc", key=place)
    assert result["rounds"][0]["eliminated"] == [last]
    assert result["winners"] == [min("abc", key=place)]
    assert result["tie_breaks"][0] == {"rule": "lot", "between": ["a", "b", "c"]}


def test_an_earlier_round_decides_before_any_lot():
    result = counted("irv", "6: a; 4: b; 3: c; 1: d>c", lot_order_first_survives=["c", "b", "a", "d"])
    assert result["rounds"][1]["eliminated"] == ["c"]
    assert result["tie_breaks"] == [{"rule": "backward", "between": ["b", "c"]}]
    step = next(step for step in result["trace"] if step["code"] == "tie-settled-earlier")
    assert step["looked_at"] == 1
    assert step["chosen"] == ["c"]


def test_a_tie_of_three_that_an_earlier_round_settles_in_part_goes_on_by_lot():
    result = counted("irv", "9: a; 3: b; 3: c; 4: d; 1: e>b; 1: e>c", lot_seed="x")
    assert result["rounds"][1]["tally"] == {"a": "9", "b": "4", "c": "4", "d": "4"}
    assert result["tie_breaks"][:2] == [
        {"rule": "backward", "between": ["b", "c", "d"]},
        {"rule": "lot", "between": ["b", "c"]},
    ]


def test_two_equal_surpluses_need_a_lot_for_who_goes_first():
    papers = "10: a>c; 10: b>d; 5: c; 5: d; 1: e"
    stopped = counted("stv-scottish", papers, seats=3)
    assert stopped["tie"]["between"] == ["a", "b"]
    first = counted("stv-scottish", papers, seats=3, lot_order_first_survives=["b", "a", "c", "d", "e"])
    assert [stage.get("option") for stage in first["rounds"][:3]] == [None, "b", "a"]


def test_a_pairwise_tie_goes_to_the_lot_only_where_there_is_one():
    assert counted("schulze", "1: a>b; 1: b>a")["winners"] == ["a", "b"]
    result = counted("schulze", "1: a>b; 1: b>a", lot_order_first_survives=["b", "a"])
    assert result["winners"] == ["b"]
    assert result["tie"] is None
    assert result["tie_breaks"] == [{"rule": "order", "between": ["a", "b"]}]


def test_equal_defeats_in_a_circle_leave_every_winner_possible():
    papers = "1: a>b>c; 1: b>c>a; 1: c>a>b"
    result = counted("ranked-pairs", papers)
    assert result["winners"] == ["a", "b", "c"]
    assert result["order"] is None
    drawn = counted("ranked-pairs", papers, lot_order_first_survives=["c", "a", "b"])
    assert drawn["winners"] == ["c"]
    assert drawn["order"] == ["c", "a", "b"]


def test_a_surplus_made_by_an_exclusion_moves_on():
    result = counted("stv-wig-exact", "6: a; 4: b>c; 3: c; 2: d>b>c; 3: e", seats=3)
    actions = [(stage["action"], stage.get("option")) for stage in result["rounds"]]
    assert actions == [
        ("first", None),
        ("surplus", "a"),
        ("exclude", "d"),
        ("surplus", "b"),
        ("exclude", "e"),
    ]
    assert result["rounds"][3]["tally"] == {"a": "5", "b": "5", "c": "4", "e": "3"}
    assert result["winners"] == ["a", "b", "c"]


def test_an_exact_quota_must_be_exceeded():
    papers = "4: a; 2: b; 2: c"
    reached = counted("stv-wig-exact", papers, quota="valid/(seats+1)")
    assert reached["quota"] == "4"
    assert "elected" not in reached["rounds"][0]
    assert counted("stv-wig-exact", "5: a; 2: b; 1: c", quota="valid/(seats+1)")["winners"] == ["a"]


def test_as_many_options_as_seats_are_all_elected_at_once():
    result = counted("stv-scottish", "7: a; 1: b", seats=2)
    assert result["winners"] == ["a", "b"]
    assert len(result["rounds"]) == 1


def test_papers_without_a_first_choice_count_as_cast_and_not_for_the_quota():
    result = counted("stv-scottish", "6: a; 3: b=c; 2: b; 1: c")
    assert result["ballots"] == 12
    assert result["valid"] == 9
    assert result["quota"] == "5"
    assert result["stages"][0]["exhausted"] == "3.00000"


def test_a_scottish_paper_ends_where_a_rank_is_left_out():
    papers = "3: a; 2: b; 1: c>x>a"
    blank = {"max_consecutive_skipped_ranks": 1}
    result = counted("stv-scottish", papers, overvote="skip", **blank)
    assert result["winners"] == ["a"]


def test_nobody_voting_is_a_tie_of_everybody():
    result = count({"method": "irv", "candidates": ["a", "b"], "ballots": []})
    assert result["winners"] is None
    assert result["tie"]["between"] == ["a", "b"]


def test_more_lots_than_can_be_tried_are_not_guessed():
    everybody = "; ".join(f"1: {name}" for name in "abcdefgh")
    assert counted("irv", everybody)["possible_winners_over_every_lot"] is None
