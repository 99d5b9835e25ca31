"""References that are written by id and read by number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conference.text.merge import Merged, merge
from conference.text.references import Run, moved, read, references
from conference.text.words import tokens

from .prose import calm


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "As in clause 3 and clause 4 of plank 2."),
        ("fr", "As in l’article 3 and l’article 4 du volet 2."),
        ("es", "As in la cláusula 3 and la cláusula 4 del punto 2."),
    ],
)
def test_in_a_plank_a_mark_is_read_with_the_number_beside_its_paragraph(language: str, words: str) -> None:
    found = read("As in {p3} and {2.p4}.", language, 1)
    assert "".join(each.words for each in found) == words
    assert [each.key for each in found if each.key] == ["1.p3", "2.p4"]


def test_a_mark_begins_a_sentence_only_where_one_begins() -> None:
    assert read("{p3} applies.", "en", 1)[0] == Run("Clause 3", "1.p3")
    assert read("{p3} applies.", "en", 1, opens=False)[0] == Run("clause 3", "1.p3")
    assert read("Gone. {p3a#} applies.", "en", 1)[1] == Run("3a", "1.p3a")


def test_spanish_joins_the_article() -> None:
    assert "".join(each.words for each in read("Según lo dicho, de {s2} y a {s1}.", "es", 1)) == (
        "Según lo dicho, del anexo 2 y al anexo 1."
    )


def test_a_mark_is_one_word_so_that_no_difference_and_no_merge_cuts_it() -> None:
    assert "{2.p3a#}" in tokens("See {2.p3a#}.")
    merged = merge("See {p3} today.", "See {p4} today.", "See {p3} today, {2.p1}.")
    assert merged == Merged("See {p4} today, {2.p1}.")


def test_marks_follow_their_blocks_to_other_ids_and_leave_other_planks_alone() -> None:
    assert moved("{p3}, {p3a#}, {2.p3}, {s1.c2}, {p9}", {"p3": "p4", "p3a": "p5"}) == (
        "{p4}, {p5#}, {2.p3}, {s1.c2}, {p9}"
    )


@calm
@given(st.text(alphabet="ab {}#.p23rs{}", max_size=60))
def test_nothing_but_marks_is_changed_in_reading(text: str) -> None:
    kept = "".join(each.words for each in read(text, "en", 1) if not each.key)
    marks = references(text, 1)
    assert kept == "".join(
        text[start:end]
        for start, end in zip(
            [0, *(each.end for each in marks)], [*(each.start for each in marks), len(text)], strict=True
        )
    )
