"""The same random elections counted by an independent library, where no tie occurs."""

import random
from collections import Counter
from typing import Any

import pytest
import votelib.convert
import votelib.evaluate.condorcet
import votelib.evaluate.sequential
from votelib.evaluate.core import VotingSystemError

from conference.tally.count import count

NAMES = "abcdef"


def random_election(seed: int) -> Counter[tuple[str, ...]]:
    """About 200 strict papers, half of them short; every option is first on some."""
    rng = random.Random(seed)
    weight = {name: rng.uniform(1, 4) for name in NAMES}
    papers: Counter[tuple[str, ...]] = Counter((name,) for name in NAMES)
    for _ in range(200 + rng.randrange(50)):
        order = sorted(NAMES, key=lambda name: -rng.random() * weight[name])
        papers[tuple(order[: rng.randint(1, len(order))])] += 1
    return papers


def ours(papers: Counter[tuple[str, ...]], method: str, seats: int = 1, **options: object) -> dict[str, Any]:
    ballots = [{"count": number, "ranking": [[name] for name in paper]} for paper, number in papers.items()]
    case = {"method": method, "seats": seats, "candidates": list(NAMES), "options": options, "ballots": ballots}
    return count(case)


def test_instant_run_off_agrees():
    selector = votelib.evaluate.sequential.TransferableVoteSelector(quota_function="droop")
    compared = 0
    for seed in range(150):
        papers = random_election(seed)
        result = ours(papers, "irv")
        if result["tie"] is None and not result["tie_breaks"]:
            compared += 1
            assert result["winners"] == selector.evaluate(papers, 1), f"seed {seed}"
    assert compared > 75


@pytest.mark.parametrize("seats", [2, 3])
def test_exact_stv_agrees(seats: int):
    """The library moves all surpluses of a stage together: counts that never have two are compared."""
    selector = votelib.evaluate.sequential.TransferableVoteSelector(quota_function="droop")
    compared = 0
    for seed in range(600):
        papers = random_election(seed)
        result = ours(papers, "stv-wig-exact", seats)
        one_by_one = all(len(stage.get("elected", ())) <= 1 for stage in result["rounds"][:-1])
        if result["tie"] is None and not result["tie_breaks"] and one_by_one:
            try:
                theirs = selector.evaluate(papers, seats)
            except VotingSystemError:  # the library gives up on a few counts that are well defined
                continue
            compared += 1
            assert set(result["winners"]) == set(theirs), f"seed {seed}"
    assert compared > 150


@pytest.mark.parametrize(
    ("method", "evaluator"),
    [
        ("schulze", votelib.evaluate.condorcet.Schulze()),
        ("ranked-pairs", votelib.evaluate.condorcet.RankedPairs()),
    ],
)
def test_pairwise_orders_agree(method: str, evaluator: Any):
    to_pairs = votelib.convert.RankedToCondorcetVotes()
    compared = 0
    for seed in range(100):
        papers = random_election(seed)
        result = ours(papers, method)
        if result["order"] is not None and result["condorcet_winner"] is None:
            compared += 1
        if result["order"] is not None:
            assert result["order"] == evaluator.evaluate(to_pairs.convert(papers), len(NAMES)), f"seed {seed}"
    assert compared > 0
