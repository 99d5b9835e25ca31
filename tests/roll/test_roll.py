"""Who votes now: alternates in delegates' seats, cards, and who is in the room."""

import asyncio
import re

import pytest

from conference.core.actor import HOUSE, NOBODY, Actor
from conference.core.errors import NotPermitted, Refused
from conference.core.roles import Role
from conference.people import commands as people
from conference.people.models import Account
from conference.people.queries import actor_of
from conference.roll import commands as roll
from conference.roll import queries
from conference.roll.models import Card, StandIn
from conference.runtime import database, journal
from conference.runtime.models import Entry
from conference.voting.models import Voter
from tests.cast import VOTERS, Assembly, add_alternate, add_officer, cast, close, opened, seat
from tests.conftest import Visit


async def voters() -> set[str]:
    """The handles of those who would vote now."""
    ids = {seat.account_id for seat in await queries.seats()}
    return {each.handle for each in await Account.filter(id__in=list(ids))}


async def test_an_alternate_votes_until_the_delegate_is_back(assembly: Assembly) -> None:
    nora = await add_officer("nora", "Nora Paz", Role.CREDENTIALS)
    yves = await add_alternate("yves", "Yves Caron", "CA")
    assert "yves" not in await voters(), "an alternate has no seat of her own"
    await seat(nora, assembly.marc, yves)
    assert await voters() == {"yves", *VOTERS} - {"marc"}

    vote = await opened(assembly, "plank")
    line = await Voter.get(vote_id=vote.id, account_id=yves.id)
    assert (line.delegation, line.stands_for_id) == ("CA", assembly.marc.id)
    await database.shielded(roll.reseat(nora, assembly.marc.id or 0))
    await cast(yves, vote, "yes")
    with pytest.raises(Refused) as refusal:
        await cast(assembly.marc, vote, "no")
    assert refusal.value.code == "not-on-the-roll", "the roll of an open vote is frozen"
    assert (await close(assembly, vote)).cast == 1
    assert "marc" in await voters()

    later = await opened(assembly, "plank")
    assert not await Voter.exists(vote_id=later.id, account_id=yves.id)


async def test_who_can_fill_which_seat(assembly: Assembly) -> None:
    nora = await add_officer("nora", "Nora Paz", Role.CREDENTIALS)
    yves, zoe = await add_alternate("yves", "Yves Caron", "CA"), await add_alternate("zoe", "Zoé Lam", "CA")
    for delegate, alternate, code in (
        (assembly.marc, assembly.marc, "own-seat"),
        (yves, yves, "own-seat"),
        (yves, zoe, "no-seat"),
        (assembly.marc, assembly.anne, "no-alternate"),
        (assembly.rosa, yves, "other-delegation"),
        (assembly.marc, assembly.claire, "not-found"),
    ):
        with pytest.raises(Refused) as refusal:
            await seat(nora, delegate, alternate)
        assert refusal.value.code == code
    await seat(nora, assembly.marc, yves)
    for delegate, alternate, code in ((assembly.marc, zoe, "seat-filled"), (assembly.anne, yves, "fills-a-seat")):
        with pytest.raises(Refused) as refusal:
            await seat(nora, delegate, alternate)
        assert (refusal.value.code, refusal.value.status) == (code, 409)
    assert await StandIn.all().count() == 1
    assert await journal.first_broken_link() is None
    assert await Entry.filter(verb="alternate-seated").count() == 1


async def test_an_alternate_whom_the_committee_refuses_holds_no_seat_up(assembly: Assembly) -> None:
    nora = await add_officer("nora", "Nora Paz", Role.CREDENTIALS)
    yves, zoe = await add_alternate("yves", "Yves Caron", "CA"), await add_alternate("zoe", "Zoé Lam", "CA")
    await seat(nora, assembly.marc, yves)
    await database.shielded(people.refuse_registration(HOUSE, yves.id or 0, "He left the union."))
    assert "marc" in await voters()
    assert "yves" not in await voters()
    await seat(nora, assembly.marc, zoe)
    assert "zoe" in await voters()


async def test_cards_are_the_committees_and_nobody_gives_herself_one(assembly: Assembly) -> None:
    nora = await add_officer("nora", "Nora Paz", Role.CREDENTIALS)
    for organisation, votes, holder in (("Unifor", 300_000, "marc"), ("SINTTIA", 6_500, "rosa")):
        await database.shielded(roll.accredit_card(nora, organisation, votes, assembly.people[holder].id or 0))
    await database.shielded(roll.accredit_card(nora, " unifor ", 310_000, assembly.anne.id or 0))
    held = {each.organisation: (each.votes, each.account_id) for each in await queries.cards()}
    assert held == {"unifor": (310_000, assembly.anne.id), "SINTTIA": (6_500, assembly.rosa.id)}

    with pytest.raises(Refused) as refusal:
        await database.shielded(roll.accredit_card(nora, "UAW", 5, assembly.rosa.id or 0))
    assert refusal.value.code == "holds-a-card"
    for votes in (0, -1, 1_000_001):
        with pytest.raises(Refused) as refusal:
            await database.shielded(roll.accredit_card(nora, "UAW", votes, assembly.dana.id or 0))
        assert refusal.value.code == "invalid"
    await database.shielded(people.grant(HOUSE, "rosa", Role.CREDENTIALS))
    for somebody, code in ((await actor_of("rosa"), "own-card"), (assembly.chair, "not-credentials")):
        with pytest.raises(NotPermitted) as refused:
            await database.shielded(roll.accredit_card(somebody, "SINTTIA", 9_999, assembly.rosa.id or 0))
        assert refused.value.code == code
    await database.shielded(roll.withdraw_card(nora, assembly.anne.id or 0))
    assert [each.organisation for each in await Card.all()] == ["SINTTIA"]


async def test_presence_counts_the_voters_of_the_moment(assembly: Assembly) -> None:
    nora = await add_officer("nora", "Nora Paz", Role.CREDENTIALS)
    yves = await add_alternate("yves", "Yves Caron", "CA")
    here = [each.id or 0 for each in (assembly.marc, assembly.anne, yves, assembly.rosa)]
    await database.shielded(roll.mark_presence(assembly.tomas, here, ()))
    page = await queries.roll_page(nora, "en")
    assert {each.code: each.present for each in page.delegations} == {"CA": 2, "MX": 1, "US": 0}
    await seat(nora, assembly.marc, yves)
    await database.shielded(roll.mark_presence(nora, (), [assembly.marc.id or 0]))
    page = await queries.roll_page(nora, "en")
    assert (page.present, page.delegations[0].present) == (3, 2), "Yves is in the room for Marc"


async def test_who_ticks_at_one_door_leaves_the_other_door_alone(assembly: Assembly) -> None:
    marc, rosa = assembly.marc.id or 0, assembly.rosa.id or 0
    await database.shielded(roll.mark_presence(assembly.tomas, [marc], ()))
    await database.shielded(roll.mark_presence(assembly.chair, [rosa, marc], ()))
    assert await queries.present([marc, rosa]) == {marc, rosa}


@pytest.mark.parametrize("somebody", ["rosa", "omar", "amelie", ""])
async def test_nobody_else_keeps_the_roll(assembly: Assembly, somebody: str) -> None:
    actor: Actor = assembly.people[somebody] if somebody else NOBODY
    marc = assembly.marc.id or 0
    for step in (
        roll.seat_alternate(actor, marc, marc), roll.reseat(actor, marc), roll.accredit_card(actor, "X", 1, marc),
        roll.withdraw_card(actor, marc), roll.mark_presence(actor, [marc], ()),
    ):  # fmt: skip
        with pytest.raises(NotPermitted):
            await database.shielded(step)
    with pytest.raises(NotPermitted):
        await queries.roll_page(actor, "en")


async def test_the_page_seats_marks_and_gives_cards(assembly: Assembly, visit: Visit) -> None:
    await add_officer("nora", "Nora Paz", Role.CREDENTIALS)
    yves = await add_alternate("yves", "Yves Caron", "CA")
    nora = await visit("nora")
    page = (await nora.get("/en/roll")).text
    assert "keeps the roll with which it was opened" in page
    csrf = re.findall(r'name="csrf" value="([^"]+)"', page)[0]
    marc = assembly.marc.id
    typed = {"csrf": csrf, "delegate": str(marc), "alternate": str(assembly.rosa.id), "delegation": "CA"}
    again = await nora.post("/en/roll/stand-ins", data=typed)
    assert again.status_code == 422
    assert "Only an accepted alternate stands in" in again.text
    typed["alternate"] = str(yves.id)
    assert (await nora.post("/en/roll/stand-ins", data=typed)).status_code == 303
    assert "Yves Caron votes from this seat" in (await nora.get("/en/roll")).text

    marks = {"csrf": csrf, "present": [str(marc), str(yves.id)]}
    assert (await nora.post("/en/roll/presence", data=marks)).status_code == 303
    gone = {"csrf": csrf, "was": [str(marc), str(yves.id)], "present": [str(yves.id)]}
    assert (await nora.post("/en/roll/presence", data=gone)).status_code == 303
    assert await queries.present([marc or 0, yves.id or 0]) == {yves.id}

    card = {"csrf": csrf, "organisation": "Unifor", "votes": "many", "holder": str(marc)}
    again = await nora.post("/en/roll/cards", data=card)
    assert again.status_code == 422
    assert 'value="Unifor"' in again.text, "nothing that was typed is lost"
    assert (await nora.post("/en/roll/cards", data=card | {"votes": "1200"})).status_code == 303
    assert "1,200 votes" in (await nora.get("/en/roll")).text
    assert (await nora.post(f"/en/roll/stand-ins/{marc}/end", data={"csrf": csrf})).status_code == 303
    assert not await StandIn.exists()
    assert (await (await visit("rosa")).get("/en/roll")).status_code == 403


async def test_an_alternate_without_a_seat_has_no_ballot(assembly: Assembly) -> None:
    """The table of roles opens casting to alternates; the roll decides."""
    yves = await add_alternate("yves", "Yves Caron", "CA")
    vote = await opened(assembly, "plank")
    with pytest.raises(Refused) as refusal:
        await cast(yves, vote, "yes")
    assert refusal.value.code == "not-on-the-roll"
    assert (await close(assembly, vote)).cast == 0


async def test_two_who_accredit_at_once_give_one_card(assembly: Assembly) -> None:
    nora, nils = (
        await add_officer("nora", "Nora Paz", Role.CREDENTIALS),
        await add_officer("nils", "Nils Ek", Role.CREDENTIALS),
    )
    await asyncio.gather(
        *(
            database.shielded(roll.accredit_card(who, "Unifor", votes, assembly.people[holder].id or 0))
            for who, votes, holder in ((nora, 300, "marc"), (nils, 310, "anne"))
        )
    )
    assert await Card.filter(organisation="Unifor").count() == 1


async def test_two_who_seat_alternates_at_once_fill_a_seat_once(assembly: Assembly) -> None:
    nora = await add_officer("nora", "Nora Paz", Role.CREDENTIALS)
    yves, zoe = await add_alternate("yves", "Yves Caron", "CA"), await add_alternate("zoe", "Zoé Lam", "CA")
    seating = (seat(nora, assembly.marc, yves), seat(assembly.chair, assembly.marc, zoe))
    outcomes = await asyncio.gather(*seating, return_exceptions=True)
    assert sorted(getattr(each, "code", "done") for each in outcomes) == ["done", "seat-filled"]
    assert await StandIn.all().count() == 1
