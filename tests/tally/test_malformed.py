"""A file that cannot be counted says where, and what was expected."""

import contextlib
import copy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conference.tally.count import count
from conference.tally.formats import BadFile, read

GOOD: dict[str, Any] = {
    "method": "irv",
    "options": {},
    "seats": 1,
    "candidates": ["a", "b", "c"],
    "groups": [{"name": "Canada", "roll": 10}],
    "ballots": [
        {"count": 3, "group": "Canada", "ranking": [["a"], ["b"]]},
        {"count": 2, "group": "Canada", "ranking": [["b"]]},
    ],
}


def changed(path: tuple[str | int, ...], value: object) -> dict[str, Any]:
    case = copy.deepcopy(GOOD)
    inner: Any = case
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    return case


def test_the_case_itself_is_good():
    assert count(GOOD)["winners"] == ["a"]


@pytest.mark.parametrize(
    ("path", "value", "where"),
    [
        (("method",), "borda", "method"),
        (("method",), None, "method"),
        (("seats",), 2, "seats"),
        (("seats",), 0, "seats"),
        (("seats",), True, "seats"),
        (("candidates",), [], "candidates"),
        (("candidates",), "abc", "candidates"),
        (("candidates",), ["a", "b", "a"], "candidates[2]"),
        (("candidates",), ["a", " "], "candidates[1]"),
        (("candidates",), [f"option {n}" for n in range(51)], "candidates"),
        (("ballots",), None, "ballots"),
        (("ballots", 1), "b", "ballots[1]"),
        (("ballots", 1, "count"), -1, "ballots[1].count"),
        (("ballots", 1, "count"), 0, "ballots[1].count"),
        (("ballots", 1, "count"), 1.0, "ballots[1].count"),
        (("ballots", 1, "count"), True, "ballots[1].count"),
        (("ballots", 1, "count"), "2", "ballots[1].count"),
        (("ballots", 1, "group"), "France", "ballots[1].group"),
        (("ballots", 1, "group"), ["Canada"], "ballots[1].group"),
        (("ballots", 1, "ranking"), None, "ballots[1].ranking"),
        (("ballots", 1, "ranking"), "ab", "ballots[1].ranking"),
        (("ballots", 1, "ranking"), ["a"], "ballots[1].ranking[0]"),
        (("ballots", 1, "ranking"), [["a"], "b"], "ballots[1].ranking[1]"),
        (("ballots", 1, "ranking"), [["a"], ["x"]], "ballots[1].ranking[1][0]"),
        (("ballots", 1, "ranking"), [["a"], ["b", 3]], "ballots[1].ranking[1][1]"),
        (("ballots", 1, "ranking"), [[["a"]]], "ballots[1].ranking[0][0]"),
        (("ballots", 1, "ranking"), [["a", "a"]], "ballots[1].ranking[0]"),
        (("groups", 0), {"roll": 3}, "groups[0].name"),
        (("groups", 0, "roll"), 4, "groups[0].roll"),
        (("groups", 0, "roll"), 9.5, "groups[0].roll"),
        (("groups",), [{"name": "Canada"}, {"name": "Canada"}], "groups[1].name"),
        (("groups", 0, "wieght"), 2, "groups[0].wieght"),
        (("options",), [], "options"),
        (("options", "overvoet"), "skip", "options.overvoet"),
        (("options", "overvote"), "split", "options.overvote"),
        (("options", "status_quo"), "a", "options.status_quo"),
        (("options", "ties"), "the youngest wins", "options.ties"),
        (("options", "max_consecutive_skipped_ranks"), -1, "options.max_consecutive_skipped_ranks"),
        (("options", "lot_order_first_survives"), ["a", "b"], "options.lot_order_first_survives"),
        (("options", "lot_order_first_survives"), ["a", "b", "b"], "options.lot_order_first_survives[2]"),
        (("options", "quorum"), "turnout > 3/2", "options.quorum"),
        (("options", "quorum"), {"at_least": [0, 2]}, "options.quorum.at_least[0]"),
        (("options", "quorum"), {"at_least": [3, 2]}, "options.quorum.at_least"),
        (("options", "quorum"), {"atleast": [1, 2]}, "options.quorum.atleast"),
        (("options", "entitled"), 4, "options.entitled"),
    ],
)
def test_the_first_fault_is_named_by_its_path(path: tuple[str | int, ...], value: object, where: str):
    with pytest.raises(BadFile) as raised:
        count(changed(path, value))
    assert raised.value.where == where
    assert str(raised.value).startswith(f"{where}: expected ")


@pytest.mark.parametrize(
    ("method", "options", "where"),
    [
        ("schulze", {"status_quo": "d"}, "options.status_quo"),
        ("schulze", {"strength": "losing-votes"}, "options.strength"),
        ("schulze-status-quo", {}, "options.status_quo"),
        ("ranked-pairs", {"status_quo": "a"}, "options.status_quo"),
        ("stv-scottish", {"precision": "exact rationals"}, "options.precision"),
        ("stv-scottish", {"quota": "valid/seats"}, "options.quota"),
        ("stv-meek", {"precision": "iterate until total surplus < 1e-40"}, "options.precision"),
        ("irv", {"lot_seed": "1", "lot_order_first_survives": ["a", "b", "c"]}, "options.lot_order_first_survives"),
    ],
)  # fmt: skip
def test_an_option_that_does_not_fit_the_method_is_refused(method: str, options: dict[str, Any], where: str):
    with pytest.raises(BadFile) as raised:
        count(GOOD | {"method": method, "options": options})
    assert raised.value.where == where


@pytest.mark.parametrize(
    ("candidates", "ranking", "options", "where"),
    [
        (["a", "b"], [], {}, "candidates"),
        (["yes", "no", "maybe"], [], {}, "candidates"),
        (["yes", "no"], [["yes"], ["no"]], {}, "ballots[0].ranking"),
        (["yes", "no"], [["yes", "no"]], {}, "ballots[0].ranking"),
        (["yes", "no"], [["yes"]], {"delegation_majority": True}, "groups"),
        (["yes", "no"], [["yes"]], {"delegation_majority": "all"}, "options.delegation_majority"),
        (["yes", "no"], [["yes"]], {"threshold": {"share": [2, 2]}}, "options.threshold.share"),
        (["yes", "no"], [["yes"]], {"threshold": {"of": "members"}}, "options.threshold.of"),
    ],
)
def test_a_question_takes_only_answers(
    candidates: list[str], ranking: list[list[str]], options: dict[str, Any], where: str
):
    ballots = [{"count": 1, "ranking": ranking}]
    with pytest.raises(BadFile) as raised:
        count({"method": "yes-no", "candidates": candidates, "options": options, "ballots": ballots})
    assert raised.value.where == where


@pytest.mark.parametrize(
    ("content", "where"),
    [
        ('{"method": "irv",\n "seats": 1,,}', "line 2, column 13"),
        ("", "line 1, column 1"),
        ("[]", "file"),
        ('{"method": "irv", "method": "schulze"}', "file"),
        ('{"seats": NaN}', "file"),
        ('{"seats": ' + "9" * 5000 + "}", "file"),
        ("[" * 200_000, "file"),
    ],
)
def test_broken_json_is_named_by_line_and_column(content: str, where: str):
    with pytest.raises(BadFile) as raised:
        read(content)
    assert raised.value.where == where


def test_a_long_wrong_value_is_not_printed_whole():
    with pytest.raises(BadFile) as raised:
        count(changed(("ballots", 0, "ranking"), [["z" * 10_000]]))
    assert len(str(raised.value)) < 200


anything = st.recursive(
    st.none() | st.booleans() | st.integers(-2, 3) | st.floats() | st.sampled_from(["", "a", "b", "Canada", "irv"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["count", "ranking", "of"]), inner),
    max_leaves=6,
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(
    path=st.sampled_from(
        [("method",), ("options",), ("seats",), ("candidates",), ("groups",), ("ballots",), ("groups", 0),
         ("groups", 0, "roll"), ("ballots", 0), ("ballots", 0, "count"), ("ballots", 0, "group"),
         ("ballots", 0, "ranking"), ("options", "quorum"), ("options", "lot_order_first_survives")]
    ),
    value=anything,
)  # fmt: skip
def test_whatever_stands_in_a_file_it_is_counted_or_refused_by_path(path: tuple[str | int, ...], value: object):
    with contextlib.suppress(BadFile):
        count(changed(path, value))
