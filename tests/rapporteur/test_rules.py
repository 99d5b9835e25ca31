"""How few wrote how much, numbers as they are typed, what changed between two versions, whom the chair can name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conference.core.errors import Refused
from conference.rapporteur import rules
from conference.rapporteur.rules import Concentration, Point

speakers = st.lists(st.integers(1, 5_000), min_size=rules.FEW, max_size=60)


def test_three_of_six_wrote_half() -> None:
    assert rules.concentration([100, 90, 80, 79, 70, 81]) == Concentration(3, 6, 54)


def test_one_may_be_enough_and_all_may_be_needed_for_half() -> None:
    assert rules.concentration([500, 1, 1, 1, 1]) == Concentration(1, 5, 99)
    assert rules.concentration([10] * 6) == Concentration(3, 6, 50)


def test_of_four_speakers_it_is_not_said() -> None:
    assert rules.concentration([500, 1, 1, 1]) is None
    assert rules.concentration([500, 1, 1, 1, 0]) is None, "who wrote no word is no speaker"
    assert rules.concentration([]) is None


@given(speakers)
def test_so_many_reach_half_and_no_fewer_do(words: list[int]) -> None:
    found = rules.concentration(words)
    assert found is not None
    ordered, total = sorted(words, reverse=True), sum(words)
    assert 2 * sum(ordered[: found.few]) >= total
    assert 2 * sum(ordered[: found.few - 1]) < total
    assert found.percent <= 100 * sum(ordered[: found.few]) / total < found.percent + 1
    assert found.speakers == len(words)


@given(speakers, st.randoms())
def test_the_order_of_speakers_says_nothing(words: list[int], chance: object) -> None:
    mixed = list(words)
    chance.shuffle(mixed)  # type: ignore[attr-defined]  # hypothesis gives a random.Random
    assert rules.concentration(mixed) == rules.concentration(words)


@given(speakers, st.integers(2, 50))
def test_writing_longer_words_alike_changes_nothing(words: list[int], times: int) -> None:
    assert rules.concentration([each * times for each in words]) == rules.concentration(words)


@pytest.mark.parametrize(
    ("typed", "read"), [("3", (3,)), ("7, 3 5-6", (3, 5, 6, 7)), ("5-5;5", (5,)), ("  ", ()), ("9-3", ())]
)
def test_numbers_as_people_type_them(typed: str, read: tuple[int, ...]) -> None:
    assert rules.numbers(typed) == read


@pytest.mark.parametrize("typed", ["three", "3-", "-3", "1.5", "٣", "1-2-3", "9999999999"])
def test_what_is_no_number_is_refused(typed: str) -> None:
    with pytest.raises(Refused, match="bad-numbers"):
        rules.numbers(typed)


def test_a_huge_range_costs_nothing() -> None:
    with pytest.raises(Refused, match="too-many-posts"):
        rules.numbers("1-999999999")


@given(st.text(max_size=60))
def test_any_text_is_numbers_or_a_refusal(typed: str) -> None:
    try:
        found = rules.numbers(typed)
    except Refused:
        return
    assert list(found) == sorted(set(found))


def test_changes_name_what_differs_and_what_is_gone() -> None:
    old = {1: Point("for", "p1", 10, frozenset({4})), 2: Point("open", "", 11, frozenset({5}))}
    new = {1: Point("against", "p1", 12, frozenset({4})), 3: Point("for", "", 13, frozenset({6}))}
    found = {each.key: each.what for each in rules.changes(old, new)}
    assert found == {1: ("words", "side"), 3: ("added",), 2: ("removed",)}
    assert rules.changes(old, old) == ()


def test_two_rapporteurs_come_from_two_delegations() -> None:
    rules.require_room([], "CA")
    rules.require_room(["CA"], "MX")
    with pytest.raises(Refused, match="same-delegation"):
        rules.require_room(["CA"], "CA")
    with pytest.raises(Refused, match="enough-rapporteurs"):
        rules.require_room(["CA", "MX"], "US")
