"""Approval voting: every approved option gets one vote, whoever is most approved wins, perhaps under a threshold."""

from typing import Any

import pytest

from conference.tally.count import count
from conference.tally.expect import BadFile
from conference.tally.show import lines
from tests.tally.elections import counted, election

PAPERS = "4: a=b; 3: b=c; 2: c; 1:"


def approved(papers: str = PAPERS, seats: int = 1, **options: object) -> dict[str, Any]:
    return counted("approval", papers, seats, **options)


def test_every_approved_option_gets_one_vote_and_a_blank_paper_none():
    result = approved()
    assert result["approvals"] == {"a": "4", "b": "7", "c": "5"}
    assert result["shares"] == {"a": "4/9", "b": "7/9", "c": "5/9"}
    assert (result["ballots"], result["valid"]) == (10, 9)
    assert result["winners"] == ["b"]
    assert result["order_by_levels"] == [["b"], ["c"], ["a"]]
    assert result["decided"] is True


def test_several_seats_go_to_the_most_approved():
    assert approved(seats=2)["winners"] == ["b", "c"]
    assert approved(seats=3)["winners"] == ["b", "c", "a"]


def test_a_tie_for_one_seat_names_all_who_are_tied_for_a_new_vote():
    result = approved("2: a; 2: b; 1: c")
    assert result["winners"] == ["a", "b"]
    assert result["tie"] == {"between": ["a", "b"], "resolve": "published lot or a new vote"}
    assert result["decided"] is False


def test_a_tie_for_the_last_seat_leaves_those_elected_who_are_so_under_every_lot():
    stopped = approved("5: a; 2: b; 2: c; 1: d", seats=2)
    assert stopped["winners"] == ["a"]
    assert stopped["tie"]["between"] == ["b", "c"]
    assert stopped["possible_winners_over_every_lot"] == ["a", "b", "c"]
    drawn = approved("5: a; 2: b; 2: c; 1: d", seats=2, lot_order_first_survives=["d", "c", "b", "a"])
    assert drawn["winners"] == ["a", "c"]
    assert drawn["tie_breaks"] == [{"rule": "order", "between": ["b", "c"]}]


def test_a_tie_that_fills_exactly_the_seats_is_none():
    assert approved("2: a; 2: b; 1: c", seats=2)["tie"] is None


@pytest.mark.parametrize(
    ("of", "share", "strict", "winners"),
    [
        ("valid", [1, 2], True, ["b", "c"]),  # 7 and 5 of 9
        ("valid", [5, 9], False, ["b", "c"]),
        ("valid", [5, 9], True, ["b"]),
        ("cast", [1, 2], True, ["b"]),  # 5 of 10 is no more than half
        ("cast", [1, 2], False, ["b", "c"]),
        ("entitled", [1, 2], True, []),  # of 20
    ],
)
def test_a_threshold_may_leave_seats_empty(of: str, share: list[int], strict: bool, winners: list[str]):
    result = approved(seats=3, threshold={"of": of, "share": share, "strict": strict}, entitled=20)
    assert result["winners"] == winners
    assert [line["option"] for line in result["conditions"] if line["met"]] == winners
    assert [line["option"] for line in result["conditions"]] == ["b", "c", "a"]
    assert result["decided"] is bool(winners)


def test_a_base_that_nobody_counted_elects_nobody_and_without_votes_there_is_nobody():
    assert approved(threshold={"of": "present"})["winners"] == []
    empty = count({"method": "approval", "candidates": ["a"], "options": {"threshold": {}}, "ballots": []})
    assert empty["winners"] == []


def test_a_quorum_stands_before_the_threshold():
    result = approved(quorum="turnout > 1/2", entitled=20, threshold={"of": "valid"})
    assert [line["code"] for line in result["conditions"]] == ["quorum", "approval", "approval", "approval"]
    assert result["winners"] == ["b"]
    assert result["decided"] is False


def test_the_printed_result_says_who_is_elected_and_why_nobody_is():
    tied = election("approval", "5: a; 2: b; 2: c", seats=2)
    assert "Elected whatever the lot says: a" in list(lines(count(tied), tied))
    unmet = election("approval", PAPERS, threshold={"of": "valid", "share": [8, 9], "strict": False})
    printed = list(lines(count(unmet), unmet))
    assert "Nobody is elected: no option meets the threshold." in printed
    assert "[not met] b: approved by 7 >= 8/9 of 9 (valid)" in printed


def test_each_delegation_has_its_own_figures():
    case = election("approval", "2: a=b; 1: b") | {"groups": [{"name": "Canada", "roll": 5}, {"name": "Mexico"}]}
    case["ballots"][0]["group"] = case["ballots"][1]["group"] = "Canada"
    result = count(case)
    assert result["approvals_by_group"] == {"Canada": {"a": "2", "b": "3"}, "Mexico": {"a": "0", "b": "0"}}
    assert "approved by  all  Canada  Mexico" in list(lines(result, case))


def test_a_ranked_paper_is_refused_unless_the_rules_say_how_many_ranks_approve():
    with pytest.raises(BadFile, match="approved options in 1 rank at most"):
        approved("1: a>b")
    assert approved("2: a>b; 1: b", approved_ranks=2)["approvals"] == {"a": "2", "b": "3"}
