"""The order of votes, and what touches what: pure, held against rules that anybody can check by hand."""

from collections.abc import Sequence
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conference.amendments.groups import survey
from conference.amendments.groups.rules import Because, Motion, Place, order, require_lawful
from conference.amendments.groups.survey import Field
from conference.core.errors import Refused
from conference.text.collisions import Kind, Proposal

RANKS = list(Because)


@st.composite
def motions(draw: st.DrawFn) -> list[Motion]:
    kinds = st.sampled_from(["replace", "insert", "insert-before", "delete", "substitute", "title"])
    made: list[Motion] = []
    for number in range(1, draw(st.integers(1, 12)) + 1):
        kind, block = draw(kinds), f"p{draw(st.integers(1, 5))}"
        share = Fraction(draw(st.integers(0, 20)), 20)
        uppers = [each for each in made if each.parent is None and each.kind != "delete"]
        upper = draw(st.sampled_from(uppers)) if uppers and draw(st.booleans()) else None
        if upper is not None:
            made.append(Motion(number, "replace", upper.block, upper.number, 2, share))
        else:
            made.append(Motion(number, kind, block, share=share))
    return made


def numbers(places: Sequence[Place]) -> list[int]:
    return [number for each in places for number in each.numbers]


@given(motions())
def test_the_order_holds_everything_once_whatever_order_it_came_in(made: list[Motion]) -> None:
    found = order(made)
    assert sorted(numbers(found)) == [each.number for each in made]
    assert order(made[::-1]) == found
    assert found[-1] == Place((), Because.AS_AMENDED)
    ranks = [RANKS.index(each.because) for each in found]
    assert ranks == sorted(ranks)
    replaced = [each.share for each in found if each.because is Because.REPLACES]
    assert replaced == sorted(replaced, reverse=True)
    at = {number: place for place, number in enumerate(numbers(found))}
    assert all(at[each.number] < at[each.parent] for each in made if each.parent is not None)


@given(motions(), st.data())
def test_alternatives_stand_together_where_the_first_of_them_would(made: list[Motion], data: st.DataObject) -> None:
    rivals = data.draw(st.lists(st.sampled_from([each.number for each in made]), unique=True, max_size=4))
    found = order(made, [rivals] if len(rivals) > 1 else [])
    assert sorted(numbers(found)) == [each.number for each in made]
    if len(rivals) > 1:
        together = next(each for each in found if set(rivals) & {*each.numbers})
        assert set(together.numbers) == set(rivals)
        before = numbers(found[: found.index(together)])
        alone = numbers(order(made))
        assert before == [each for each in alone[: min(map(alone.index, rivals))] if each not in rivals]


@given(motions(), st.randoms(use_true_random=False))
def test_the_chair_s_order_is_kept_and_what_she_did_not_name_is_not_lost(made: list[Motion], chance: object) -> None:
    wanted = [each.number for each in made]
    chance.shuffle(wanted)  # type: ignore[attr-defined]  # a random.Random
    assert numbers(order(made, (), wanted)) == wanted
    some = wanted[: len(wanted) // 2]
    found = numbers(order(made, (), some))
    assert sorted(found) == [each.number for each in made]
    assert [each for each in found if each in some] == some


def test_the_furthest_removed_comes_first_and_says_why() -> None:
    made = [
        Motion(1, "replace", "p3", share=Fraction(1, 10)),
        Motion(2, "substitute", "text", share=Fraction(1, 2)),
        Motion(3, "insert", "p1", share=Fraction(1)),
        Motion(4, "replace", "p3", share=Fraction(3, 10)),
        Motion(5, "replace", "p3", parent=1, degree=2, share=Fraction(1, 20)),
        Motion(6, "delete", "p2", share=Fraction(1)),
    ]
    assert [(each.numbers, each.because.value) for each in order(made)] == [
        ((5,), "amends-amendment"), ((6,), "deletes"), ((4,), "replaces"), ((1,), "replaces"), ((3,), "inserts"),
        ((2,), "whole-text"), ((), "as-amended"),
    ]  # fmt: skip
    with pytest.raises(Refused, match=r"^parent-first:"):
        require_lawful([1, 5, 6], made)
    require_lawful([6, 5, 1], made)


BASE = {"p1": {"en": "Weekly hours go down in steps without loss of pay.", "fr": "Les heures diminuent par étapes."}}


def proposal(label: str, en: str, fr: str = BASE["p1"]["fr"]) -> Proposal:
    return Proposal(label, Kind.REPLACE, "p1", {"en": en, "fr": fr})


def test_words_that_two_touch_are_marked_in_both_and_in_the_text() -> None:
    one = proposal("A1", "Weekly hours go down to thirty-two without loss of pay.")
    other = proposal("A2", "Weekly hours go down at once without loss of yearly pay.")
    apart = proposal("A3", "All weekly hours go down in steps without loss of pay.")
    found = survey.survey(Field(BASE, {}, (one, other, apart)))
    assert [each.labels for each in found.groups] == [("A1", "A2")]
    shown = found.groups[0].shown["en"]
    assert [each.text.strip() for each in shown.base if each.shared] == ["in steps"]
    assert [each.text.strip() for each in shown.members["A2"] if each.shared] == ["in steps", "at once"]
    assert [each.text.strip() for each in shown.members["A2"] if each.kind == "added"] == ["at once", "yearly"]
    for label, text in (("A1", one.texts["en"]), ("A2", other.texts["en"])):
        assert "".join(each.text for each in shown.members[label] if each.kind != "removed") == text
    assert found.shares["A3"] == Fraction(3, 21), "one word gives way to two, of ten before and eleven after"


def test_a_whole_text_is_no_rival_of_every_paragraph() -> None:
    whole = Proposal("A9", Kind.SUBSTITUTE, "text", {"en": "Something else."})
    found = survey.survey(Field(BASE, {}, (proposal("A1", "Hours."),), (), (whole,), {"en": BASE["p1"]["en"]}))
    assert found.groups == ()
    two = survey.survey(Field({}, {}, (), (), (whole, Proposal("A10", Kind.SUBSTITUTE, "text", {"en": "More."}))))
    assert [each.reasons for each in two.groups] == [("whole-text",)]


def test_one_that_breaks_the_comparison_hides_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    real = survey.diff

    def breaks(old: str, new: str) -> object:
        if "poison" in new:
            raise RuntimeError("broken")
        return real(old, new)

    monkeypatch.setattr(survey, "diff", breaks)
    rest = (proposal("A1", "Hours go down at once."), proposal("A2", "Hours go down to-day."))
    found = survey.survey(Field(BASE, {}, (*rest, proposal("A3", "poison"))))
    assert found.broken == ("A3",)
    assert [each.labels for each in found.groups] == [("A1", "A2")]


def test_the_same_texts_are_not_compared_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    ground = Field(BASE, {}, (proposal("A1", "One."), proposal("A2", "Two.")))
    first = survey.survey(ground)
    monkeypatch.setattr(survey, "_survey", lambda _: pytest.fail("compared again"))
    again = Field(dict(BASE), {}, (proposal("A1", "One."), proposal("A2", "Two.")))
    assert survey.survey(again) is first
