"""Words of three languages and beyond, and what is refused before anything is stored."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conference.text.words import (
    MAX_MARKS,
    PROBLEMS,
    BadText,
    clean,
    is_word,
    key,
    spaced,
    tidy,
    tokens,
    without_accents,
    word_count,
    words,
)

from .prose import NBSP, anything, calm


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Workers don't wait", ["Workers", "don't", "wait"]),
        ("l'usine d’assemblage", ["l'", "usine", "d’", "assemblage"]),
        ("aujourd’hui, s’il m’a-t-il dit", ["aujourd’hui", "s’", "il", "m’", "a-t-il", "dit"]),
        ("la production juste-à-temps", ["la", "production", "juste-à-temps"]),
        ("chaque délégué·e vote", ["chaque", "délégué·e", "vote"]),
        ("¿Quién decide? ¡Nosotras!", ["Quién", "decide", "Nosotras"]),
        (f"«{NBSP}Non{NBSP}», dit-elle", ["Non", "dit-elle"]),
        ("the workers' fund, the bosses’ money", ["the", "workers'", "fund", "the", "bosses’", "money"]),
        ("‘all the workers’, they said", ["all", "the", "workers", "they", "said"]),
        ("يُقَرِّرُونَ الإضراب", ["يُقَرِّرُونَ", "الإضراب"]),
        ("노동조합 회의", ["노동조합", "회의"]),
        ("the U.S. plants", ["the", "U.S.", "plants"]),
        ("組合の力", ["組", "合", "の", "力"]),
        ("हिन्दी में", ["हिन्दी", "में"]),
        ("профсоюз заводов", ["профсоюз", "заводов"]),
    ],
)
def test_words_are_what_a_reader_calls_words(text, expected):
    assert list(words(text)) == expected


@pytest.mark.parametrize(
    "number",
    [
        "10%",
        "10 %",
        "1 234,5",
        "1,234.5",
        f"1{NBSP}234,5{NBSP}%",
        "12 %",
        "٤٠٫٥ ٪",
        "1\ufe0f\u20e3",
        f"12,5{NBSP}%",
        "$1,000.50",
        f"800{NBSP}000{NBSP}000{NBSP}$",
        "60h",
        "24-hour",
        "1er",
        "1965",
    ],
)
def test_a_number_and_its_unit_are_one_word(number):
    assert words(f"at least {number} for all")[2:3] == (number,)


def test_an_accent_is_compared_however_it_is_written():
    assert key("gre\u0300ve") == key("grève") != key("greve")
    assert without_accents("gre\u0300ve") == without_accents("grève") == "greve"
    assert without_accents("يُقَرِّرُونَ") == "يقررون"


@pytest.mark.parametrize("text", ["In 1965 200 struck", "of 10 20 30", "no. 5 100 times"])
def test_years_and_rows_of_numbers_are_not_one_number(text):
    assert "".join(tokens(text)) == text
    assert ("1965" in words(text)) == ("1965" in text)
    assert "10 20" not in words(text)


def test_a_number_does_not_swallow_its_neighbours():
    assert words(f"In 1965{NBSP}2,000 of 10, 20 and 30.") == ("In", "1965", "2,000", "of", "10", "20", "and", "30")


def test_an_accent_written_as_a_mark_of_its_own_stays_in_its_word():
    assert words(unicodedata.normalize("NFD", "grève générale")) == tuple(
        unicodedata.normalize("NFD", word) for word in ("grève", "générale")
    )


@pytest.mark.parametrize("sign", ["🇲🇽", "👩‍🏭", "👍🏽", "..."])
def test_a_sign_of_several_codes_is_one_token(sign):
    assert tokens(f"yes {sign} no")[2] == sign
    assert not is_word(sign)


@calm
@given(anything)
def test_tokens_lose_nothing(text):
    assert "".join(tokens(text)) == text
    assert "".join(token + space for token, space in spaced(text)) == text


def test_counting_leaves_out_marks_and_spaces():
    assert word_count("L’usine ferme : 12,5 % des emplois !") == 6
    assert word_count(" … ") == 0


def test_tidying_joins_spaces_and_composes_accents():
    assert tidy("  la\tgre\u0300ve \r\n continue\u00ad ") == "la grève continue"


def test_tidying_keeps_the_no_break_space_of_french():
    assert tidy(f"Assez {NBSP} ! {NBSP}") == f"Assez{NBSP}!"


def test_a_post_keeps_its_lines():
    assert clean("one\r\ntwo\rthree\x0bfour\n\nfive  six") == "one\ntwo\nthree\nfour\n\nfive  six"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a\0b", "nul"),
        ("a\x1bb", "control-character"),
        ("a\x9fb", "control-character"),
        ("pay \u202e001$", "bidi-override"),
        ("pay \u2066x", "bidi-override"),
        ("half \ud83d", "lone-surrogate"),
        ("end \uffff", "noncharacter"),
        ("end \U0001fffe", "noncharacter"),
        ("end \ufdd0", "noncharacter"),
        ("unseen \U000e0041", "hidden-character"),
        ("e" + "\u0301" * (MAX_MARKS + 1), "too-many-marks"),
    ],
)
def test_what_no_text_needs_is_refused_with_a_sentence(text, code):
    for check in (tidy, clean):
        with pytest.raises(BadText) as refused:
            check(text)
        assert refused.value.code == code
        assert PROBLEMS[code] in str(refused.value)


def test_letters_that_normalising_turns_into_many_marks_are_refused():
    with pytest.raises(BadText, match="too-many-marks"):
        tidy("a" + "\u0344" * MAX_MARKS)


@pytest.mark.parametrize("text", ["\u200fمصنع", "می\u200cخواهم", "👩\u200d🏭", "e" + "\u0301" * MAX_MARKS])
def test_what_scripts_need_is_kept(text):
    assert tidy(text) == unicodedata.normalize("NFC", text)


@calm
@given(st.text(max_size=60))
def test_tidying_twice_changes_nothing(text):
    try:
        once = tidy(text)
    except BadText:
        return
    assert tidy(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert "  " not in once
