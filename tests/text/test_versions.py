"""Ids from version to version: kept, given anew, never reused, with a trace of what was split, joined and moved."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conference.text.align import ALIKE, likeness
from conference.text.blocks import Draft, Kind
from conference.text.sentences import sentences
from conference.text.versions import first_blocks, first_version, in_language, next_version
from conference.text.words import key, words

from .prose import calm, rewritten, scripts

TEXTS = (
    "Members are asked first. No overtime is worked while others are laid off. The mandate is theirs.",
    "The fund pays strikers from day one. Each local gives one hour of pay a month.",
    "Schools and clinics near the plants belong to all.",
)


def drafts(*texts):
    return [Draft(Kind.PARAGRAPH, text) for text in texts]


FIRST = first_version(drafts(*TEXTS), "en")


def ids(version):
    return [each.id for each in version.blocks]


def after(*texts):
    return next_version(FIRST, drafts(*texts), "en")


def test_an_unchanged_text_keeps_all_its_ids():
    assert after(*TEXTS).blocks == FIRST.blocks
    assert after(*TEXTS).came_from == after(*TEXTS).went_to == {}


def test_blocks_keep_their_ids_when_they_are_edited_and_moved():
    version = after(TEXTS[2], TEXTS[0].replace("first", "always first"), TEXTS[1])
    assert ids(version) == ["p3", "p1", "p2"]
    assert [each.id for each in version.blocks[1].segments] == ["p1s1", "p1s2", "p1s3"]


def test_a_block_moved_and_edited_at_once_keeps_its_id():
    assert ids(after(TEXTS[1], TEXTS[2], TEXTS[0].replace("first", "always first"))) == ["p2", "p3", "p1"]


def test_an_id_that_is_gone_never_comes_back():
    without = after(TEXTS[0], TEXTS[2])
    assert ids(without) == ["p1", "p3"]
    again = next_version(without, drafts(TEXTS[0], TEXTS[1], TEXTS[2]), "en")
    assert ids(again) == ["p1", "p1a", "p3"]
    shorter = next_version(again, drafts(TEXTS[0], TEXTS[2]), "en")
    assert ids(next_version(shorter, drafts(*TEXTS), "en")) == ["p1", "p1b", "p3"]


def test_a_block_split_in_two_leaves_a_trace():
    one, two = "Members are asked first. No overtime is worked while others are laid off.", "The mandate is theirs."
    version = after(one, two, *TEXTS[1:])
    assert ids(version) == ["p1", "p1a", "p2", "p3"]
    assert version.came_from == {"p1as1": "p1s3", "p1a": "p1"}
    assert version.went_to == {"p1s3": "p1as1"}


def test_blocks_joined_leave_a_trace():
    version = after(TEXTS[0], f"{TEXTS[1]} {TEXTS[2]}")
    assert ids(version) == ["p1", "p2"]
    assert version.went_to == {"p3s1": "p2s2a", "p3": "p2"}
    assert version.came_from == {"p2s2a": "p3s1"}


def test_sentences_joined_and_split_leave_a_trace():
    joined = after(
        TEXTS[0], "The fund pays strikers from day one and each local gives one hour of pay a month.", TEXTS[2]
    )
    assert [each.id for each in joined.blocks[1].segments] == ["p2s2"]
    assert joined.went_to == {"p2s1": "p2s2"}
    split = next_version(joined, drafts(*TEXTS), "en")
    assert [each.id for each in split.blocks[1].segments] == ["p2s0a", "p2s2"]
    assert split.came_from == {"p2s0a": "p2s2"}


def test_of_a_block_cut_to_pieces_the_longest_goes_on():
    pieces = [f"Sentence number {n} of the programme speaks of plant {n}." for n in range(7)]
    version = first_version(drafts(" ".join(pieces)), "en")
    found = next_version(version, drafts(*pieces[:6], f"{pieces[6]} And it says more than the others."), "en")
    assert [each.id for each in found.blocks].count("p1") == 1
    assert set(found.came_from.values()) >= {"p1"}


def test_other_languages_follow_the_ids():
    french = (
        "Les membres d’abord. Rien sans eux. Le mandat est à eux.",
        "Le fonds paie. Une heure par mois.",
        "Écoles.",
    )
    first = first_blocks({"en": drafts(*TEXTS), "fr": drafts(*french)})
    assert [[s.id for s in block.segments] for block in first["fr"]] == [
        [s.id for s in block.segments] for block in first["en"]
    ]
    version = after(TEXTS[2], TEXTS[0], TEXTS[1])
    moved = in_language(version.blocks, first["fr"], drafts(french[2], french[0], french[1]), "fr-CA")
    assert [(block.id, block.text) for block in moved] == [("p3", french[2]), ("p1", french[0]), ("p2", french[1])]
    with pytest.raises(ValueError, match="zip"):
        first_blocks({"en": drafts(*TEXTS), "fr": drafts(*french[:2])})


blocks = st.lists(scripts.filter(str.strip), max_size=3)


@st.composite
def histories(draw):
    """Up to three versions: blocks rewritten, dropped, moved, put in, split and joined."""
    history = [draw(blocks)]
    for _ in range(draw(st.integers(1, 2))):
        texts = [draw(rewritten(text)) for text in history[-1] if draw(st.integers(0, 5))]
        texts = draw(st.permutations(texts)) if draw(st.booleans()) else texts
        if draw(st.booleans()):
            texts = [*texts, *draw(blocks)]
        if len(texts) > 1 and draw(st.booleans()):
            texts = [f"{texts[0]} {texts[1]}", *texts[2:]]
        elif texts and draw(st.booleans()):
            texts = [*sentences(texts[0]), *texts[1:]]
        history.append([text for text in texts if text.strip()])
    return history


def goes_on(old, new):
    """Whether a sentence of the old text stands in the new one, as it was or edited."""
    pairs = [(one, other) for one in map(key, sentences(old)) for other in map(key, sentences(new))]
    return any(one == other or likeness({*words(one)}, {*words(other)}) >= ALIKE for one, other in pairs)


@calm
@given(histories())
def test_an_id_stays_with_its_text_and_never_names_another(history):
    version = first_version(drafts(*history[0]), "")
    gone: set[str] = set()
    for texts in history[1:]:
        before, version = version, next_version(version, drafts(*texts), "")
        held = {s.id: s.text for block in before.blocks for s in block.segments}
        holds = {s.id: s.text for block in version.blocks for s in block.segments}
        labels = [*holds, *ids(version)]
        assert len(set(labels)) == len(labels)
        assert ["".join(block.text.split()) for block in version.blocks] == ["".join(text.split()) for text in texts]
        assert not gone & set(labels)
        assert set(labels) | before.used == version.used
        for label in held.keys() & holds.keys():
            assert held[label] == holds[label] or goes_on(held[label], holds[label])
        assert version.came_from.keys() <= set(labels) - before.used
        assert set(version.came_from.values()) <= before.used
        assert set(version.went_to.values()) <= set(labels)
        gone |= before.used - set(labels)


@calm
@given(blocks, st.data())
def test_what_is_not_touched_keeps_every_id(texts, data):
    version = first_version(drafts(*texts), "")
    at = data.draw(st.integers(0, len(texts)))
    put_in = next_version(version, drafts(*texts[:at], "Zzz qqq xxx yyy.", *texts[at:]), "")
    assert [block for block in put_in.blocks if block.text != "Zzz qqq xxx yyy."] == [*version.blocks]
    assert next_version(put_in, drafts(*texts), "").blocks == version.blocks
