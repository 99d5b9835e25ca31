"""Lasting ids: what keeps its id, what gets a new one, and the hash that a ballot is bound to."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conference.text.align import ALIKE, likeness
from conference.text.blocks import (
    MAX_BLOCK_CHARS,
    MAX_BLOCKS,
    Block,
    Kind,
    Segment,
    aligned,
    check_blocks,
    content_hash,
    follow,
    new_block_id,
    resegment,
    segment,
)
from conference.text.labels import block_of, new_segment_id
from conference.text.words import BadText, tidy, words

from .prose import ENGLISH, FRENCH, TEXTS, calm, edits, prose

CAMPAIGN = segment("p3", ENGLISH, "en")


def ids(segments):
    return [each.id for each in segments]


def texts(segments):
    return [each.text for each in segments]


def paragraph(label="p1", *texts):
    return Block(label, Kind.PARAGRAPH, tuple(Segment(f"{label}s{n}", text) for n, text in enumerate(texts, 1)))


# ids


def test_blocks_inserted_after_one_another_get_letters():
    taken = ["p1", "p2", "p3"]
    for expected in ("p3a", "p3b", "p3c"):
        assert new_block_id("p3", taken) == expected
        taken.append(expected)
    assert new_block_id("p3a", taken) == "p3d"
    assert new_block_id(None, taken) == "p0a"


def test_letters_go_on_after_the_last_one():
    taken: list[str] = []
    for _ in range(30):
        taken.append(new_block_id("p3", taken))
    assert len(set(taken)) == 30
    assert not any(each[2:] in {"i", "l", "o", "s"} for each in taken)
    assert taken[21:24] == ["p3z", "p3aa", "p3ab"]


def test_a_segment_knows_its_block():
    assert block_of("p3s2") == "p3"
    assert block_of("p3as2b") == "p3a"
    assert new_segment_id("p3s0", ["p3s1"]) == "p3s0a"


@pytest.mark.parametrize("label", ["3", "p", "p3s", "p3S1", "p3s1 ", "p3;s1", "p3i", ""])
def test_an_id_of_the_wrong_form_is_refused(label):
    for ask in (lambda: new_segment_id(label, ()), lambda: block_of(label), lambda: segment(label, "Text.", "en")):
        with pytest.raises(BadText, match="malformed-id"):
            ask()


# cutting again


def test_an_edited_sentence_keeps_its_id():
    after = resegment(CAMPAIGN, ENGLISH.replace("first", "always first"), "en")
    assert ids(after) == ids(CAMPAIGN)
    assert after[0].text == "Members are asked always first."


def test_a_new_sentence_gets_a_letter_and_the_others_stay():
    new = ENGLISH.replace("The mandate", "Ballots stay secret. The mandate")
    assert ids(resegment(CAMPAIGN, new, "en")) == ["p3s1", "p3s2", "p3s2a", "p3s3"]


def test_a_new_first_sentence_stands_before_number_one():
    assert ids(resegment(CAMPAIGN, "Time is ours. " + ENGLISH, "en")) == ["p3s0a", "p3s1", "p3s2", "p3s3"]


def test_a_sentence_that_moved_takes_its_id_along():
    moved = "The mandate is theirs. Members are asked first. No overtime is worked while others are laid off."
    assert ids(resegment(CAMPAIGN, moved, "en")) == ["p3s3", "p3s1", "p3s2"]


def test_sentences_in_reverse_keep_their_ids():
    reverse = " ".join(each.text for each in reversed(CAMPAIGN))
    assert ids(resegment(CAMPAIGN, reverse, "en")) == ["p3s3", "p3s2", "p3s1"]


def test_a_rewritten_sentence_is_another_one():
    assert ids(resegment(CAMPAIGN[:1], "Members elect their stewards by ballot.", "en")) == ["p3s0a"]


def test_an_id_of_an_earlier_version_never_comes_back():
    new = ENGLISH.replace("The mandate", "Ballots stay secret. The mandate")
    assert ids(resegment(CAMPAIGN, new, "en", taken={"p3s2a", "p3s2b"})) == ["p3s1", "p3s2", "p3s2c", "p3s3"]


def test_a_segment_of_two_sentences_stays_one():
    both = (Segment("p3s1", "Members are asked first. The mandate is theirs."), Segment("p3s2", "Overtime stops."))
    after = resegment(both, "Members are asked first. Ballots are secret. The mandate is theirs. Overtime stops.", "en")
    assert ids(after) == ["p3s1", "p3s2"]
    assert after[0].text == "Members are asked first. Ballots are secret. The mandate is theirs."


def test_a_segment_torn_apart_keeps_its_id_once():
    both = (Segment("p3s1", "Members are asked first. The mandate is theirs."), Segment("p3s2", "Overtime stops."))
    after = resegment(both, "Members are asked first. Overtime stops. The mandate is theirs.", "en")
    assert ids(after) == ["p3s1", "p3s2", "p3s2a"]


def test_an_accent_does_not_cost_a_sentence_its_id():
    old = segment("p1", FRENCH, "fr-CA")
    assert ids(resegment(old, FRENCH.replace("consultés", "consultes"), "fr-CA")) == ids(old)


def test_a_block_without_segments_has_no_ids_to_keep():
    with pytest.raises(ValueError, match="no ids"):
        resegment((), "Text.", "en")


@calm
@given(st.data())
def test_cutting_again_loses_no_word_and_repeats_no_id(data):
    old_text = data.draw(prose.filter(str.strip))
    old = segment("p3", old_text, "es")
    new_text = tidy(data.draw(edits(old_text)))
    new = resegment(old, new_text, "es")
    assert Block("p3", Kind.ITEM, new).text == new_text
    assert len(set(ids(new))) == len(new)
    before = {each.id: each.text for each in old}
    for each in new:
        if each.id in before:
            assert likeness({*words(before[each.id])}, {*words(each.text)}) >= ALIKE
        assert texts(old).count(each.text) != 1 or texts(new).count(each.text) > 1 or each in old
    assert resegment(old, old_text, "es") == old


# languages together


def test_languages_with_as_many_sentences_share_their_ids():
    cut = aligned("p2", {"en": "Members decide. Time is ours.", "fr": "Les membres décident. Le temps est à nous."})
    assert ids(cut["en"]) == ids(cut["fr"]) == ["p2s1", "p2s2"]
    assert cut["fr"][1].text == "Le temps est à nous."


def test_languages_with_other_counts_stand_in_one_segment():
    cut = aligned("p2", TEXTS)
    assert {language: ids(each) for language, each in cut.items()} == {language: ["p2s1"] for language in TEXTS}
    assert {language: each[0].text for language, each in cut.items()} == TEXTS


def test_another_language_follows_the_ids_of_the_source():
    old = segment("p3", "Les membres décident. Le temps est à nous.", "fr")
    new = "Les membres décident. Le vote est secret. Le temps est à nous."
    assert ids(follow(["p3s1", "p3s1a", "p3s2"], old, new, "fr")) == ["p3s1", "p3s1a", "p3s2"]


def test_a_sentence_missing_in_another_language_leaves_its_place_empty():
    old = segment("p3", "Les membres décident. Le temps est à nous.", "fr")
    after = follow(["p3s1", "p3s1a", "p3s2"], old, "Les membres décident. Le temps est à nous.", "fr")
    assert texts(after) == ["Les membres décident.", "", "Le temps est à nous."]


def test_a_sentence_too_many_joins_the_one_before():
    old = segment("p3", "Les membres décident. Le temps est à nous.", "fr")
    after = follow(["p3s1", "p3s2"], old, "Les membres décident. Le vote est secret. Le temps est à nous.", "fr")
    assert texts(after) == ["Les membres décident. Le vote est secret.", "Le temps est à nous."]


@calm
@given(prose, prose, st.integers(1, 6))
def test_following_keeps_every_sentence_once_and_in_order(old_text, new_text, room):
    labels = [f"p3s{number}" for number in range(1, room + 1)]
    after = follow(labels, segment("p3", old_text, "en"), new_text, "en")
    assert ids(after) == labels
    assert Block("p3", Kind.ITEM, after).text == new_text


# limits and hash


def test_a_block_reads_as_its_segments_joined():
    assert paragraph("p1", "Members decide.", "", "Time is ours.").text == "Members decide. Time is ours."


@pytest.mark.parametrize(
    ("blocks", "code"),
    [
        ([paragraph(f"p{n}", "x") for n in range(MAX_BLOCKS + 1)], "too-many-blocks"),
        ([paragraph("p1", "x" * MAX_BLOCK_CHARS, "y")], "block-too-long"),
        ([paragraph("p1", "x"), paragraph("p1", "y")], "repeated-id"),
        ([Block("p1", Kind.ITEM, (Segment("p2s1", "x"),))], "malformed-id"),
        ([Block("first", Kind.ITEM, ())], "malformed-id"),
    ],
)
def test_a_plank_has_limits(blocks, code):
    with pytest.raises(BadText, match=code):
        check_blocks(blocks)


def test_a_plank_at_its_limits_is_taken():
    check_blocks([paragraph(f"p{n}", "x" * MAX_BLOCK_CHARS) for n in range(1, MAX_BLOCKS + 1)])


def test_the_hash_is_of_the_content_and_nothing_else():
    plank = {"en": [paragraph("p1", "One.", "Two.")], "fr": [paragraph("p1", "Un.", "Deux.")]}
    known = content_hash(plank)
    written = (
        '{"en":[["p1","paragraph",[["p1s1","One."],["p1s2","Two."]]]],'
        '"fr":[["p1","paragraph",[["p1s1","Un."],["p1s2","Deux."]]]]}'
    )
    assert known == hashlib.sha256(written.encode()).hexdigest()
    assert content_hash(dict(reversed(plank.items()))) == known
    others = [
        {"en": plank["en"]},
        {"en": plank["fr"], "fr": plank["en"]},
        {**plank, "fr": [paragraph("p1", "Un.", "Deux. ")]},
        {**plank, "fr": [paragraph("p1", "Un. Deux.")]},
        {**plank, "fr": [paragraph("p2", "Un.", "Deux.")]},
        {**plank, "fr": [Block("p1", Kind.ITEM, plank["fr"][0].segments)]},
    ]
    assert known not in {content_hash(other) for other in others}
