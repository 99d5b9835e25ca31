"""Shares as words: any two of three give the secret back, and what is mistyped is named."""

from itertools import combinations

import pytest

from conference.voting.sealed import words

SECRET = bytes(range(32))
SHARES = words.split(SECRET, 2, 3)


def test_any_two_of_three_shares_give_the_key_back_and_one_does_not() -> None:
    for pair in combinations(SHARES, 2):
        assert words.combined(pair) == SECRET
    for share in SHARES:
        with pytest.raises(ValueError, match="number of mnemonics"):
            words.combined([share])


def test_shares_of_two_keys_do_not_go_together() -> None:
    with pytest.raises(ValueError, match="mnemonics"):
        words.combined([SHARES[0], words.split(SECRET, 2, 3)[1]])


def test_a_share_is_read_as_people_write_it() -> None:
    listed = SHARES[0].split()
    assert len(listed) == words.LENGTH
    written = "\n".join(f"{place}. {word.upper()}," for place, word in enumerate(listed, 1))
    assert words.typed(written) == tuple(listed)
    assert words.problem(words.typed(written)) is None


def test_a_mistyped_word_is_named_with_its_place_and_the_one_meant() -> None:
    listed = SHARES[0].split()
    listed[6] = listed[6][:-1] + "q"
    problem = words.problem(listed)
    assert problem is not None
    assert problem.params["place"] == 7
    assert problem.params["word"] == listed[6]


def test_exchanged_words_fail_the_checksum_and_missing_ones_are_counted() -> None:
    listed = SHARES[0].split()
    place = next(n for n in range(4, 32) if listed[n] != listed[n + 1])
    exchanged = [*listed[:place], listed[place + 1], listed[place], *listed[place + 2 :]]
    problem = words.problem(exchanged)
    assert problem is not None
    assert "changed places" in problem.text
    short = words.problem(listed[:-1])
    assert short is not None
    assert short.params == {"length": 33, "count": 32}


def test_each_share_asks_for_other_words_than_the_common_beginning() -> None:
    asked = [words.places(words.fingerprint(share)) for share in SHARES]
    assert all(len(set(each)) == words.ASKED and min(each) > words.COMMON for each in asked)
    assert asked == [words.places(words.fingerprint(share)) for share in SHARES], "the same at every look"
    assert len(set(asked)) > 1
