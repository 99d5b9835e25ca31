"""Which amendments touch, in which language and where, and which hang together."""

import pytest
from hypothesis import given

from conference.text.collisions import Kind, Proposal, Reason, collisions, groups
from conference.text.merge import collide
from conference.text.words import tokens

from .prose import calm, several

BASE = {
    "p1": {"en": "Overtime stops until all workers are back.", "fr": "Pas d’heures supplémentaires d’ici là."},
    "p2": {"en": "The fund pays.", "fr": "Le fonds paie."},
}


def replace(label, block="p1", **texts):
    return Proposal(label, Kind.REPLACE, block, texts)


def found(*proposals):
    return [(each.one, each.other, each.reason, each.language) for each in collisions(BASE, proposals)]


STOPS = BASE["p1"]["en"]


def test_amendments_of_the_same_word_collide_and_say_where():
    one = replace("A1", en=STOPS.replace("workers", "members"))
    other = replace("A2", en=STOPS.replace("all workers", "everybody"))
    apart = replace("A3", en=STOPS.replace("Overtime", "All overtime"))
    (collision,) = collisions(BASE, [one, other, apart])
    assert (collision.one, collision.other, collision.block, collision.language) == ("A1", "A2", "p1", "en")
    words = tokens(STOPS)
    assert [words[at] for span in collision.one_spans for at in span] == ["workers"]
    assert [words[at] for span in collision.other_spans for at in span] == ["all", " ", "workers"]


def test_a_collision_in_one_language_is_enough():
    one = replace("A1", en=STOPS.replace("workers", "members"), fr="Pas d’heures supplémentaires d’ici demain.")
    other = replace("A2", en=STOPS.replace("Overtime", "Night work"), fr="Pas d’heures supplémentaires d’ici mai.")
    assert found(one, other) == [("A1", "A2", Reason.SAME_WORDS, "fr")]


def test_two_insertions_at_one_point_collide():
    one = replace("A1", en=STOPS.replace("Overtime", "All overtime"))
    other = replace("A2", en=STOPS.replace("Overtime", "Any overtime"))
    into = replace("A3", en=STOPS.replace("all", "almost all")), replace("A4", en=STOPS.replace("all", "nearly all"))
    assert found(one, other, *into) == [
        ("A1", "A2", Reason.SAME_WORDS, "en"),
        ("A3", "A4", Reason.SAME_WORDS, "en"),
    ]


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        (Proposal("A1", Kind.DELETE, "p1"), replace("A2", en="Overtime stops."), Reason.DELETED_BLOCK),
        (Proposal("A1", Kind.DELETE, "p1"), Proposal("A2", Kind.DELETE, "p1"), Reason.DELETED_BLOCK),
        (replace("A1", en="Stop."), replace("A2", fr="Pas d’heures."), Reason.NO_SHARED_LANGUAGE),
        (Proposal("A1", Kind.INSERT, "p1"), Proposal("A2", Kind.INSERT, "p1"), Reason.SAME_PLACE),
        (Proposal("A1", Kind.INSERT, "p1"), Proposal("A2", Kind.INSERT_BEFORE, "p2"), Reason.SAME_PLACE),
        (Proposal("A1", Kind.INSERT), Proposal("A2", Kind.INSERT_BEFORE, "p1"), Reason.SAME_PLACE),
        (Proposal("A1", Kind.SUBSTITUTE), Proposal("A2", Kind.INSERT, "p2"), Reason.WHOLE_TEXT),
        (Proposal("A1", Kind.DELETE, "p2"), Proposal("A2", Kind.SUBSTITUTE), Reason.WHOLE_TEXT),
    ],
)
def test_whole_blocks_and_places_collide(one, other, reason):
    assert found(one, other) == [("A1", "A2", reason, "")]
    assert found(other, one) == [("A2", "A1", reason, "")]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Proposal("A1", Kind.DELETE, "p1"), replace("A2", "p2", en="The fund pays all.")),
        (Proposal("A1", Kind.DELETE, "p1"), Proposal("A2", Kind.INSERT, "p1")),
        (Proposal("A1", Kind.INSERT, "p1"), Proposal("A2", Kind.INSERT_BEFORE, "p1")),
        (replace("A1", en=STOPS), replace("A2", en="Overtime stops.")),
        (Proposal("A1", Kind.DELETE, "p9"), Proposal("A2", Kind.DELETE, "p9")),
    ],
)
def test_what_does_not_touch_does_not_collide(one, other):
    assert found(one, other) == []


def test_groups_hang_together_through_others():
    chain = [
        replace("A10", en=STOPS.replace("all workers", "everybody")),
        replace("A9", en=STOPS.replace("workers are", "members come")),
        replace("A2", en=STOPS.replace("are back", "return")),
        replace("A3", "p2", en="The fund pays."),
        replace("A4", "p2", en="The fund pays twice."),
        replace("A5", "p2", en="The fund pays half."),
    ]
    assert groups(collisions(BASE, chain)) == (("A2", "A9", "A10"), ("A4", "A5"))
    assert groups(()) == ()


@calm
@given(several())
def test_two_amendments_that_cannot_be_merged_collide(given_):
    base, texts = given_
    pairs = {(each.one, each.other) for each in collisions({"p1": {"en": base}},
             [Proposal(label, Kind.REPLACE, "p1", {"en": text}) for label, text in texts.items()])}  # fmt: skip
    labels = [*texts]
    for at, one in enumerate(labels):
        for other in labels[at + 1 :]:
            assert (one, other) in pairs or not collide(base, texts[one], texts[other])


def test_a_hundred_amendments_of_one_block_meet_only_their_neighbours():
    base = " ".join(f"In plant {number} members vote." for number in range(100))
    proposals = [replace(f"A{n}", "p1", en=base.replace(f"plant {n} ", f"site {n} ")) for n in range(100)]
    assert collisions({"p1": {"en": base}}, proposals) == ()
    twice = [*proposals, replace("A100", "p1", en=base.replace("plant 7 ", "shop 7 "))]
    assert groups(collisions({"p1": {"en": base}}, twice)) == (("A7", "A100"),)
