"""Ten thousand random elections, counted by the product and from the definitions (`plainly`).

Where the two differ, one is wrong: no difference is excused here. What libraries answer otherwise, and why, stands in
`test_against_pref_voting` and `test_against_votelib`.
"""

from fractions import Fraction

import pytest

from conference.tally.count import count
from tests.tally import plainly
from tests.tally.plainly import Tied, case

LOTS = 20
EACH = 500
lots = pytest.mark.parametrize("lot", range(LOTS))


@lots
def test_every_pair_every_path_and_every_winner_of_pairs(lot: int):
    unique = 0
    for seed in range(lot * EACH, (lot + 1) * EACH):
        size, ballots = plainly.random_election(seed)
        margins = seed % 2 == 1
        strength = "margins" if margins else "winning-votes"
        votes = plainly.matrix(size, ballots)
        links = plainly.strengths(votes, margins)
        paths = plainly.schulze_paths(links)
        result = count(case(size, ballots, "schulze", strength=strength))
        assert result["pairwise"] == votes, seed
        assert result["path_strengths"] == paths, seed
        assert set(map(int, result["winners"])) == plainly.schulze_winners(paths), seed
        assert set(map(int, result["smith_set"])) == plainly.smith(votes), seed
        best = plainly.condorcet_winner(votes)
        assert result["condorcet_winner"] == (None if best is None else str(best)), seed
        ranked = count(case(size, ballots, "ranked-pairs", strength=strength))
        if ranked["order"] is not None:
            assert plainly.is_stack([int(each) for each in ranked["order"]], links), seed
        won = [link for row in links for link in row if link]
        if len(set(won)) == size * (size - 1) // 2:  # no two defeats alike and no pair level: one order only
            unique += 1
            assert ranked["order"] is not None, seed
    assert unique > EACH / 10


@lots
def test_every_round_of_the_run_off(lot: int):
    compared = 0
    for seed in range(lot * EACH, (lot + 1) * EACH):
        size, ballots = plainly.random_election(seed)
        try:
            rounds = list(plainly.run_off(size, ballots))
        except Tied:
            continue
        compared += 1
        result = count(case(size, ballots, "irv"))
        assert result["tie"] is None, seed
        assert [each["tally"] for each in result["rounds"]] == [
            {str(option): str(votes) for option, votes in tally.items()} for tally, _ in rounds
        ], seed
        assert [each.get("eliminated", [None])[0] for each in result["rounds"]] == [
            None if out is None else str(out) for _, out in rounds
        ], seed
    assert compared > EACH / 3


@lots
def test_every_stage_of_the_transfers(lot: int):
    compared = 0
    for seed in range(lot * EACH, (lot + 1) * EACH):
        size, ballots = plainly.random_election(seed)
        seats = 1 + seed % min(4, size)
        method, places = ("stv-scottish", 5) if seed % 2 else ("stv-wig-exact", None)
        try:
            elected, stages = plainly.transferable(size, ballots, seats, places)
        except Tied:
            continue
        compared += 1
        result = count(case(size, ballots, method, seats))
        assert result["tie"] is None, seed
        assert set(map(int, result["winners"])) == elected, seed
        found = [{int(name): Fraction(votes) for name, votes in each["tally"].items()} for each in result["rounds"]]
        assert found == stages, seed
    assert compared > EACH / 3
