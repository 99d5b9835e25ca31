"""The life of a vote as its minutes tell it: put, opened, cast, closed, unsealed, declared, and what follows."""

import pytest

from conference.amendments.models import Amendment
from conference.core.actor import HOUSE, NOBODY
from conference.core.errors import NotPermitted, Refused
from conference.people import commands as people
from conference.planks import queries as planks
from conference.planks.models import Plank
from conference.runtime import database, journal
from conference.voting import commands as voting
from conference.voting.models import Vote
from conference.voting.result import queries as results
from tests.cast import (
    NO_OVERTIME,
    TRIPLE,
    Assembly,
    all_cast,
    cast,
    close,
    conciliated,
    counted,
    declared,
    file_plank,
    open_vote,
    opened,
    put,
    table,
)


async def state(amendment: Amendment) -> str:
    return (await Amendment.get(id=amendment.id)).state


async def test_a_choice_then_consent_changes_the_plank(assembly: Assembly) -> None:
    triple, none = await table(assembly, "rosa", TRIPLE), await table(assembly, "marc", NO_OVERTIME)
    choice = await opened(assembly, "choice", triple.number, none.number)
    ballots = {"CA": ("a2", "a1", "keep"), "MX": ("a1", "a2", "keep"), "US": ("a1", "keep", "a2")}
    await all_cast(assembly, choice, ballots)
    choice = await declared(assembly, choice)

    assert choice.outcome == "chosen"
    assert (await state(none), await state(triple)) == ("lost", "on-vote")
    assert (await Plank.get(number=1)).version == 1, "a choice adopts nothing"

    consent = await Vote.get(follows_id=choice.id)
    assert (consent.kind, consent.phase) == ("amendment", "put")
    await open_vote(assembly, consent)
    await all_cast(assembly, consent, {"CA": "yes", "MX": "yes", "US": "yes", "walt": "no", "joan": "abstain"})
    consent = await declared(assembly, consent)

    assert consent.outcome == "carried"
    assert await state(triple) == "carried"
    plank = await Plank.get(number=1)
    assert plank.version == 2
    assert await planks.block_texts(plank.id, 2, "p2") == TRIPLE
    assert await planks.block_texts(plank.id, 1, "p2") != TRIPLE
    assert await journal.first_broken_link() is None


async def test_the_text_stays_when_nothing_beats_it(assembly: Assembly) -> None:
    triple, none = await table(assembly, "rosa", TRIPLE), await table(assembly, "marc", NO_OVERTIME)
    choice = await opened(assembly, "choice", triple.number, none.number)
    await all_cast(assembly, choice, {"CA": ("keep", "a1"), "MX": ("keep", "a2"), "US": ("a1", "keep")})
    choice = await declared(assembly, choice)
    assert choice.outcome == "kept"
    assert {await state(triple), await state(none)} == {"lost"}
    assert not await Vote.exists(follows_id=choice.id)


async def test_a_tie_asks_for_a_run_off_and_a_second_tie_leaves_the_text(assembly: Assembly) -> None:
    triple, none = await table(assembly, "rosa", TRIPLE), await table(assembly, "marc", NO_OVERTIME)
    tie = {"marc": ("a1", "a2", "keep"), "rosa": ("a2", "a1", "keep")}
    tie |= {"anne": ("a1", "a2", "keep"), "jorge": ("a2", "a1", "keep")}
    tie |= {"dana": ("a1", "a2", "keep"), "walt": ("a2", "a1", "keep")}
    choice = await opened(assembly, "choice", triple.number, none.number)
    await all_cast(assembly, choice, tie)
    choice = await declared(assembly, choice)
    assert choice.outcome == "tied"

    run_off = await Vote.get(follows_id=choice.id)
    assert run_off.kind == "choice"
    await open_vote(assembly, run_off)
    await all_cast(assembly, run_off, tie)
    run_off = await declared(assembly, run_off)
    assert run_off.outcome == "kept"
    assert {await state(triple), await state(none)} == {"lost"}


async def test_below_the_quorum_a_choice_settles_nothing(assembly: Assembly) -> None:
    triple, none = await table(assembly, "rosa", TRIPLE), await table(assembly, "marc", NO_OVERTIME)
    choice = await opened(assembly, "choice", triple.number, none.number)
    await all_cast(assembly, choice, {"MX": ("a1",)})
    choice = await declared(assembly, choice)
    assert choice.outcome == "lapsed"
    assert {await state(triple), await state(none)} == {"admitted"}


@pytest.mark.parametrize(
    ("ballots", "outcome", "left"),
    [
        ({"CA": "yes", "MX": "yes", "US": "yes"}, "carried", "adopted"),
        ({"CA": "no", "MX": "no", "US": "yes"}, "lost", "lost"),
        ({"CA": "yes", "MX": "yes", "US": "no"}, "conciliation", "debate"),
        ({"CA": "yes", "MX": "yes"}, "conciliation", "debate"),
        ({"CA": "abstain", "MX": "abstain", "US": "abstain"}, "lost", "lost"),
        ({"MX": "yes"}, "lost", "lost"),
    ],
)
async def test_what_a_yes_or_no_to_a_plank_leads_to(
    assembly: Assembly, ballots: dict[str, str], outcome: str, left: str
) -> None:
    vote = await opened(assembly, "plank")
    await all_cast(assembly, vote, ballots)
    assert (await declared(assembly, vote)).outcome == outcome
    assert (await Plank.get(number=1)).state == left


async def test_after_conciliation_there_is_one_more_vote_and_it_is_the_last(assembly: Assembly) -> None:
    first = await opened(assembly, "plank")
    await all_cast(assembly, first, {"CA": "yes", "MX": "yes", "US": "no"})
    await declared(assembly, first)
    again = await conciliated(assembly, first)
    assert again.follows_id == first.id
    await all_cast(assembly, again, {"CA": "yes", "MX": "yes", "US": "no"})
    assert (await declared(assembly, again)).outcome == "lost"


async def test_an_amendment_sent_to_conciliation_returns_once(assembly: Assembly) -> None:
    triple = await table(assembly, "rosa", TRIPLE)
    vote = await opened(assembly, "amendment", triple.number)
    for outcome, left in (("conciliation", "on-vote"), ("lost", "lost")):
        await all_cast(assembly, vote, {"CA": "no", "MX": "yes", "US": "yes"})
        assert (await declared(assembly, vote)).outcome == outcome
        assert await state(triple) == left
        if outcome == "conciliation":
            vote = await conciliated(assembly, vote)


async def test_a_ranked_vote_by_rounds(assembly: Assembly) -> None:
    triple, none = await table(assembly, "rosa", TRIPLE), await table(assembly, "marc", NO_OVERTIME)
    choice = await opened(assembly, "choice", triple.number, none.number, rule_set="choice-by-elimination")
    await all_cast(assembly, choice, {"CA": ("a2",), "MX": ("a1",), "US": ("keep", "a2")})
    choice = await declared(assembly, choice)
    assert choice.outcome == "chosen"
    consent = await Vote.get(follows_id=choice.id)
    assert consent.amendment_id == none.id, "the three of the United States move to A2, which then has seven of twelve"


async def test_an_empty_box_is_counted_too(assembly: Assembly) -> None:
    vote = await opened(assembly, "plank")
    vote = await declared(assembly, vote)
    assert (vote.cast, vote.root, vote.outcome) == (0, "0" * 64, "lost")


async def test_opening_is_refused_while_a_language_lacks_the_text(assembly: Assembly) -> None:
    half = await table(assembly, "rosa", {"en": TRIPLE["en"], "es": TRIPLE["es"]})
    vote = await put(assembly, "amendment", half.number)
    with pytest.raises(Refused) as refusal:
        await open_vote(assembly, vote)
    assert refusal.value.code == "texts-missing"
    assert refusal.value.sentence.params["languages"] == ("Français",)
    assert (await Vote.get(id=vote.id)).phase == "put"


async def test_a_question_is_taken_back_before_it_is_opened_and_never_after(assembly: Assembly) -> None:
    triple = await table(assembly, "rosa", TRIPLE)
    vote = await put(assembly, "amendment", triple.number)
    assert await state(triple) == "on-vote"
    await database.shielded(voting.take_back(assembly.chair, vote.number))
    assert await state(triple) == "admitted"

    vote = await opened(assembly, "amendment", triple.number)
    with pytest.raises(NotPermitted):
        await database.shielded(voting.take_back(assembly.chair, vote.number))


async def test_only_the_chair_leads_a_vote(assembly: Assembly) -> None:
    vote = await put(assembly, "plank")
    steps = (voting.open_vote, voting.close_vote, voting.unseal, voting.declare, voting.take_back)
    for somebody in (assembly.rosa, assembly.tomas, assembly.omar, NOBODY):
        for step in steps:
            with pytest.raises(NotPermitted) as refusal:
                await database.shielded(step(somebody, vote.number))
            assert refusal.value.code == "not-the-chair"


async def test_no_step_is_skipped_or_taken_twice(assembly: Assembly) -> None:
    vote = await put(assembly, "plank")
    order = (voting.open_vote, voting.close_vote, voting.unseal, voting.declare)
    for due in order:
        for step in order:
            if step is not due:
                with pytest.raises(NotPermitted) as refusal:
                    await database.shielded(step(assembly.chair, vote.number))
                assert refusal.value.code == "phase"
        await database.shielded(due(assembly.chair, vote.number))


@pytest.mark.parametrize(
    ("kind", "numbers", "code"),
    [
        ("choice", (1,), "wrong-amendments"),
        ("choice", (1, 1), "named-twice"),
        ("choice", (1, 3), "not-rivals"),
        ("amendment", (), "wrong-amendments"),
        ("amendment", (99,), "wrong-amendments"),
        ("plank", (1,), "wrong-amendments"),
    ],
)
async def test_questions_that_make_no_sense(assembly: Assembly, kind: str, numbers: tuple[int, ...], code: str) -> None:
    await table(assembly, "rosa", TRIPLE)
    await table(assembly, "marc", NO_OVERTIME)
    await table(assembly, "dana", NO_OVERTIME, block="p1")
    with pytest.raises(Refused) as refusal:
        await put(assembly, kind, *numbers)
    assert refusal.value.code == code
    assert not await Vote.exists()


async def test_the_roll_is_frozen_at_opening(assembly: Assembly) -> None:
    vote = await opened(assembly, "plank")
    await cast(assembly.rosa, vote, "yes")
    assert assembly.rosa.id is not None
    await database.shielded(people.refuse_registration(HOUSE, assembly.rosa.id, "She changed her union."))
    vote = await close(assembly, vote)
    assert vote.cast == 1


async def test_votes_of_two_planks_do_not_touch(assembly: Assembly) -> None:
    await file_plank(assembly, 2)
    one, two = await opened(assembly, "plank"), await opened(assembly, "plank", plank=2)
    assert (await cast(assembly.rosa, one, "yes")).code != (await cast(assembly.rosa, two, "no")).code
    one = await counted(assembly, one)
    assert (await Vote.get(id=two.id)).phase == "open"
    await cast(assembly.marc, two, "no")
    assert (await counted(assembly, two)).cast == 2
    page = await results.result_page(assembly.chair, one.number, "en")
    assert page.ballots == 1
