"""Many versions of a plank brought together: blocks, then sentences, then words; clashes told, nothing lost."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from conference.text.assembly import Code, assemble
from conference.text.blocks import Draft, Kind
from conference.text.ordering import rising
from conference.text.versions import first_version, next_version
from conference.text.words import key, words

from .prose import calm, rewritten, scripts

A, B, C = "Members are asked first. No overtime is worked.", "The fund pays strikers.", "Schools belong to all."
BASE = first_version([Draft(Kind.PARAGRAPH, text) for text in (A, B, C)], "en")


def version(*texts):
    drafts = [text if isinstance(text, Draft) else Draft(Kind.PARAGRAPH, text) for text in texts]
    return next_version(BASE, drafts, "en").blocks


def assembled(**versions):
    return assemble(BASE.blocks, versions, "en")


def texts(found):
    return [block.text for block in found.blocks]


def clashes(found):
    return [(each.code, each.block, each.labels) for each in found.clashes]


def test_edits_of_different_blocks_and_words_all_go_in():
    found = assembled(
        A1=version(A.replace("first", "always first"), B, C),
        A2=version(A.replace("overtime", "night work"), B, C),
        A3=version(C, A, B),
        A4=version(A, B, C, "Clinics too."),
    )
    assert texts(found) == [C, "Members are asked always first. No night work is worked.", B, "Clinics too."]
    assert [block.id for block in found.blocks] == ["p3", "p1", "p2", "p3a"]
    assert found.clashes == ()
    assert found.origins == {"p1": ("A1", "A2"), "p3": ("A3",), "p3a": ("A4",)}


def test_a_sentence_that_one_moves_and_another_edits_is_both():
    found = assembled(
        A1=version("No overtime is worked. Members are asked first.", B, C),
        A2=version(A.replace("is worked", "is ever worked"), B, C),
    )
    assert texts(found)[0] == "No overtime is ever worked. Members are asked first."
    assert found.clashes == ()


def test_the_same_words_clash_and_stay_as_they_were():
    found = assembled(A1=version(A.replace("first", "last"), B, C), A2=version(A.replace("first", "daily"), B, C))
    assert texts(found) == [A, B, C]
    assert clashes(found) == [(Code.SAME_WORDS, "p1", ("A1", "A2"))]
    assert found.clashes[0].woven.knots[0].wordings == {"A1": "last", "A2": "daily"}


def test_a_deleted_block_that_another_edits_or_moves_stays_and_is_told():
    edited = assembled(A1=version(A, C), A2=version(A, B.replace("strikers", "everybody"), C))
    assert texts(edited) == [A, B, C]
    assert clashes(edited) == [(Code.DELETED_AND_EDITED, "p2", ("A1", "A2"))]
    moved = assembled(A1=version(B, C), A2=version(B, C, A))
    assert texts(moved) == [A, B, C]
    assert clashes(moved) == [(Code.DELETED_AND_MOVED, "p1", ("A1", "A2"))]


def test_a_block_moved_to_two_places_stays():
    base = first_version([Draft(Kind.PARAGRAPH, text) for text in (A, B, C, "Locals report.")], "en").blocks
    first, second, third, last = base
    found = assemble(base, {"A1": (second, third, first, last), "A2": (second, third, last, first)})
    assert clashes(found) == [(Code.MOVED_APART, "p1", ("A1", "A2"))]
    assert found.blocks == base


def test_two_new_blocks_in_one_place_both_stand_and_are_told():
    found = assembled(A1=version(A, "New one here.", B, C), A2=version(A, "Quite another thing.", B, C))
    assert texts(found) == [A, "New one here.", "Quite another thing.", B, C]
    assert [block.id for block in found.blocks] == ["p1", "p1a", "p1b", "p2", "p3"]
    assert [s.id for s in found.blocks[2].segments] == ["p1bs1"]
    assert clashes(found) == [(Code.SAME_PLACE, "p1", ("A1", "A2"))]


def test_the_same_new_block_of_two_stands_once():
    found = assembled(A1=version(A, "New one here.", B, C), A2=version(A, "New one here.", B, C))
    assert texts(found) == [A, "New one here.", B, C]
    assert found.origins["p1a"] == ("A1", "A2")
    assert found.clashes == ()


def test_other_forms_of_one_block_clash():
    item, title = Draft(Kind.ITEM, B), Draft(Kind.HEADING, B)
    assert assembled(A1=version(A, item, C)).blocks[1].kind is Kind.ITEM
    found = assembled(A1=version(A, item, C), A2=version(A, title, C))
    assert clashes(found) == [(Code.FORM, "p2", ("A1", "A2"))]
    assert found.blocks[1].kind is Kind.PARAGRAPH


@st.composite
def planks(draw):
    """A base and up to three versions of it."""
    base = first_version(
        [Draft(Kind.PARAGRAPH, text) for text in draw(st.lists(scripts.filter(str.strip), max_size=3))], ""
    )
    versions = {}
    for label in ("A1", "A2", "A3")[: draw(st.integers(0, 3))]:
        made = [draw(rewritten(block.text)) for block in base.blocks if draw(st.integers(0, 5))]
        made = [*made, *draw(st.lists(scripts, max_size=1))]
        made = draw(st.permutations(made)) if draw(st.booleans()) else made
        drafts = [Draft(Kind.PARAGRAPH, text) for text in made if text.strip()]
        versions[label] = next_version(base, drafts, "").blocks
    return base.blocks, versions


def counted(blocks):
    return Counter(key(word) for block in blocks for word in words(block.text))


@calm
@given(planks())
def test_the_order_of_the_versions_is_no_matter(given_):
    base, versions = given_
    assert assemble(base, versions) == assemble(base, dict(reversed(versions.items())))


@calm
@given(planks())
def test_a_single_version_goes_in_as_it_is(given_):
    base, versions = given_
    for label, blocks in versions.items():
        found = assemble(base, {label: blocks})
        assert found.clashes == ()
        assert [key(block.text) for block in found.blocks] == [key(block.text) for block in blocks]
        assert [block.id for block in found.blocks] == [block.id for block in blocks]


@calm
@given(planks())
def test_what_nobody_disputes_is_there_once(given_):
    base, versions = given_
    found = assemble(base, versions)
    labels = [label for block in found.blocks for label in (block.id, *(s.id for s in block.segments))]
    assert len(set(labels)) == len(labels)
    told = {label for each in found.clashes for label in each.labels}
    for label, blocks in versions.items():
        if label not in told:
            added = counted(blocks) - counted(base)
            assert added.keys() <= counted(found.blocks).keys()


@calm
@given(st.lists(st.integers(0, 9), unique=True, max_size=8))
def test_a_longest_rising_row_is_found(numbers):
    row = [numbers[at] for at in rising(numbers)]
    assert row == sorted(row)
    longest = [1] * len(numbers)
    for at in range(len(numbers)):
        longest[at] += max((longest[b] for b in range(at) if numbers[b] < numbers[at]), default=0)
    assert len(row) == max(longest, default=0)
