"""Matching under a budget: right when it can pay, silent when it cannot, and never beyond it."""

from hypothesis import given
from hypothesis import strategies as st

from conference.text.align import Budget, in_order, matches

from .prose import calm

letters = st.lists(st.sampled_from("abcd"), max_size=30)


@calm
@given(letters, letters, st.sampled_from([0, 5, 50, 5_000]))
def test_matches_are_equal_and_in_order_and_within_the_budget(old, new, limit):
    budget = Budget(limit)
    at_old = at_new = 0
    for run in matches(old, new, budget):
        assert run.old >= at_old
        assert run.new >= at_new
        assert old[run.old : run.old + run.size] == new[run.new : run.new + run.size]
        at_old, at_new = run.old + run.size, run.new + run.size
    assert budget.spent <= limit


def test_the_charge_covers_every_pair_that_is_looked_at():
    budget = Budget(10**9)
    matches(["x", *["and"] * 100, "y"], ["z", *["and"] * 100, "w"], budget)
    assert budget.spent >= 100 * 100


def test_common_ends_match_without_a_budget():
    found = matches(["we", "stop", "the", "line"], ["we", "start", "the", "line"], Budget(0))
    assert [(run.old, run.new, run.size) for run in found] == [(0, 0, 1), (2, 2, 2)]


def test_the_middle_stays_unmatched_when_nobody_pays():
    assert matches("axb", "cxd", Budget(0)) == ()
    assert len(matches("axb", "cxd", Budget(100))) == 1


def test_alike_sentences_pair_in_order():
    old = [{"no", "overtime"}, {"members", "vote", "first"}, {"the", "fund", "grows"}]
    new = [{"members", "always", "vote", "first"}, {"entirely", "new"}, {"the", "fund", "shrinks"}]
    assert in_order(old, new, Budget()) == ((1, 0), (2, 2))
    assert in_order(old, [{"the", "mandate", "is", "theirs"}], Budget()) == ()
    assert in_order(old, new, Budget(1)) == ()
