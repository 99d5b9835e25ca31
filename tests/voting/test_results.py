"""What a result tells: the sentence, the conditions, why texts were passed over, each step; and what it keeps back."""

from typing import Any

import pytest

from conference.resolutions import commands as resolutions
from conference.runtime import database, i18n
from conference.tally.count import count
from conference.tally.trace import Code
from conference.voting import commands as voting
from conference.voting.models import Vote
from conference.voting.result import discretion, sankey, telling, wording
from conference.voting.result import queries as results
from conference.voting.result.sankey import Picture
from conference.voting.rules import Outcome
from tests.cast import NO_OVERTIME, TRIPLE, Assembly, all_cast, declared, opened, table
from tests.certifying import certified
from tests.conftest import Visit

WORDS = {"a": "Text A", "b": "Text B", "c": "Text C", "d": "Text D", "keep": "Keep the text as it is"}
NAMES = {"CA": "Canada", "MX": "Mexico", "US": "United States"}


def case(method: str, ballots: list[tuple[int, str, str]], **more: Any) -> dict[str, Any]:
    """Counted: (how many, delegation, ranking such as "a>b=c")."""
    options = sorted({key for _, _, ranking in ballots for rank in ranking.split(">") for key in rank.split("=")})
    groups = sorted({delegation for _, delegation, _ in ballots})
    return count(
        {
            "name": "a case", "method": method, "seats": more.pop("seats", 1), "options": more,
            "candidates": options, "groups": [{"name": name, "roll": 40} for name in groups],
            "ballots": [
                {"count": many, "group": delegation, "ranking": [rank.split("=") for rank in ranking.split(">")]}
                for many, delegation, ranking in ballots
            ],
        }
    )  # fmt: skip


def said(result: dict[str, Any], held: frozenset[str] = frozenset()) -> list[str]:
    """The whole trace, in English."""
    return [i18n.say(each.sentence, "en") for each in telling.trace(result["trace"], WORDS, NAMES, held)]


@pytest.mark.parametrize(
    ("cast", "untold"),
    [
        ({"CA": 12, "MX": 9, "US": 7}, set()),
        ({"CA": 12, "MX": 9, "US": 0}, set()),
        ({"CA": 12, "MX": 9, "US": 3}, {"US", "MX"}),
        ({"CA": 12, "MX": 2, "US": 3}, {"MX", "US"}),
        ({"CA": 12, "MX": 2, "US": 1}, {"MX", "US", "CA"}),
        ({"CA": 3}, {"CA"}),
    ],
)
def test_nobody_finds_a_small_delegation_by_subtracting_the_others(cast: dict[str, int], untold: set[str]) -> None:
    assert discretion.untold(cast) == untold


def test_every_reason_of_a_count_has_a_sentence() -> None:
    own = {Code.SKIPPED, Code.TIE_SETTLED_EARLIER, Code.TIE_SETTLED_BY_LOT, Code.OUTCOME}
    assert set(telling.TOLD) | own == set(Code)
    assert set(telling.EARLIER) == {"out", "surplus"}
    assert set(telling.BY_LOT) == {"out", "surplus", "first"}


def test_a_circle_is_told_victory_by_victory() -> None:
    result = case("schulze", [(8, "CA", "a>b>c"), (7, "MX", "b>c>a"), (6, "US", "c>a>b")])
    told = [i18n.say(each, "en") for each in telling.cycle(result["cycle"], WORDS)]
    assert told == [
        "Text A beats Text B, 14 to 7.", "Text B beats Text C, 15 to 6.", "Text C beats Text A, 13 to 8.",
    ]  # fmt: skip
    assert "No option beats each of the others. Those that no outsider beats: Text A, Text B, and Text C." in said(
        result
    )


def test_texts_passed_over_are_told_with_their_reason() -> None:
    result = case("schulze", [(6, "CA", "a>keep"), (5, "MX", "keep>a")], status_quo="keep",
                  status_quo_rule="must-beat-status-quo-inside-each-delegation")  # fmt: skip
    openly = telling.skipped(result["skipped"], WORDS, NAMES, frozenset())
    assert [i18n.say(each, "en") for each in openly] == [
        "Text A was passed over: inside the delegation Mexico it has 0 to 5 against the text as it is."
    ]
    discreetly = telling.skipped(result["skipped"], WORDS, NAMES, frozenset({"MX"}))
    assert [i18n.say(each, "en") for each in discreetly] == [
        "Text A was passed over: inside the delegation Mexico it does not beat the text as it is."
    ]


def test_a_tie_says_which_earlier_round_parted_it() -> None:
    ballots = [(4, "CA", "a"), (3, "CA", "b"), (2, "CA", "c>b"), (1, "CA", "d>c"), (1, "CA", "d>a")]
    told = said(case("irv", [*ballots, (1, "CA", "d>c")]))
    assert any("goes out" in each for each in told)
    assert all("%(" not in each for each in told)


@pytest.mark.parametrize(
    ("text", "shown"),
    [("7", "7"), ("5.99998", "5.99998"), ("7.00000", "7"), ("20/3", "20/3"), ("449999/50000", "8.99998")],
)
def test_votes_are_written_so_that_a_reader_can_take_them_in(text: str, shown: str) -> None:
    i18n.use("en")
    assert i18n.number(telling.figure(text)) == shown


def drawn(result: dict[str, Any]) -> Picture:
    vote = Vote(method=result["method"], result=result, secrecy="roll-call", outcome="", result_digest="")
    picture = results.page_of(vote, WORDS, NAMES).picture
    assert picture is not None
    return picture


def test_the_picture_has_a_bar_for_every_figure_of_the_table() -> None:
    result = case("stv-scottish", [(9, "CA", "a>b"), (4, "CA", "b>c"), (3, "CA", "c>b"), (4, "CA", "d")], seats=2)
    bars = {(bar.round, bar.option) for bar in drawn(result).bars}
    assert bars == {
        (number, key) for number, stage in enumerate(result["stages"]) for key, votes in stage["tally"].items()
        if float(votes)
    }  # fmt: skip


def test_whoever_goes_out_gives_ribbons_to_those_who_gain() -> None:
    result = case("irv", [(5, "CA", "a"), (4, "CA", "b"), (2, "CA", "c>b"), (1, "CA", "c")])
    kinds = [ribbon.kind for ribbon in drawn(result).ribbons]
    assert (kinds.count("moves"), kinds.count("ends")) == (1, 1)


def test_there_is_no_picture_of_one_round() -> None:
    assert sankey.picture(("a",), ()) is None


async def test_a_result_tells_figures_of_large_delegations_only(assembly: Assembly, visit: Visit) -> None:
    vote = await opened(assembly, "plank")
    await all_cast(assembly, vote, {"CA": "yes", "MX": "yes", "US": "no", "rosa": "no", "walt": "yes"})
    await declared(assembly, vote)
    page = await (await visit()).get(f"/en/votes/{vote.number}/result")
    assert page.status_code == 200
    assert "4 yes, 1 no, 0 abstaining" in page.text, "Mexico's five"
    assert "1 yes, 2 no" not in page.text, "the United States' three"
    assert "4 yes, 0 no" not in page.text, "Canada's four, who would tell of the United States"
    assert "The figures of some delegations are not shown (Canada and United States)" in page.text
    answered = (await (await visit()).get(f"/api/v1/votes/{vote.number}/result")).json()
    assert answered["answers"] == {"yes": 9, "no": 3, "abstain": 0}
    assert [each["met"] for each in answered["conditions"]] == [True, True, True, True, False]
    figures = {each["delegation"]: each.get("figures") for each in answered["conditions"] if each["delegation"]}
    assert figures == {"CA": None, "MX": {"yes": 4, "no": 1, "abstain": 0, "entitled": 5}, "US": None}


async def test_a_choice_says_what_beats_what_in_three_languages(assembly: Assembly, visit: Visit) -> None:
    triple, none = await table(assembly, "rosa", TRIPLE), await table(assembly, "marc", NO_OVERTIME)
    vote = await opened(assembly, "choice", triple.number, none.number)
    await all_cast(assembly, vote, {"CA": ("a2", "a1", "keep"), "MX": ("a1", "a2", "keep"), "US": ("a1", "keep", "a2")})
    await declared(assembly, vote)
    reader = await visit()
    english = (await reader.get(f"/en/votes/{vote.number}/result")).text
    assert "Amendment A1 is preferred to every other text." in english
    for language in ("fr", "es"):
        page = (await reader.get(f"/{language}/votes/{vote.number}/result")).text
        assert "is preferred" not in page
        assert "Every option was compared" not in page


async def test_a_resolution_s_page_keeps_back_what_the_result_s_page_keeps_back(
    assembly: Assembly, visit: Visit
) -> None:
    """Canada's four and the United States' three are few; so are the whole's figures, where four voted at all."""
    adopted = await opened(assembly, "plank")
    await all_cast(assembly, adopted, {"CA": "yes", "MX": "yes", "US": "yes"})
    await declared(assembly, adopted)
    titles = {"en": "Resolution", "fr": "Résolution", "es": "Resolución"}
    made = await database.shielded(resolutions.compile_resolution(assembly.chair, titles, [1]))
    await certified(made.number)
    vote = await database.shielded(resolutions.put_resolution(assembly.chair, made.number))
    await database.shielded(voting.open_vote(assembly.chair, vote.number))
    await all_cast(assembly, vote, {"CA": "yes", "MX": "yes", "ines": "no", "US": "yes", "walt": "no"})
    await declared(assembly, vote)
    for address in (f"/en/votes/{vote.number}/result", f"/en/resolutions/{made.number}"):
        page = (await (await visit()).get(address)).text
        assert "4 yes, 1 no, 0 abstaining" in page, "Mexico's five"
        assert "inside the delegation United States" in page
        assert "2 yes, 1 no" not in page, "the United States' three"
        assert "4 yes, 0 no" not in page, "Canada's four, who would tell of the United States"


async def test_of_fewer_than_five_ballots_the_outcome_alone_is_told(assembly: Assembly, visit: Visit) -> None:
    vote = await opened(assembly, "plank")
    await all_cast(assembly, vote, {"dana": "yes", "rosa": "yes", "marc": "no", "ines": "yes"})
    vote = await declared(assembly, vote)
    vote.rules = vote.rules | {"releases_ballots": True}
    await vote.save(update_fields=["rules"])
    nobody, teller = await visit(""), await visit("tomas")
    page = (await nobody.get(f"/en/votes/{vote.number}/result")).text
    assert "So few voted that only the outcome is shown" in page
    assert "inside the delegation" not in page, "of one voter it would be her answer"
    conditions = (await nobody.get(f"/api/v1/votes/{vote.number}/result")).json()["conditions"]
    assert conditions
    assert {each["delegation"] for each in conditions} == {None}
    assert (await nobody.get(f"/en/votes/{vote.number}/ballots.json")).status_code == 403
    assert (await teller.get(f"/en/votes/{vote.number}/ballots.json")).status_code == 200


def test_outcomes_have_a_sentence_each() -> None:
    assert set(wording.OUTCOMES) == set(Outcome)
