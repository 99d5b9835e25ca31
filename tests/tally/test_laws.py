"""Laws that hold for every election, whatever the papers say."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conference.tally.count import count
from tests.tally.elections import BY_ROUNDS, PAIRWISE, Case, by, elections

quick = settings(max_examples=60, deadline=None)


def outcome(result: dict[str, Any]) -> dict[str, object]:
    """What may not depend on the order of papers and options."""
    tie = result["tie"]
    possible = result["possible_winners_over_every_lot"]
    return {
        "winners": None if result["winners"] is None else sorted(result["winners"]),
        "tie": None if tie is None else sorted(tie["between"]),
        "possible": None if possible is None else sorted(possible),
    }


@pytest.mark.parametrize("method", BY_ROUNDS + PAIRWISE)
@quick
@given(case=elections(), draw=st.data())
def test_the_order_of_papers_and_options_never_matters(method: str, case: Case, draw: st.DataObject):
    shuffled = case | {
        "candidates": draw.draw(st.permutations(case["candidates"])),
        "ballots": draw.draw(st.permutations(case["ballots"])),
    }
    assert outcome(by(case, method)) == outcome(by(shuffled, method))


@pytest.mark.parametrize("method", BY_ROUNDS)
@quick
@given(case=elections())
def test_every_stage_sums_to_the_papers_cast(method: str, case: Case):
    cast = sum(ballot["count"] for ballot in case["ballots"])
    result = by(case, method, lot_seed="7")
    assert result["ballots"] == cast
    for stage in result["stages"]:
        columns = [*stage["tally"].values(), stage["exhausted"], stage.get("lost_by_cutting", "0")]
        total = sum(Fraction(column) for column in columns)
        shown_precision = Fraction(len(columns), 10**6) if method == "stv-meek" else 0
        assert abs(total - cast) <= shown_precision
        assert Fraction(stage["total"]) == cast


@pytest.mark.parametrize("method", BY_ROUNDS)
@quick
@given(case=elections())
def test_with_a_lot_exactly_the_seats_are_filled(method: str, case: Case):
    result = by(case, method, lot_seed="7")
    seats = case["seats"] if method.startswith("stv") else 1
    assert len(set(result["winners"])) == min(seats, len(case["candidates"]))
    assert result["tie"] is None


@pytest.mark.parametrize("method", BY_ROUNDS + PAIRWISE)
@quick
@given(case=elections(), seed=st.text("abc", min_size=1))
def test_a_lot_never_elects_anybody_who_could_not_win(method: str, case: Case, seed: str):
    possible = by(case, method)["possible_winners_over_every_lot"]
    if possible is not None:
        assert set(by(case, method, lot_seed=seed)["winners"]) <= set(possible)


@pytest.mark.parametrize("method", PAIRWISE)
@pytest.mark.parametrize("strength", ["winning-votes", "margins"])
@quick
@given(case=elections())
def test_winners_lie_in_the_smith_set_and_a_condorcet_winner_wins(method: str, strength: str, case: Case):
    result = by(case, method, strength=strength)
    assert set(result["winners"]) <= set(result["smith_set"])
    if result["condorcet_winner"] is not None:
        assert result["winners"] == [result["condorcet_winner"]]
        assert result["order"] is None or result["order"][0] == result["condorcet_winner"]
    if result["condorcet_loser"] is not None:
        assert result["condorcet_loser"] not in result["winners"]


@quick
@given(case=elections())
def test_the_matrix_counts_every_pair_on_every_paper(case: Case):
    names = case["candidates"]

    def place(ballot: dict[str, Any], name: str) -> int:
        ranks = [number for number, rank in enumerate(ballot["ranking"]) if name in rank]
        return ranks[0] if ranks else len(names)

    expected = [
        [sum(b["count"] for b in case["ballots"] if place(b, one) < place(b, other)) for other in names]
        for one in names
    ]
    assert by(case, "schulze")["pairwise"] == expected


@quick
@given(case=elections(most_options=4))
def test_path_strengths_are_those_of_the_best_of_all_paths(case: Case):
    result = by(case, "schulze")
    votes, size = result["pairwise"], len(case["candidates"])

    def best(start: int, goal: int, seen: frozenset[int]) -> int:
        if start == goal:
            return 10**9
        steps = [n for n in range(size) if n not in seen and votes[start][n] > votes[n][start]]
        return max((min(votes[start][n], best(n, goal, seen | {n})) for n in steps), default=0)

    expected = [
        [0 if one == other else best(one, other, frozenset({one})) for other in range(size)] for one in range(size)
    ]
    assert result["path_strengths"] == expected


@quick
@given(case=elections())
def test_schulze_reversal_symmetry(case: Case):
    """Schulze 2011, section 4.4: whoever alone wins does not win when every paper is turned round."""
    turned = []
    for ballot in case["ballots"]:
        named = {name for rank in ballot["ranking"] for name in rank}
        rest = [name for name in case["candidates"] if name not in named]
        turned.append(ballot | {"ranking": [*([rest] if rest else []), *reversed(ballot["ranking"])]})
    winners = by(case, "schulze")["winners"]
    if len(winners) == 1:
        assert winners != by(case | {"ballots": turned}, "schulze")["winners"]


@quick
@given(case=elections(most_options=4), draw=st.data())
def test_schulze_a_clone_changes_nothing_for_the_others(case: Case, draw: st.DataObject):
    """Schulze 2011, section 4.6: an option entered twice wins or loses as the one did."""
    original = draw.draw(st.sampled_from(case["candidates"]))
    ballots = []
    for ballot in case["ballots"]:
        ranking: list[list[str]] = []
        pair = draw.draw(st.permutations([original, "clone"]))
        for rank in ballot["ranking"]:
            others = [name for name in rank if name != original]
            ranking += [rank] if len(others) == len(rank) else [[*others, *pair]] if others else [[n] for n in pair]
        ballots.append(ballot | {"ranking": ranking})
    cloned = case | {"candidates": [*case["candidates"], "clone"], "ballots": ballots}
    before, after = set(by(case, "schulze")["winners"]), set(by(cloned, "schulze")["winners"])
    assert {original if name == "clone" else name for name in after} == before


@pytest.mark.parametrize("method", ["schulze", "ranked-pairs", "irv", "stv-wig-exact"])
@quick
@given(case=elections(), times=st.integers(2, 9))
def test_every_paper_many_times_gives_the_same_winners(method: str, case: Case, times: int):
    if method.startswith("stv"):
        case = case | {"options": {"quota": "valid/(seats+1)"}}
    many = case | {"ballots": [b | {"count": b["count"] * times} for b in case["ballots"]]}
    assert outcome(by(case, method)) == outcome(by(many, method))


@quick
@given(case=elections(most_options=4))
def test_ranked_pairs_finds_every_winner_of_every_order_of_equal_defeats(case: Case):
    result = by(case, "ranked-pairs")
    names, votes = case["candidates"], result["pairwise"]
    pairs = [(a, b) for a in range(len(names)) for b in range(len(names)) if votes[a][b] > votes[b][a]]

    def tops(locked: frozenset[tuple[int, int]], left: tuple[tuple[int, int], ...]) -> set[int]:
        if not left:
            return {a for a in range(len(names)) if not any(loser == a for _, loser in locked)}
        strongest = max(votes[a][b] for a, b in left)
        found: set[int] = set()
        for pair in (p for p in left if votes[p[0]][p[1]] == strongest):
            rest = tuple(p for p in left if p != pair)
            found |= tops(locked if reaches(locked, pair[1], pair[0]) else locked | {pair}, rest)
        return found

    def reaches(locked: frozenset[tuple[int, int]], start: int, goal: int) -> bool:
        return start == goal or any(reaches(locked, b, goal) for a, b in locked if a == start)

    assert set(result["winners"]) == {names[option] for option in tops(frozenset(), tuple(pairs))}


@quick
@given(data=st.data(), seats=st.integers(1, 3), inside=st.integers(1, 3))
def test_exact_stv_gives_a_solid_group_a_seat_for_every_quota(data: st.DataObject, seats: int, inside: int):
    ours, others = list("abc"[:inside]), list("xyz")
    supporters = [
        {"count": data.draw(st.integers(1, 30)), "ranking": [[n] for n in data.draw(st.permutations(ours))]}
        for _ in range(3)
    ]
    rest = [
        {"count": data.draw(st.integers(1, 30)), "ranking": [[n] for n in data.draw(st.permutations(others))]}
        for _ in range(3)
    ]
    case = {"candidates": ours + others, "options": {}, "seats": seats, "ballots": supporters + rest}
    result = by(case, "stv-wig-exact", lot_seed="1")
    earned = sum(b["count"] for b in supporters) // int(result["quota"])
    assert len(set(result["winners"]) & set(ours)) >= min(earned, inside, seats)


@quick
@given(case=elections(ties=False))
def test_one_seat_elects_whoever_has_more_than_half_of_the_first_choices(case: Case):
    firsts = dict.fromkeys(case["candidates"], 0)
    for ballot in case["ballots"]:
        for name in ballot["ranking"][:1]:
            firsts[name[0]] += ballot["count"]
    leader = max(firsts, key=firsts.__getitem__)
    if 2 * firsts[leader] > sum(firsts.values()):
        for method in BY_ROUNDS:
            result = count(case | {"method": method, "seats": 1})
            assert result["winners"] == [leader]
            assert len(result["stages"]) == 1
