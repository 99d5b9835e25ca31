"""The ten thousand elections of `plainly` counted by pref_voting, a heavy library: `make oracles` runs this.

pref_voting is told to hold options left out below all ranked ones (`use_extended_strict_preference`), and, for winning
votes, to measure a defeat by its support.
"""

from typing import Any

import pytest

from conference.tally.count import count
from tests.tally import plainly
from tests.tally.plainly import case

profiles = pytest.importorskip(
    "pref_voting.profiles_with_ties", reason="pref_voting is not installed: `make oracles` installs it and runs this"
)
from pref_voting.c1_methods import top_cycle  # noqa: E402
from pref_voting.margin_based_methods import beat_path, ranked_pairs_with_test  # noqa: E402

LOTS = 20
EACH = 500


def profile_of(size: int, ballots: plainly.Ballots) -> Any:
    ranks = [{o: place for place, rank in enumerate(each, 1) for o in rank} for _, each in ballots]
    profile = profiles.ProfileWithTies(ranks, [number for number, _ in ballots], candidates=list(range(size)))
    profile.use_extended_strict_preference()
    return profile


@pytest.mark.parametrize("lot", range(LOTS))
def test_winners_of_pairs_agree(lot: int):
    unique = 0
    for seed in range(lot * EACH, (lot + 1) * EACH):
        size, ballots = plainly.random_election(seed)
        profile = profile_of(size, ballots)
        margins = seed % 2 == 1
        measure = profile.margin if margins else profile.support
        options = {"strength": "margins" if margins else "winning-votes"}
        result = count(case(size, ballots, "schulze", **options))
        best = profile.condorcet_winner()
        assert result["condorcet_winner"] == (None if best is None else str(best)), seed
        assert list(map(int, result["smith_set"])) == top_cycle(profile), seed
        assert list(map(int, result["winners"])) == beat_path(profile, strength_function=measure), seed
        links = [link for row in plainly.strengths(plainly.matrix(size, ballots), margins) for link in row if link]
        if len(set(links)) < size * (size - 1) // 2:
            # Ranked pairs differ by design where a pair is level or two defeats are alike: pref_voting locks level
            # pairs too, in either direction (ranked_pairs_with_test, `is_tied`), while Tideman (1987) locks majorities
            # only; and it gives up, with None, above 3,000 orders of equal defeats.
            continue
        unique += 1
        pairs = count(case(size, ballots, "ranked-pairs", **options))
        assert list(map(int, pairs["winners"])) == ranked_pairs_with_test(profile, strength_function=measure), seed
    assert unique > EACH / 10
