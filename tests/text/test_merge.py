"""Two amendments of one text: what touches, what collides, and that nothing is ever lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conference.text.diff import Op, diff
from conference.text.merge import Conflict, Hunk, Merged, collide, merge, rebase, touched
from conference.text.words import tokens, words

from .prose import ENGLISH, anything, calm, prose, rivals

BASE = "Overtime stops until all laid-off workers are back."


def test_touched_ranges_count_the_tokens_of_the_base():
    assert touched("We refuse the parts.", "We refuse all the parts.") == (range(4, 4),)
    assert touched("We refuse the parts.", "We refuse these parts.") == (range(4, 5),)
    assert touched("We refuse the parts.", "We refuse parts, now.") == (range(4, 6), range(7, 7))
    assert touched("We refuse.", "We refuse.") == ()


@pytest.mark.parametrize(
    ("ours", "theirs", "together"),
    [
        (
            BASE.replace("Overtime", "All overtime"),
            BASE.replace("workers", "members"),
            "All overtime stops until all laid-off members are back.",
        ),
        (
            BASE.replace(" until", " everywhere until"),
            BASE.replace("all ", ""),
            "Overtime stops everywhere until laid-off workers are back.",
        ),
        (
            BASE.replace("workers", "members"),
            BASE.replace("laid-off", "absent"),
            "Overtime stops until all absent members are back.",
        ),
        (
            BASE.replace("back", "back at work"),
            BASE + " Members decide.",
            "Overtime stops until all laid-off workers are back at work. Members decide.",
        ),
        (BASE.replace("workers", "members"), BASE.replace("workers", "members"), BASE.replace("workers", "members")),
    ],
)
def test_edits_of_different_words_go_in_together(ours, theirs, together):
    assert merge(BASE, ours, theirs) == Merged(together)
    assert merge(BASE, theirs, ours) == Merged(together)
    assert not collide(BASE, ours, theirs)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (BASE.replace("workers", "members"), BASE.replace("workers", "delegates")),
        (BASE.replace("workers", "members"), BASE.replace("laid-off workers", "people")),
        (BASE.replace("all ", "almost all "), BASE.replace("all ", "nearly all ")),
        (BASE + " Members decide.", BASE + " Locals decide."),
        (BASE.replace("until all laid-off workers are back", "now"), BASE.replace("are", "come")),
        (BASE.replace("until all laid-off workers", ""), BASE.replace("laid-off", "laid-off and retired")),
        (BASE.replace("back", "home, with full pay"), BASE.replace("back", "back at work")),
        ("", BASE.replace("workers", "members")),
    ],
)
def test_edits_of_the_same_words_collide(ours, theirs):
    assert collide(BASE, ours, theirs)
    assert collide(BASE, theirs, ours)


def test_a_collision_shows_all_three_texts_and_settles_the_rest():
    ours = "Overtime stops now, until all laid-off members are back."
    theirs = "All overtime stops until all laid-off colleagues are back."
    conflict = merge(BASE, ours, theirs)
    assert conflict == Conflict(
        ("All overtime stops now, until all laid-off ", Hunk("workers", "members", "colleagues"), " are back.")
    )
    assert conflict.settled(["people"]) == "All overtime stops now, until all laid-off people are back."
    with pytest.raises(ValueError, match="1 hunks"):
        conflict.settled([])


def test_an_insertion_beside_a_passage_that_grew_is_for_a_person():
    assert collide("of the fund.", "of the reserve, yearly.", "of the fund and of dues.")
    assert not collide("of the fund.", "of the reserve.", "of the fund and of dues.")


def test_a_proposal_moves_to_the_new_version():
    now = BASE.replace("laid-off workers", "laid-off members")
    assert rebase(BASE, now, "All " + BASE.lower()) == "All overtime stops until all laid-off members are back."
    assert rebase(BASE, now, now) == now


def test_a_proposal_that_meets_the_new_version_is_for_a_person():
    moved = rebase(BASE, BASE.replace("workers", "members"), BASE.replace("workers", "people"))
    assert isinstance(moved, Conflict)
    assert moved.hunks == (Hunk("workers", "members", "people"),)


@calm
@given(anything, anything)
def test_one_edit_alone_goes_in_as_it_is(base, text):
    assert merge(base, text, base) == Merged(text)
    assert merge(base, base, text) == Merged(text)
    assert merge(base, text, text) == Merged(text)
    assert not collide(base, text, text)


@calm
@given(rivals())
def test_changing_sides_changes_only_the_sides(three):
    base, ours, theirs = three
    one, other = merge(base, ours, theirs), merge(base, theirs, ours)
    if isinstance(one, Merged):
        assert one == other
    else:
        assert [(hunk.base, hunk.theirs, hunk.ours) for hunk in one.hunks] == [
            (hunk.base, hunk.ours, hunk.theirs) for hunk in other.hunks
        ]
        assert [part for part in one.parts if isinstance(part, str)] == [
            part for part in other.parts if isinstance(part, str)
        ]


def brought(base, text):
    """The words that an edit brings, in order."""
    return [word for change in diff(base, text) if change.op is Op.INSERT for word in words(change.text)]


def stands_in(wanted, text):
    """Whether the wanted words stand in the text in their order."""
    there = iter(words(text))
    return all(word in there for word in wanted)


@calm
@given(rivals())
def test_no_word_that_anyone_brings_is_lost(three):
    base, ours, theirs = three
    result = merge(base, ours, theirs)
    if isinstance(result, Merged):
        texts = result.text, result.text
    else:
        assert result.hunks
        assert all(hunk.ours != hunk.theirs for hunk in result.hunks)
        texts = (
            result.settled([hunk.ours for hunk in result.hunks]),
            result.settled([hunk.theirs for hunk in result.hunks]),
        )
    assert stands_in(brought(base, ours), texts[0])
    assert stands_in(brought(base, theirs), texts[1])


@calm
@given(rivals())
def test_only_edits_that_touch_the_same_place_collide(three):
    base, ours, theirs = three
    assert collide(base, ours, theirs) == isinstance(merge(base, ours, theirs), Conflict)
    near = [
        (one, other)
        for one in touched(base, ours)
        for other in touched(base, theirs)
        if max(one.start, other.start) <= min(one.stop, other.stop) + 1
    ]
    assert near or not collide(base, ours, theirs)


@calm
@given(st.data())
def test_edits_of_words_apart_always_merge(data):
    size = data.draw(st.integers(4, 20))
    base = [f"word{number}" for number in range(size)]
    first = data.draw(st.integers(0, size - 3))
    second = data.draw(st.integers(first + 2, size - 1))
    change = {"drop": lambda word: [], "replace": lambda word: ["other"], "extend": lambda word: [word, "more"]}

    def edited(*places):
        parts = [change[places_to[at]](word) if at in places else [word] for at, word in enumerate(base)]
        return " ".join(word for part in parts for word in part) + "."

    kinds = st.sampled_from(sorted(change))
    places_to = {first: data.draw(kinds), second: data.draw(kinds)}
    assert merge(edited(), edited(first), edited(second)) == Merged(edited(first, second))


@calm
@given(prose, anything)
def test_touched_ranges_lie_in_the_base_in_order(base, text):
    at = 0
    for span in touched(base, text):
        assert at <= span.start <= span.stop <= len(tokens(base))
        at = span.stop


def test_two_edits_of_a_long_block_merge_within_the_bound():
    base = " ".join(f"In plant {number} members vote." for number in range(600))
    ours, theirs = base.replace("plant 7 ", "plant seven "), base.replace("plant 590 members", "plant 590 all")
    assert len(base) > 15_000
    assert merge(base, ours, theirs) == Merged(ours.replace("plant 590 members", "plant 590 all"))
    assert merge(ENGLISH, ENGLISH, ENGLISH) == Merged(ENGLISH)
