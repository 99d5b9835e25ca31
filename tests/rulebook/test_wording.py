"""The paragraph of plain words: whole, in three languages, and different wherever two rule sets count differently."""

import re
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conference.core.languages import LANGUAGES
from conference.core.roles import Role
from conference.rulebook import majorities, queries, reading, rules, wording
from conference.rulebook.rules import EACH_DELEGATION, Kind, Method, RuleSet, Secrecy
from conference.runtime.i18n import catalogue, say
from conference.tally.count import count
from tests.rulebook.strategies import rule_sets

ADOPTION = next(each for each in queries.defaults() if each.key == "adoption")


def text(rule_set: RuleSet, language: str = "en", kind: str = "") -> str:
    return " ".join(say(each, language) for each in wording.paragraph(rule_set, kind))


@given(rule_sets())
@settings(max_examples=200)
def test_every_sentence_is_one_of_the_catalogue(drawn: RuleSet) -> None:
    """A sentence without a translation comes back in English; so whatever is told must be in every catalogue."""
    for language in LANGUAGES:
        known = catalogue(language)._catalog  # type: ignore[attr-defined]  # gettext keeps it so
        for sentence in wording.paragraph(drawn):
            assert sentence.text in known, (language, sentence.text)
            assert "%(" not in say(sentence, language)


@given(rule_sets())
@settings(max_examples=200)
def test_the_paragraph_is_whole_sentences(drawn: RuleSet) -> None:
    for sentence in wording.paragraph(drawn):
        said = say(sentence, "en")
        assert re.fullmatch(r"[A-Z].*\.", said), said
        assert "{" not in said
        assert "[" not in said


def _normal(rule_set: RuleSet) -> Any:
    """What a rule set comes to, usual values filled in: two that are alike here count alike."""
    given = rule_set.counting

    def compared(value: dict[str, Any], share: str, usual: str, strict: bool) -> Any:
        return value.get("of", usual), Fraction(*value.get(share, [1, 2])), value.get("strict", strict)

    asked = given.get("delegation_majority", False)
    inside = asked and (
        compared(given.get("delegation_threshold", {}), "share", "valid", True),
        Fraction(*given.get("delegation_minimum_turnout", [0, 1])),
        given.get("delegations_without_voters", "block"),
        given.get("groups_needed"),
        tuple(sorted(rule_set.observing)),
        rule_set.conciliation_hours,
    )
    yes_no, approval = rule_set.method is Method.YES_NO, rule_set.method is Method.APPROVAL
    elects = Kind.ELECTION in rule_set.kinds and rule_set.method not in (Method.SCHULZE, Method.RANKED_PAIRS)
    usual = "must-beat-status-quo-directly-and-rank-above-it"
    return (
        rule_set.method,
        rule_set.seats if elects else 1,
        compared(given["quorum"], "at_least", "ballots", False) if "quorum" in given else None,
        compared(given.get("threshold", {}), "share", "valid", True) if yes_no or "threshold" in given else approval,
        inside,
        given.get("strength", "winning-votes") if rule_set.method in (Method.SCHULZE, Method.RANKED_PAIRS) else None,
        given.get("status_quo_rule", usual) if "status_quo" in given else "plain",
    )


@given(rule_sets(), st.data())
@settings(max_examples=200)
def test_rules_that_differ_are_told_differently(one: RuleSet, data: st.DataObject) -> None:
    """Two rule sets drawn anew, and then two that differ in one option only."""
    drawn = data.draw(rule_sets(like=one))
    nearly = []
    for key in {*one.counting, *drawn.counting}:
        changed = {**one.counting, key: drawn.counting.get(key)}
        nearly.append(replace(one, counting={name: value for name, value in changed.items() if value is not None}))
    for other in (drawn, *nearly):
        if _normal(one) != _normal(other):
            assert text(one) != text(other)


BALLOTS = st.lists(st.integers(0, 6), min_size=9, max_size=9)


@given(rule_sets().filter(lambda each: each.method is Method.YES_NO), rule_sets(), BALLOTS)
@settings(max_examples=500)
def test_the_same_ballots_with_two_results_have_two_paragraphs(
    one: RuleSet, other: RuleSet, figures: list[int]
) -> None:
    if other.method is not Method.YES_NO:
        return
    if _outcome(one, figures) != _outcome(other, figures):
        assert text(one) != text(other)


def _outcome(rule_set: RuleSet, figures: list[int]) -> object:
    groups = [
        {"name": code, "roll": 20, "present": 19, "total_only": code in rule_set.observing}
        for code in ("CA", "MX", "US")
    ]
    ballots = [
        {"count": many, "group": groups[place // 3]["name"], "ranking": [[("yes", "no", "abstain")[place % 3]]]}
        for place, many in enumerate(figures)
        if many
    ]
    options = rules.counting(rule_set.as_data())
    names = ["yes", "no", "abstain"]
    case = {
        "method": "yes-no",
        "options": options,
        "seats": 1,
        "candidates": names,
        "groups": groups,
        "ballots": ballots,
    }
    return count(case)["outcome"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({}, "more than half of the yes and no together must be yes; whoever abstains weighs neither way."),
        ({"of": "cast"}, "a yes on more than half of the ballots cast, so that abstaining weighs like a no."),
        ({"share": [2, 3], "strict": False}, "at least two thirds of the yes and no together must be yes"),
        ({"share": [4, 6], "of": "entitled"}, "a yes from more than two thirds of those on the roll"),
        ({"share": [3, 4], "of": "present"}, "a yes from more than 3 of every 4 people present"),
        ({"share": [1, 1], "strict": False}, "all of the yes and no together must be yes"),
    ],
)
def test_a_threshold_is_said_as_people_say_it(options: dict[str, Any], said: str) -> None:
    assert said in text(replace(ADOPTION, counting={"threshold": options}))


def test_numbers_are_spoken_in_the_readers_way() -> None:
    quorum = replace(ADOPTION, counting={"quorum": {"at_least": [999, 1_000]}})
    assert "999 of every 1,000 people on the roll" in text(quorum)
    assert "1\N{NO-BREAK SPACE}000" in text(quorum, "fr") or "1\N{NARROW NO-BREAK SPACE}000" in text(quorum, "fr")


@pytest.mark.parametrize("base", ["valid", "cast", "present", "entitled"])
def test_every_base_and_share_has_its_sentence(base: str) -> None:
    for sentences in (majorities.OVERALL, majorities.INSIDE, majorities.APPROVED):
        assert {(base, "more-than"), (base, "at-least"), (base, "all"), (base, "more-than-half")} <= set(sentences)


def test_delegations_are_named_not_coded() -> None:
    counting = dict(ADOPTION.counting)
    observing = replace(ADOPTION, counting=counting, observing=("MX", "XX"))
    told = wording.paragraph(observing, names={"MX": "Mexico"})
    assert any("on their own: Mexico and XX." in say(each, "en") for each in told)


def test_what_is_dangerous_says_so() -> None:
    schulze = RuleSet("x", {}, (Kind.CHOICE,), Method.SCHULZE, counting={"status_quo": "keep"})
    each = replace(schulze, counting=schulze.counting | {"status_quo_rule": EACH_DELEGATION})
    assert "overturn a majority of 20 to 10" in text(each)
    assert "Caution" not in text(schulze)
    assert "Caution" in text(replace(schulze, releases_ballots=True))
    assert "Caution" in text(replace(schulze, method=Method.IRV, counting={}))


def test_a_vote_tells_of_its_own_kind_only() -> None:
    both = next(each for each in queries.defaults() if each.key == "choice-by-elimination")
    assert "adopts nothing" in text(both, kind="choice")
    assert "seats" not in text(both, kind="choice")
    assert "adopts nothing" not in text(both, kind="election")
    assert "seats" in text(both, kind="election")


def test_who_opens_and_who_holds_the_key_is_said() -> None:
    assert "The chair or a teller opens and closes it." in text(replace(ADOPTION, opens=(Role.TELLER, Role.CHAIR)))
    assert "only when 2 of 3 tellers have entered" in text(replace(ADOPTION, shares=(2, 3)))
    named = replace(ADOPTION, secrecy=Secrecy.ROLL_CALL)
    assert "everybody answers by name" in text(named)
    assert "secret" not in text(named)


def test_the_sentences_of_the_check_have_their_places() -> None:
    """Each problem is spoken with the name of its rule set and its key in every language."""
    file = 'rule_set = [{ key = "x y", names = 1, kinds = ["no"], method = 2, seats = 0, shares = [1], colour = 1 }]'
    with pytest.raises(reading.BadRules) as problem:
        reading.read(file)
    for language in LANGUAGES:
        for sentence in problem.value.sentences:
            said = say(sentence, language)
            assert "x y" in said
            assert "%(" not in said
    assert len(problem.value.sentences) == 7


def test_ties_are_told_as_they_are_settled() -> None:
    """Rounds and approvals end by lot, texts compared in pairs by a run-off, orders not at all."""
    told = {each.key: text(each) for each in queries.defaults()}
    assert "run-off between them" in told["choice"]
    assert "a lot" not in told["choice"]
    assert "a lot that everybody can draw again" in told["choice-by-elimination"]
    assert "run-off between them" not in told["choice-by-elimination"]
    assert "a lot decides" in told["approval"]
    assert "stay level" in told["order"]
    assert "With as many no as yes it is lost." in told["procedure"]
