"""Paths: the order of a thread, however deep, in fixed-width numbers."""

from hypothesis import given
from hypothesis import strategies as st

from conference.debate import rules


@given(st.lists(st.integers(0, 40), min_size=1, max_size=60))
def test_every_reply_sorts_behind_its_parent_and_before_the_parents_next_sibling(choices):
    """`choices[n]` says which earlier post (or none, for 0) post n + 1 answers."""
    paths = [""]
    for number, choice in enumerate(choices, 1):
        parent = paths[choice % number]
        path = rules.path(parent, number)
        assert len(path) <= rules.WIDTH * rules.DEEPEST
        assert path not in paths
        assert path > parent
        if parent and len(parent) < rules.WIDTH * rules.DEEPEST:
            assert path < rules.end_of(parent)
        paths.append(path)


def test_replies_deeper_than_the_deepest_stand_under_the_last_ancestor_that_counts():
    path = ""
    for number in range(1, 41):
        path = rules.path(path, number)
    assert len(path) == rules.WIDTH * rules.DEEPEST
    assert path.endswith("000031" + "000040")


def test_a_page_that_begins_at_a_post_leaves_out_what_came_before():
    first, reply, second = rules.path("", 1), rules.path("000001", 3), rules.path("", 2)
    assert first < reply < rules.before(rules.path(second, 4)) < second
