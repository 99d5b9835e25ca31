"""Names, places and steps of amendments."""

import pytest

from conference.amendments.rules import State, move, number_of, overlap, reading_order
from conference.core.errors import Conflict
from conference.text.merge import touched


@pytest.mark.parametrize(
    ("written", "number"),
    [("A12", 12), ("a12", 12), ("12", 12), ("A0", None), ("A", None), ("B1", None), ("A1x", None)],
)
def test_an_address_names_an_amendment_with_or_without_its_letter(written: str, number: int | None) -> None:
    assert number_of(written) == number


def test_inserted_blocks_are_read_after_the_block_they_follow() -> None:
    labels = ["p10", "p3b", "p2", "p3", "p3a"]
    assert sorted(labels, key=reading_order) == ["p2", "p3", "p3a", "p3b", "p10"]


def test_what_the_conference_has_settled_stays_settled() -> None:
    for settled in (State.CARRIED, State.LOST, State.WITHDRAWN, State.RETURNED, State.FALLEN):
        for to in State:
            with pytest.raises(Conflict):
                move(settled, to)


def test_no_amendment_is_voted_on_before_the_chair_admits_it() -> None:
    with pytest.raises(Conflict):
        move(State.SUBMITTED, State.ON_VOTE)


def test_edits_of_different_words_do_not_touch_and_edits_of_one_word_do() -> None:
    base = "Hours go down in steps."
    first, last = touched(base, "Shifts go down in steps."), touched(base, "Hours go down in leaps.")
    assert not overlap(first, last)
    assert overlap(last, touched(base, "Hours go down in one go."))


def test_two_insertions_at_one_place_touch() -> None:
    base = "Hours go down."
    one, other = touched(base, "Hours must go down."), touched(base, "Hours shall go down.")
    assert overlap(one, other)
