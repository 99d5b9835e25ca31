"""Schulze with the status quo as an option, groups, and cycles."""

import json
from pathlib import Path
from typing import Any

from conference.tally.count import count
from tests.tally.elections import counted, election

THREE_RULES = Path(__file__).parent / "cases" / "status-quo-three-rules.json"


def by_rule(rule: str) -> dict[str, Any]:
    case = json.loads(THREE_RULES.read_text(encoding="utf-8"))
    return count(case | {"options": case["options"] | {"status_quo_rule": rule}})


def test_each_rule_names_its_own_winner_and_whom_it_skipped():
    assert by_rule("plain")["winners"] == ["B"]
    direct = by_rule("must-beat-status-quo-directly-and-rank-above-it")
    assert direct["winners"] == ["A"]
    assert direct["skipped"] == [{"option": "B", "reason": "does-not-beat-status-quo", "votes": 49, "against": 51}]
    smith = by_rule("status-quo-wins-if-it-is-in-the-smith-set")
    assert smith["winners"] == ["SQ"]
    assert smith["skipped"][0]["reason"] == "status-quo-in-smith-set"


def test_by_default_a_text_must_beat_the_status_quo():
    result = counted("schulze", "6: keep>a>b; 4: a>b>keep", status_quo="keep")
    assert result["winners"] == ["keep"]
    assert [(line["option"], line["votes"], line["against"]) for line in result["skipped"]] == [
        ("a", 4, 6),
        ("b", 4, 6),
    ]
    assert result["trace"][-1] == {"code": "status-quo-stays", "option": "keep"}


def test_a_text_that_is_level_with_the_status_quo_does_not_replace_it():
    assert counted("schulze", "5: a>keep; 5: keep>a", status_quo="keep")["winners"] == ["keep"]


def test_two_texts_above_the_status_quo_that_are_level_are_a_tie():
    result = counted("schulze", "5: a>b>keep; 5: b>a>keep", status_quo="keep")
    assert result["winners"] == ["a", "b"]
    assert result["tie"] == {"between": ["a", "b"], "resolve": "published lot or a new vote"}
    assert result["decided"] is False
    assert result["by_rule"]["plain"] is None


def inside_each_delegation() -> dict[str, Any]:
    """Text a leads overall and in the north; six voters of the south bury it."""
    case = election("schulze", "14: a>b>keep; 4: a>keep>b; 6: keep>b>a; 6: b>keep>a")
    for ballot, group in zip(case["ballots"], ("North", "South", "South", "North"), strict=True):
        ballot["group"] = group
    return case


def test_the_rule_that_asks_each_delegation_names_the_delegation_that_refused():
    case = inside_each_delegation()
    plain = count(case | {"options": {"status_quo": "keep"}})
    assert plain["winners"] == ["a"]
    rule = "must-beat-status-quo-inside-each-delegation"
    asked = count(case | {"options": {"status_quo": "keep", "status_quo_rule": rule}})
    assert asked["winners"] == ["keep"]
    assert asked["skipped"][0] == {
        "option": "a", "reason": "does-not-beat-status-quo-inside-delegation",
        "votes": 4, "against": 6, "delegation": "South",
    }  # fmt: skip


def test_a_delegation_without_papers_refuses_nothing():
    case = inside_each_delegation()
    case["groups"] = [{"name": "North"}, {"name": "South"}, {"name": "East"}]
    case["ballots"] = [ballot | {"group": "North"} for ballot in case["ballots"]]
    rule = "must-beat-status-quo-inside-each-delegation"
    result = count(case | {"options": {"status_quo": "keep", "status_quo_rule": rule}})
    assert result["winners"] == ["a"]
    assert result["pairwise_by_group"]["East"] == [[0, 0, 0]] * 3


def test_the_matrices_of_the_groups_add_up_to_the_whole():
    result = count(inside_each_delegation())
    north, south = result["pairwise_by_group"]["North"], result["pairwise_by_group"]["South"]
    added = [[n + s for n, s in zip(*rows, strict=True)] for rows in zip(north, south, strict=True)]
    assert added == result["pairwise"]


def test_a_cycle_is_spelled_out_from_the_winner():
    result = counted("schulze", "40: a>b>c; 35: b>c>a; 25: c>a>b")
    assert result["condorcet_winner"] is None
    assert result["cycle"] == [
        {"option": "a", "beats": "b", "votes": 65, "against": 35},
        {"option": "b", "beats": "c", "votes": 75, "against": 25},
        {"option": "c", "beats": "a", "votes": 60, "against": 40},
    ]


def test_a_tie_without_a_circle_is_no_cycle():
    assert counted("schulze", "1: a>b; 1: b>a")["cycle"] is None


def test_there_is_no_cycle_to_spell_out_beside_a_condorcet_winner():
    assert counted("schulze", "9: w>a>b>c; 8: w>b>c>a; 7: w>c>a>b")["cycle"] is None


def test_the_first_mention_of_an_option_counts_and_blank_ranks_say_nothing():
    case = election("schulze", "3: a>b>a; 2: b>a")
    case["ballots"][0]["ranking"].insert(0, [])
    assert count(case)["pairwise"] == [[0, 3], [2, 0]]
