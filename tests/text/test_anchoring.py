"""An amendment in a later version: clean, moved, already there, for a person to settle, or fallen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conference.text.anchoring import Overlap, Standing, reanchor
from conference.text.collisions import Kind, Proposal
from conference.text.merge import Merged, merge

from .prose import calm, rewritten, scripts

STOPS = "Overtime stops until all workers are back."
BEFORE = {
    "p1": {"en": STOPS, "fr": "Pas d’heures supplémentaires."},
    "p2": {"en": "The fund pays.", "fr": "Le fonds paie."},
    "p3": {"en": "Members decide.", "fr": "Les membres décident."},
}
MEMBERS = Proposal("A1", Kind.REPLACE, "p1", {"en": STOPS.replace("workers", "members")})


def after(**changes):
    """The version that follows: blocks changed, or gone where None."""
    merged = {**BEFORE, **{block: texts and {**BEFORE.get(block, {}), **texts} for block, texts in changes.items()}}
    return {block: texts for block, texts in merged.items() if texts is not None}


def test_an_untouched_passage_is_clean():
    found = reanchor(MEMBERS, BEFORE, after(p2={"en": "The fund pays all."}))
    assert (found.standing, found.proposal) == (Standing.CLEAN, MEMBERS)


def test_an_amendment_beside_changed_words_moves_along():
    found = reanchor(MEMBERS, BEFORE, after(p1={"en": STOPS.replace("Overtime", "All overtime")}))
    assert found.standing is Standing.MOVED
    assert found.proposal.texts == {"en": "All overtime stops until all members are back."}


def test_changed_words_go_to_a_person_with_three_texts():
    now = STOPS.replace("workers", "people")
    found = reanchor(MEMBERS, BEFORE, after(p1={"en": now}))
    assert (found.standing, found.proposal) == (Standing.OVERLAP, None)
    (overlap,) = found.overlaps
    assert (overlap.language, overlap.base, overlap.theirs, overlap.now) == ("en", STOPS, MEMBERS.texts["en"], now)
    assert [(each.base, each.ours, each.theirs) for each in overlap.conflict.hunks] == [
        ("workers", "people", "members")
    ]


def test_one_language_that_overlaps_stops_the_whole_amendment():
    both = Proposal("A1", Kind.REPLACE, "p1", {"en": MEMBERS.texts["en"], "fr": "Pas d’heures de nuit."})
    found = reanchor(both, BEFORE, after(p1={"fr": "Pas d’heures payées."}))
    assert (found.standing, found.proposal) == (Standing.OVERLAP, None)
    assert [each.language for each in found.overlaps] == ["fr"]


def test_what_stands_there_already_is_present():
    assert reanchor(MEMBERS, BEFORE, after(p1=MEMBERS.texts)).standing is Standing.PRESENT


@pytest.mark.parametrize(
    "version",
    [after(p1=None), after(p1={"en": "Overtime stops."}), after(p1={"en": "Overtime stops until all are back."})],
)
def test_an_amendment_falls_with_its_passage(version):
    found = reanchor(MEMBERS, BEFORE, version)
    assert (found.standing, found.proposal, found.overlaps) == (Standing.FALLEN, None, ())


def test_an_amendment_follows_its_block_into_another():
    joined = after(p1=None, p2={"en": f"The fund pays. {STOPS}"})
    found = reanchor(MEMBERS, BEFORE, joined, {"p1": "p2"})
    assert found.standing is Standing.MOVED
    assert found.proposal.block == "p2"
    assert found.proposal.texts == {"en": "The fund pays. Overtime stops until all members are back."}


def test_a_deletion_stands_while_its_block_reads_as_before():
    cut = Proposal("A1", Kind.DELETE, "p2")
    assert reanchor(cut, BEFORE, after(p1={"en": "x"})).standing is Standing.CLEAN
    changed = reanchor(cut, BEFORE, after(p2={"en": "The fund pays all."}))
    assert changed.standing is Standing.OVERLAP
    assert changed.overlaps == (Overlap("en", "The fund pays.", "", "The fund pays all."),)
    assert reanchor(cut, BEFORE, after(p2=None)).standing is Standing.FALLEN


@pytest.mark.parametrize(
    ("version", "standing", "kind", "block"),
    [
        (after(p1={"en": "x"}), Standing.CLEAN, Kind.INSERT, "p2"),
        (after(p3=None), Standing.MOVED, Kind.INSERT, "p2"),
        (after(p2=None), Standing.MOVED, Kind.INSERT_BEFORE, "p3"),
    ],
)
def test_an_insertion_keeps_its_place_beside_what_is_there(version, standing, kind, block):
    found = reanchor(Proposal("A1", Kind.INSERT, "p2", {"en": "New."}), BEFORE, version)
    assert (found.standing, found.proposal.kind, found.proposal.block) == (standing, kind, block)


def test_an_insertion_falls_when_both_neighbours_are_gone():
    assert reanchor(Proposal("A1", Kind.INSERT, "p2", {}), BEFORE, after(p2=None, p3=None)).standing is Standing.FALLEN


def test_a_substitute_stands_while_nothing_changed():
    whole = Proposal("A1", Kind.SUBSTITUTE, texts={"en": "One sentence for all."})
    assert reanchor(whole, BEFORE, BEFORE).standing is Standing.CLEAN
    changed = reanchor(whole, BEFORE, after(p3={"en": "Members vote."}))
    assert changed.standing is Standing.OVERLAP
    assert changed.overlaps[0].now == f"{STOPS}\n\nThe fund pays.\n\nMembers vote."


@calm
@given(st.data())
def test_an_amendment_is_never_half_carried(data):
    base = data.draw(scripts)
    theirs, now = data.draw(rewritten(base)), data.draw(rewritten(base))
    found = reanchor(Proposal("A1", Kind.REPLACE, "p1", {"ar": theirs}), {"p1": {"ar": base}}, {"p1": {"ar": now}})
    merged = merge(base, now, theirs)
    if isinstance(merged, Merged):
        assert found.standing in (Standing.CLEAN, Standing.MOVED, Standing.PRESENT)
        assert (found.proposal or Proposal("A1", Kind.REPLACE, "p1", {"ar": now})).texts == {"ar": merged.text}
    else:
        assert found.standing in (Standing.OVERLAP, Standing.FALLEN)
        assert found.proposal is None
        assert all((each.base, each.theirs, each.now) == (base, theirs, now) for each in found.overlaps)
