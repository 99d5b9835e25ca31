"""The file of the rules: what it holds comes back the same; what makes no sense is refused, all of it, in sentences."""

import itertools
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conference.core.words import Sentence
from conference.rulebook import queries, reading, rules, writing
from conference.rulebook.draft import Draft
from conference.rulebook.reading import BadRules
from conference.rulebook.rules import Kind, Method, RuleSet, Secrecy
from conference.runtime.i18n import say
from conference.tally.count import count
from tests.rulebook.strategies import rule_sets

NAMES = 'names = { en = "One", fr = "Un", es = "Uno" }'
ADOPTION = f"""
[[rule_set]]
key = "adoption"
{NAMES}
kinds = ["plank"]
method = "yes-no"
"""


def problems(text: str) -> list[str]:
    """What is said of a file that cannot be taken; nothing of one that can."""
    try:
        reading.read(text)
    except BadRules as problem:
        return [say(each, "en") for each in problem.sentences]
    return []


def of(**values: str) -> str:
    """A rule set for yes or no on a plank, with these values in TOML."""
    lines = {"key": '"one"', "kinds": '["plank"]', "method": '"yes-no"'} | values
    return "\n".join(["[[rule_set]]", NAMES, *(f"{key} = {value}" for key, value in lines.items())])


@given(st.lists(rule_sets(), min_size=1, max_size=3))
def test_what_is_written_is_read_back(drawn: list[RuleSet]) -> None:
    named = tuple(rules.of_data(each.as_data() | {"key": f"set-{place}"}) for place, each in enumerate(drawn))
    assert reading.read(writing.write(named)) == named


@given(rule_sets())
def test_flat_data_gives_the_rule_set_back(drawn: RuleSet) -> None:
    assert rules.of_data(drawn.as_data()) == drawn


def test_the_rule_sets_of_the_product_make_sense_and_serve_every_kind() -> None:
    listed = queries.defaults()
    assert {kind for each in listed for kind in each.kinds} == set(Kind)
    assert {each.method for each in listed} == set(Method)
    assert {each.secrecy for each in listed} == set(Secrecy)
    usual = {kind: next(each for each in listed if kind in each.kinds) for kind in Kind}
    assert usual[Kind.CHOICE].counting["status_quo"] == "keep"
    for kind in (Kind.AMENDMENT, Kind.PLANK, Kind.RESOLUTION):
        assert usual[kind].secrecy is Secrecy.SEALED
        assert usual[kind].counting["delegation_majority"] is True
    assert usual[Kind.PROCEDURE].secrecy is Secrecy.HANDS


@pytest.mark.parametrize("method", [each for each in Method if each is not Method.YES_NO])
@pytest.mark.parametrize("kind", ["choice", "election"])
def test_a_majority_inside_each_delegation_has_a_meaning_for_yes_or_no_only(method: Method, kind: str) -> None:
    for value in ("true", "false"):
        told = problems(of(method=f'"{method}"', kinds=f'["{kind}"]', delegation_majority=value))
        assert any("“delegation_majority” has no meaning" in each for each in told), told


def test_a_schulze_vote_is_told_of_the_rule_that_asks_each_delegation() -> None:
    schulze = {"method": '"schulze"', "kinds": '["choice"]', "status_quo": '"keep"'}
    assert "must-beat-status-quo-inside-each-delegation" in problems(of(**schulze, delegation_majority="true"))[0]
    each = of(**schulze, status_quo_rule='"must-beat-status-quo-inside-each-delegation"')
    (taken,) = reading.read(each)
    assert taken.counting["status_quo_rule"] == "must-beat-status-quo-inside-each-delegation"


def test_delegations_are_not_asked_about_procedure() -> None:
    (told,) = problems(of(kinds='["plank", "procedure"]', delegation_majority="true"))
    assert "there the whole conference decides" in told
    assert problems(of(kinds='["procedure"]', delegation_majority="false")) == []


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"shares": "[1, 3]"}, "“shares” must be how many shares"),
        ({"shares": "[3, 2]"}, "“shares” must be how many shares"),
        ({"shares": "[2, 17]"}, "at most 16 are made"),
        ({"shares": "[2, 3]", "secrecy": '"roll-call"'}, "“shares” has a meaning only in a sealed box"),
        ({"demand": "5"}, "“demand” has a meaning only in a show of hands"),
        ({"demand": "true", "secrecy": '"show-of-hands"'}, "“demand” must be a whole number"),
        ({"demand": "-1", "secrecy": '"show-of-hands"'}, "“demand” must be a whole number"),
        ({"seats": "2"}, "“seats” must be 1"),
        ({"seats": "2.0"}, "“seats” must be a whole number"),
        ({"kinds": "[]"}, "“kinds” must be a list"),
        ({"kinds": '["plank", "plank"]'}, "each once"),
        ({"kinds": '["plank", "choice"]'}, "does not fit the questions of the kind “choice”"),
        ({"kinds": '["election"]', "method": '"stv-scottish"', "secrecy": '"card"'}, "A ballot with several answers"),
        ({"kinds": '["choice"]', "method": '"stv-scottish"'}, "does not fit the questions of the kind “choice”"),
        ({"kinds": '["choice"]', "method": '"schulze"'}, "“status_quo” must be \"keep\""),
        ({"kinds": '["election"]', "method": '"schulze"', "status_quo": '"keep"'}, "choices between texts only"),
        ({"kinds": '["election"]', "method": '"schulze"', "threshold": "{}"}, "“threshold” has no meaning"),
        ({"strength": '"margins"'}, "“strength” has no meaning in a count by “yes-no”"),
        ({"threshold": '{ of = "votes" }'}, "“threshold.of” must be one of these: valid, cast, present"),
        ({"threshold": "{ share = [1, 3] }"}, "“threshold.share” must be at least half"),
        ({"threshold": "{ share = [0, 3] }"}, "“threshold.share” must be a share"),
        ({"threshold": "{ share = [4, 3] }"}, "“threshold.share” must be a share"),
        ({"threshold": "{ share = [1, 1] }"}, "“threshold.share” must be less than the whole"),
        ({"threshold": "{ strict = 1 }"}, "“threshold.strict” must be true or false"),
        ({"threshold": "0.5"}, "“threshold” must be a table"),
        ({"threshold": "{ base = 1 }"}, "nothing is called “threshold.base”. These are known: of, share, and strict"),
        ({"quorum": '"turnout > 1/2"'}, "“quorum” must be a table"),
        ({"quorum": "{ at_least = [1, 1], strict = true }"}, "“quorum.at_least” must be less than the whole"),
        ({"groups_needed": "2"}, "“groups_needed” has a meaning only together with delegation_majority"),
        ({"observing_delegations": '["CA"]'}, "“observing_delegations” has a meaning only together"),
        ({"delegation_majority": "true", "observing_delegations": '["Canada"]'}, "must be a list of the codes"),
        ({"conciliation_hours": "48"}, "“conciliation_hours” has a meaning only together"),
        ({"opens": '["delegate"]'}, "“opens” must be a list of one or more of these, each once: chair, organizer, and"),
        ({"opens": "[]"}, "“opens” must be a list"),
        ({"releases_ballots": "true", "secrecy": '"roll-call"'}, "“releases_ballots” has a meaning only in a sealed"),
        ({"papers": '"yes"'}, "“papers” must be true or false"),
        ({"method": '"approval"'}, "does not fit the questions of the kind “plank”"),
        ({"method": '"plurality"'}, "“method” must be one of these: yes-no, approval, schulze"),
        ({"key": '"Große Wahl"'}, "“key” must be a short name"),
        ({"votes_of_organisations": "3"}, "nothing is called “votes_of_organisations”"),
        ({"notes": '{ en = "Only English" }'}, "“notes” must have a text of at most 1,000 characters in English"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_in_a_sentence(values: dict[str, str], said: str) -> None:
    told = problems(of(**values))
    assert len(told) == 1, told
    assert said in told[0]


def test_every_problem_is_told_at_once_and_names_its_rule_set() -> None:
    text = "\n".join(
        [
            of(key='"first"', seats="0", demand="3"),
            of(key='"second"', method='"irv"', kinds='["choice"]', colour='"red"'),
        ]
    )
    told = problems(text)
    assert [each.split("”")[0] for each in told] == ["In “first", "In “first", "In “second"]
    assert "colour" in told[2]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "holds no rule set"),
        ("rule_set = 3", "holds no rule set"),
        ("rule_set = []", "holds no rule set"),
        ("[[rule_set]]\nkey = \nnames = 1", "cannot be read from line 2, column 7 on"),
        ('[[rule_set]]\nkey = """never', "ends in the middle"),
        (ADOPTION + "[other]\nx = 1", "what no rule set knows: other"),
        (ADOPTION + ADOPTION, "Two rule sets have the key “adoption”"),
        (ADOPTION.replace("en =", "de ="), "“names” must have a text"),
        (ADOPTION.replace('"Un"', '" "'), "“names” must have a text"),
        (ADOPTION.replace(NAMES, ""), "“names” must have a text"),
        (ADOPTION.replace('method = "yes-no"', ""), "“method” is missing"),
        (ADOPTION * 41, "at most 40 rule sets"),
        ("#" * 60_001, "at most 60,000 characters"),
        ("x = " + "[" * 9_000 + "]" * 9_000, "nested too deeply"),
    ],
)
def test_a_file_that_is_none_is_told_in_a_sentence(text: str, said: str) -> None:
    told = problems(text)
    assert len(told) == 1, told
    assert said in told[0]


@given(st.text(max_size=200))
def test_no_text_breaks_the_reader(text: str) -> None:
    assert problems(text)


@given(
    st.dictionaries(
        st.sampled_from(reading.KEYS),
        st.recursive(
            st.none() | st.booleans() | st.integers(-3, 99) | st.floats() | st.text(max_size=5),
            lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["of", "share", "en"]), inner),
            max_leaves=6,
        ),
    )
)
def test_no_value_breaks_the_check(table: dict[str, object]) -> None:
    told: list[Sentence] = []
    found = reading._rule_set(Draft("drawn", table, told))
    for each in told:
        assert "“drawn”" in say(each, "en")
    assert found is not None or told


@given(rule_sets())
def test_every_rule_set_that_passes_can_be_counted(drawn: RuleSet) -> None:
    """The count knows each of its options, alone and together."""
    yes_no = drawn.method is Method.YES_NO
    options = ["yes", "no", "abstain"] if yes_no else ["a", "b", "keep"]
    observing = drawn.observing
    groups = [{"name": code, "roll": 9, "present": 8, "total_only": code in observing} for code in ("CA", "MX", "US")]
    rankings = [[[option]] for option in options]
    case = {
        "method": str(drawn.method), "options": rules.counting(drawn.as_data()), "seats": min(drawn.seats, 3),
        "candidates": options, "groups": groups,
        "ballots": [
            {"count": place + 1, "group": group["name"], "ranking": ranking}
            for (place, ranking), group in itertools.product(enumerate(rankings), groups)
        ],
    }  # fmt: skip
    result = count(case)
    assert result["ballots"] == 18
    asked = {line["delegation"] for line in result["conditions"] if "delegation" in line}  # type: ignore[attr-defined]
    assert asked == ({"CA", "MX", "US"} - set(observing) if drawn.counting.get("delegation_majority") else set())


def test_the_file_is_plain_toml() -> None:
    listed = tomllib.loads(writing.write(queries.defaults()))["rule_set"]
    assert [each["key"] for each in listed] == [each.key for each in queries.defaults()]
