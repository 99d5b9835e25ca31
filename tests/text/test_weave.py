"""Many edits of one text at once: in any order, without a lost word, and never without a word about an overlap."""

import unicodedata
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conference.text.diff import Op, after, before, diff
from conference.text.edits import edits, meet
from conference.text.merge import Merged, collide, merge
from conference.text.weave import Knot, Settled, Woven, weave
from conference.text.words import key, tokens

from .prose import calm, once_each, rewritten, scripts, several

BASE = "Overtime stops until all laid-off workers are back."


def test_edits_of_different_words_all_go_in_and_each_keeps_its_author():
    woven = weave(
        BASE,
        {
            "A1": BASE.replace("Overtime", "All overtime"),
            "A2": BASE.replace("workers", "members"),
            "A3": BASE.replace("back", "back at work"),
        },
    )
    assert woven.text == "All overtime stops until all laid-off members are back at work."
    assert [part for part in woven.parts if part.labels] == [
        Settled("All overtime", ("A1",)),
        Settled("members", ("A2",)),
        Settled(" at work", ("A3",)),
    ]


def test_the_same_edit_of_several_goes_in_once_and_belongs_to_all():
    better = BASE.replace("workers", "members")
    woven = weave(BASE, {"A2": better, "A1": better})
    assert woven.parts[1] == Settled("members", ("A1", "A2"))
    assert woven.text == better


def test_a_chain_of_overlaps_is_one_knot():
    woven = weave(
        BASE,
        {
            "A1": BASE.replace("all laid-off", "the dismissed"),
            "A2": BASE.replace("laid-off workers", "absent members"),
            "A3": BASE.replace("workers are", "people come"),
            "A4": BASE.replace("Overtime", "Night work"),
        },
    )
    assert woven.parts[0] == Settled("Night work", ("A4",))
    (knot,) = woven.knots
    assert knot.base == "all laid-off workers are"
    assert knot.wordings == {
        "A1": "the dismissed workers are",
        "A2": "all absent members are",
        "A3": "all laid-off people come",
    }
    assert woven.resolved(["everybody is"]) == "Night work stops until everybody is back."
    with pytest.raises(ValueError, match="1 knots"):
        _ = woven.text


def test_nothing_woven_is_the_base():
    assert weave(BASE, {}) == weave(BASE, {"A1": BASE}) == Woven((Settled(BASE),))


@calm
@given(several())
def test_the_order_of_the_edits_is_no_matter(given_):
    base, texts = given_
    assert weave(base, texts) == weave(base, dict(reversed(texts.items())))


@calm
@given(scripts.flatmap(lambda base: st.tuples(st.just(base), rewritten(base))))
def test_a_diff_makes_the_new_text_out_of_the_old_one(pair):
    old, new = pair
    changes = diff(old, new)
    assert before(changes) == old
    assert after(changes) == new


def letters(text):
    """Every letter, mark and figure of a text, however its accents are written."""
    return Counter(unicodedata.normalize("NFD", "".join(text.split())))


@calm
@given(several())
def test_no_word_that_anybody_brings_is_lost(given_):
    base, texts = given_
    woven = weave(base, texts)
    for label, text in texts.items():
        mine = woven.resolved([knot.wordings.get(label, knot.base) for knot in woven.knots])
        brings = "".join(change.text for change in diff(base, text) if change.op is Op.INSERT)
        assert letters(brings) <= letters(mine)


@calm
@given(several())
def test_edits_that_meet_are_in_one_knot_unless_they_are_the_same(given_):
    base, texts = given_
    made = {label: edits(base, text)[1] for label, text in texts.items()}
    woven = weave(base, texts)
    for one, other in [(a, b) for a in made for b in made if a < b]:
        rivals = [(x, y) for x in made[one] for y in made[other] if meet(x, y) and x != y]
        together = [knot for knot in woven.knots if {one, other} <= {*knot.wordings}]
        assert together or not rivals


@calm
@given(once_each, st.data())
def test_edits_of_words_apart_are_woven_whole_in_any_order(base, data):
    places = data.draw(st.lists(st.integers(0, len(base) - 1), unique=True, max_size=4))
    places = [at for at in places if at - 1 not in places]
    said = {f"A{at}": data.draw(st.sampled_from([[], ["Zébrado"], [base[at], "más"]])) for at in places}

    def text(*labels):
        return " ".join(
            part for at, word in enumerate(base) for part in (said[f"A{at}"] if f"A{at}" in labels else [word])
        )

    woven = weave(text(), {label: text(label) for label in said})
    assert woven.is_settled
    assert woven.text.split() == text(*said).split()


@calm
@given(once_each, st.data())
def test_edits_of_one_place_are_always_told(base, data):
    at = data.draw(st.integers(0, len(base) - 1))
    ways = {
        "replace": (["Zébrado"], ["Órale"]),
        "delete": ([], ["Órale"]),
        "insert": ([base[at], "Zébrado"], [base[at], "Órale"]),
        "rewrite": (["Zébrado", "Órale", "Já"], [base[at], "Órale"]),
    }
    one, other = (
        " ".join([*base[:at], *each, *base[at + 1 :]]) for each in data.draw(st.sampled_from([*ways.values()]))
    )
    text = " ".join(base)
    assert collide(text, one, other)
    (knot,) = weave(text, {"A1": one, "A2": other}).knots
    assert {*knot.wordings} == {"A1", "A2"}


@calm
@given(several())
def test_two_edits_are_woven_as_they_are_merged(given_):
    base, texts = given_
    ours, theirs = [*texts.values(), base, base][:2]
    woven, merged = weave(base, {"ours": ours, "theirs": theirs}), merge(base, ours, theirs)
    assert woven.is_settled == isinstance(merged, Merged)
    if isinstance(merged, Merged):
        assert key(woven.text) == key(merged.text)


@calm
@given(several())
def test_knots_say_where_in_the_base_they_are(given_):
    base, texts = given_
    found = edits(base, base)[0]
    for part in weave(base, texts).parts:
        if isinstance(part, Knot):
            assert "".join(found[part.start : part.stop]) == part.base


def test_an_accent_written_in_another_way_is_no_edit():
    apart = "La gre\u0301ves ge\u0301ne\u0301rale."
    base = "La gréves générale."
    assert weave(base, {"A1": apart}).text == base
    assert [change.op for change in diff(base, apart)] == [Op.EQUAL]
    assert after(diff(base, apart)) == apart
    assert not collide(base, apart, base.replace("La", "Une"))
    assert tokens(apart) != tokens(base)
