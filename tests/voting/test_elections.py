"""Elections and orders: named options that hang on no plank, seats from the rules or typed, and what follows."""

import re

import pytest

from conference.core.errors import Invalid
from conference.runtime import database
from conference.voting import commands as voting
from conference.voting import rules
from conference.voting.models import Option, Vote
from conference.voting.routes.asking import options_of
from tests.cast import Assembly, all_cast, cast, declared, open_vote
from tests.conftest import Visit

SEATS = {
    "en": "Who sits on the steering committee?",
    "fr": "Qui siège au comité directeur?",
    "es": "¿Quién integra el comité directivo?",
}
NAMES = ("Ana Ruiz", "Luc Roy", "Mae Lee", "Tom Bell")


def named(*names: str) -> list[dict[str, str]]:
    return [dict.fromkeys(("en", "fr", "es"), name) for name in names]


async def elect(
    assembly: Assembly, *names: str, rule_set: str = "election", seats: int = 0
) -> tuple[Vote, dict[str, str]]:
    """An open election, and the key of each name."""
    vote = await database.shielded(
        voting.ask(assembly.chair, "election", SEATS, named(*names), rule_set=rule_set, seats=seats, audience="public")
    )
    keys = {each.words["en"]: each.key for each in await Option.filter(vote_id=vote.id)}
    return await open_vote(assembly, vote), keys


async def test_seats_are_filled_by_single_transferable_vote(assembly: Assembly) -> None:
    vote, keys = await elect(assembly, *NAMES, seats=2)
    assert vote.rules["seats"] == 2
    ana, luc, mae, tom = (keys[name] for name in NAMES)
    await all_cast(assembly, vote, {"CA": (luc, mae), "MX": (ana, mae), "US": (mae, luc)})
    vote = await declared(assembly, vote)
    assert vote.outcome == "elected"
    assert vote.result is not None
    assert set(vote.result["winners"]) == {ana, luc}
    assert tom not in vote.result["winners"]


async def test_seats_of_the_rule_set_where_none_are_typed(assembly: Assembly) -> None:
    vote, keys = await elect(assembly, *NAMES)
    assert vote.rules["seats"] == 3
    for name, handles in (("Ana Ruiz", ("rosa", "jorge", "lucia", "pablo")), ("Luc Roy", ("marc", "anne", "denis")),
                          ("Mae Lee", ("dana", "walt"))):  # fmt: skip
        for handle in handles:
            await cast(assembly.people[handle], vote, keys[name])
    vote = await declared(assembly, vote)
    assert vote.outcome == "elected"
    assert vote.result is not None
    assert len(vote.result["winners"]) == 3


async def test_one_seat_by_instant_run_off(assembly: Assembly) -> None:
    vote, keys = await elect(assembly, *NAMES[:3], rule_set="choice-by-elimination")
    ana, luc, mae = (keys[name] for name in NAMES[:3])
    await all_cast(assembly, vote, {"CA": (luc, ana), "MX": (ana,), "US": (mae, luc)})
    vote = await declared(assembly, vote)
    assert vote.outcome == "elected"
    assert vote.result is not None
    assert vote.result["winners"] == [luc], "the three of the United States move to Luc, who then has seven of twelve"


async def test_an_order_of_importance(assembly: Assembly) -> None:
    vote, keys = await elect(assembly, *NAMES[:3], rule_set="order")
    ana, luc, mae = (keys[name] for name in NAMES[:3])
    await all_cast(assembly, vote, {"CA": (luc, ana, mae), "MX": (ana, luc, mae), "US": (ana, luc, mae)})
    vote = await declared(assembly, vote)
    assert vote.outcome == "ordered"
    assert vote.result is not None
    assert vote.result["order"] == [ana, luc, mae]


@pytest.mark.parametrize(
    ("ballots", "outcome", "winners"),
    [
        ({"CA": "Ana Ruiz", "MX": "Ana Ruiz", "US": "Mae Lee"}, "elected", ["Ana Ruiz"]),
        ({"CA": "Luc Roy", "MX": "Ana Ruiz", "US": "Mae Lee"}, "lost", []),
    ],
)
async def test_one_place_by_approval(
    assembly: Assembly, ballots: dict[str, str], outcome: str, winners: list[str]
) -> None:
    """One option needs approvals enough, and the others need none; where nobody has them, nobody is elected."""
    vote, keys = await elect(assembly, *NAMES, rule_set="approval")
    await all_cast(assembly, vote, {code: keys[name] for code, name in ballots.items()})
    vote = await declared(assembly, vote)
    assert vote.outcome == outcome
    assert vote.result is not None
    assert vote.result["winners"] == [keys[name] for name in winners]


@pytest.mark.parametrize(
    ("method", "seats", "winners"), [("stv-scottish", 2, None), ("irv", 1, None), ("approval", 1, ["o1", "o2"])]
)
def test_a_tie_that_no_lot_settles_elects_nobody(method: str, seats: int, winners: list[str] | None) -> None:
    stopped = {"method": method, "seats": seats, "winners": winners, "conditions": []}
    assert rules.outcome("election", stopped, second_try=False) == "tied"


@pytest.mark.parametrize(
    ("names", "seats", "rule_set", "field"),
    [
        (("Ana Ruiz",), 0, "election", "options"),
        ((), 0, "order", "options"),
        (tuple(f"Name {n}" for n in range(51)), 0, "election", "options"),
        (("Ana Ruiz", "ana ruiz"), 1, "election", "options"),
        (("Ana Ruiz", "x" * 201), 1, "election", "options"),
        (("Ana Ruiz", "Luc Roy"), 0, "election", "seats"),
        (("Ana Ruiz", "Luc Roy"), 3, "election", "seats"),
        (("Ana Ruiz", "Luc Roy"), 2, "order", "seats"),
        (("Ana Ruiz", "Luc Roy"), 2, "choice-by-elimination", "seats"),
    ],
)
async def test_elections_that_make_no_sense(
    assembly: Assembly, names: tuple[str, ...], seats: int, rule_set: str, field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        await elect(assembly, *names, rule_set=rule_set, seats=seats)
    assert set(refusal.value.problems) == {field}
    assert not await Vote.exists()


async def test_fifty_options_are_taken(assembly: Assembly) -> None:
    vote, _ = await elect(assembly, *(f"Name {n}" for n in range(50)))
    assert await Option.filter(vote_id=vote.id).count() == 50


def test_names_and_words_as_they_are_typed() -> None:
    typed = "Ana Ruiz\n\n  Wages | Les salaires | Los salarios \nHalf | À moitié"
    assert options_of(typed) == [
        {"en": "Ana Ruiz", "fr": "Ana Ruiz", "es": "Ana Ruiz"},
        {"en": "Wages", "fr": "Les salaires", "es": "Los salarios"},
        {},
    ]


async def test_the_chair_asks_by_a_form_and_the_ballot_shows_the_names(assembly: Assembly, visit: Visit) -> None:
    chair = await visit("claire")
    page = (await chair.get("/es/votes/new?kind=election")).text
    typed = {
        "csrf": re.findall(r'name="csrf" value="([^"]+)"', page)[0], "kind": "election", "rules": "order",
        "audience": "public", "options": "Ana Ruiz\nWages | Les salaires", "seats": "",
        **{f"question-{each}": words for each, words in SEATS.items()},
    }  # fmt: skip
    again = await chair.post("/en/votes/new", data=typed)
    assert again.status_code == 422
    assert "one name for all, or one in every language" in again.text
    assert "Wages | Les salaires" in again.text
    typed["options"] += " | Los salarios"
    assert (await chair.post("/en/votes/new", data=typed)).status_code == 303
    await open_vote(assembly, await Vote.get())
    ballot = (await (await visit("rosa")).get("/es/votes/1/ballot")).text
    assert "Los salarios" in ballot
    assert "Ana Ruiz" in ballot
