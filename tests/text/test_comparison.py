"""What became of each sentence and block, and the figures for a sentence in plain words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conference.text.blocks import Block, Draft, Kind
from conference.text.comparison import Extent, Fate, Figures, compare, compare_blocks, total
from conference.text.diff import after, before
from conference.text.sentences import sentences
from conference.text.versions import first_version, next_version

from .prose import calm, rewritten, scripts

OLD = "Members are asked first. No overtime is worked. The fund pays from day one. Locals report."


def fates(old, new):
    return [(each.fate.value, each.new or each.old) for each in compare(old, new, "en").sentences]


def test_sentences_are_told_apart():
    new = "Locals report. Members are always asked first. No overtime is worked. Clinics open to all."
    assert fates(OLD, new) == [
        ("moved", "Locals report."),
        ("changed", "Members are always asked first."),
        ("same", "No overtime is worked."),
        ("added", "Clinics open to all."),
        ("removed", "The fund pays from day one."),
    ]
    assert compare(OLD, new, "en").figures == Figures(Extent.WORDS, 1, 1, 1, 1, 5, 6)


def test_a_moved_sentence_adds_and_removes_no_word():
    figures = compare(OLD, "Locals report. " + OLD.removesuffix(" Locals report."), "en").figures
    assert figures == Figures(Extent.MOVED, sentences_moved=1)


def test_a_removed_sentence_stands_where_it_stood():
    assert fates(OLD, OLD.replace("No overtime is worked. ", ""))[1] == ("removed", "No overtime is worked.")


def test_a_sentence_moved_and_edited_shows_its_words():
    new = "No overtime is ever worked. Members are asked first."
    changed = compare("Members are asked first. No overtime is worked.", new, "en").sentences
    assert {each.fate for each in changed} <= {Fate.SAME, Fate.MOVED, Fate.MOVED_CHANGED, Fate.ADDED, Fate.REMOVED}
    assert after(part for each in changed if each.new for part in each.changes).count("ever") == 1


@pytest.mark.parametrize(
    ("old", "new", "extent"),
    [
        ("Members decide.", "Members decide.", Extent.SAME),
        ("Les élues décident.", "Les e\u0301lues de\u0301cident.", Extent.SAME),
        ("Members decide.", "Members  decide.", Extent.SPACING),
        ("Assez !", "Assez\u00a0!", Extent.SPACING),
        ("Members decide.", "Members, decide!", Extent.MARKS),
        ("Members decide.", "MEMBERS decide!", Extent.CASE),
        ("La decision.", "La décision.", Extent.ACCENTS),
        ("يقررون.", "يُقَرِّرُونَ.", Extent.ACCENTS),
        ("Members decide.", "Members vote.", Extent.WORDS),
        ("We vote. We win.", "We win. We vote.", Extent.MOVED),
    ],
)
def test_how_deep_a_change_goes(old, new, extent):
    assert compare(old, new).figures.extent is extent


def test_two_versions_are_compared_block_by_block():
    texts = ["Members are asked first.", "The fund pays.", "Locals report."]
    first = first_version([Draft(Kind.PARAGRAPH, text) for text in texts], "en")
    second = next_version(
        first,
        [
            Draft(Kind.PARAGRAPH, "Locals report."),
            Draft(Kind.ITEM, "Members are asked first."),
            Draft(Kind.PARAGRAPH, "Clinics open to all."),
        ],
        "en",
    )
    found = compare_blocks(first.blocks, second.blocks, "en")
    assert [(each.id, each.fate.value, each.reshaped) for each in found] == [
        ("p3", "moved", False),
        ("p1", "changed", True),
        ("p1a", "added", False),
        ("p2", "removed", False),
    ]
    assert total(found) == Figures(Extent.WORDS, 0, 1, 1, 0, 4, 3)
    assert total(compare_blocks(first.blocks, first.blocks, "en")) == Figures()


def test_a_block_that_only_became_an_item_is_no_change_of_words():
    block = first_version([Draft(Kind.PARAGRAPH, "Members decide.")], "en").blocks[0]
    item = Block(block.id, Kind.ITEM, block.segments)
    assert total(compare_blocks([block], [item], "en")).extent is Extent.MOVED


@calm
@given(
    scripts.flatmap(lambda base: st.tuples(st.just(base), rewritten(base) | scripts)),
    st.sampled_from(["fr", "ar", "zh"]),
)
def test_every_sentence_is_told_once_with_its_words(pair, language):
    old, new = pair
    told = compare(old, new, language).sentences
    assert [each.new for each in told if each.new is not None] == [*sentences(new, language)]
    assert sorted(each.old for each in told if each.old is not None) == sorted(sentences(old, language))
    for each in told:
        assert before(each.changes) == (each.old or "")
        assert after(each.changes) == (each.new or "")
    assert compare(old, old, language).figures == Figures()
