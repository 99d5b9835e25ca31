"""What nobody does alone: report somebody else's share lost, count without a number, close the box of papers."""

import pytest

from conference.core.actor import Actor
from conference.core.errors import Conflict, Invalid, NotPermitted, Refused
from conference.core.roles import Role
from conference.runtime import database
from conference.runtime.models import Entry
from conference.voting import commands as voting
from conference.voting import policy
from conference.voting.models import Vote
from conference.voting.sealed import lots, papers, shares
from conference.voting.sealed.models import PaperEntry, Share
from tests.cast import Assembly, add_officer, all_cast, close, open_vote, opened, unseal
from tests.conftest import Visit
from tests.voting.tellers import opened_with_shares, tellers
from tests.voting.test_lots import NUMBERS, elimination, publish, reveal
from tests.voting.test_papers import YES, done, enter, hand_out
from tests.walk import Walk


async def state(vote: Vote, number: int) -> str:
    return (await Share.get(vote_id=vote.id, number=number)).state


async def lose(actor: Actor, vote: Vote, number: int) -> None:
    await database.shielded(voting.report_lost(actor, vote.number, number))


async def test_the_chair_alone_loses_no_share_and_voids_no_vote(assembly: Assembly) -> None:
    vote, papers_of = await opened_with_shares(assembly)
    tomas, marc, rosa = papers_of
    second_chair = await add_officer("carl", "Carl Meyer", Role.CHAIR)
    for number in (1, 2, 3):
        await lose(assembly.chair, vote, number)
        with pytest.raises(Conflict) as twice:
            await lose(assembly.chair, vote, number)
        assert twice.value.code == "reported-already"
        await lose(second_chair, vote, number)
        assert await state(vote, number) == shares.HELD, "two chairs agree on nothing"
    with pytest.raises(NotPermitted) as refusal:
        await database.shielded(voting.declare_void(assembly.chair, vote.number))
    assert refusal.value.code == "not-void"
    await lose(rosa, vote, 2)
    assert await state(vote, 2) == shares.LOST, "the chair and a teller of another delegation"
    await lose(tomas, vote, 1)
    assert await state(vote, 1) == shares.LOST, "her own word is enough about her own share"
    assert (await database.shielded(voting.declare_void(assembly.chair, vote.number))).phase == "void"
    said = (
        await Entry.filter(verb__in=["share-lost", "share-loss-reported"]).order_by("seq").values_list("verb", "actor")
    )
    assert said[-2:] == [("share-lost", rosa.opaque), ("share-lost", tomas.opaque)]
    assert {actor for verb, actor in said[:-2]} == {assembly.chair.opaque, second_chair.opaque}
    assert marc.opaque not in {actor for _, actor in said}


async def test_two_of_one_delegation_lose_nobody_s_share_and_its_holder_contradicts(
    assembly: Assembly, visit: Visit
) -> None:
    vote, papers_of = await opened_with_shares(assembly)
    _, marc, rosa = papers_of
    [jorge] = await tellers(assembly, "jorge")
    scrutineer = await add_officer("sue", "Sue Park", Role.SCRUTINEER)
    for teller in (rosa, jorge):
        await lose(teller, vote, 2)
    assert await state(vote, 2) == shares.HELD, "both are of Mexico"
    with pytest.raises(NotPermitted):
        await lose(assembly.omar, vote, 2)
    watching = Walk(await visit("sue"))
    await watching.open(f"/en/votes/{vote.number}/shares")
    assert "Reported lost by Rosa Delgado." in watching.text
    await watching.send("/shares/2/loss")
    assert await state(vote, 2) == shares.LOST
    assert scrutineer.name in watching.text
    holder = Walk(await visit("marc"))
    await holder.open(f"/en/votes/{vote.number}/share")
    assert scrutineer.name in holder.text
    await holder.send("/share/kept")
    assert await state(vote, 2) == shares.HELD
    await lose(scrutineer, vote, 2)
    assert await state(vote, 2) == shares.HELD, "earlier reports count no more"
    await close(assembly, vote)
    for teller in (marc, rosa):
        await database.shielded(voting.give_share(teller, vote.number, papers_of[teller]))
    assert (await unseal(assembly, vote)).phase == "unsealed"


async def test_a_missing_number_is_passed_over_by_two_people_only_and_the_result_names_them(
    assembly: Assembly, visit: Visit
) -> None:
    vote = await elimination(assembly)
    for handle, number in NUMBERS.items():
        await publish(assembly, vote, handle, lots.hash_of(number))
    [marc, anne] = await tellers(assembly, "marc", "anne")
    await open_vote(assembly, vote)
    await all_cast(assembly, vote, {"CA": ("a1",), "MX": ("a1",), "US": ("keep",)})
    await close(assembly, vote)
    with pytest.raises(NotPermitted) as own:
        await database.shielded(voting.go_without(marc, vote.number))
    assert own.value.code == "own-number"
    await database.shielded(voting.go_without(anne, vote.number))
    await reveal(assembly, vote, "tomas", NUMBERS["tomas"])
    await database.shielded(voting.go_without(assembly.tomas, vote.number))
    await database.shielded(voting.go_without(anne, vote.number))
    chair = Walk(await visit("claire"))
    await chair.open(f"/en/votes/{vote.number}")
    assert not chair.offers("/unsealing"), "two tellers who do not lead the vote decide nothing"
    await chair.open(f"/en/votes/{vote.number}/lots")
    await chair.send("/lots/without")
    await chair.open(f"/en/votes/{vote.number}")
    await chair.send("/unsealing")
    await chair.send("/declaration")
    page = (await (await visit("")).get(f"/en/votes/{vote.number}/result")).text
    assert "two people decided to count without it" in page
    assert "Claire Beaulieu" in page
    decided = await Entry.filter(verb="lot-without-numbers").values_list("actor", flat=True)
    assert decided == [assembly.chair.opaque]


async def test_a_decision_is_about_the_numbers_that_were_missing_then(assembly: Assembly) -> None:
    vote = await elimination(assembly)
    for handle, number in NUMBERS.items():
        await publish(assembly, vote, handle, lots.hash_of(number))
    scrutineer = await add_officer("sue", "Sue Park", Role.SCRUTINEER)
    await open_vote(assembly, vote)
    vote = await close(assembly, vote)
    for actor in (assembly.chair, scrutineer):
        await database.shielded(voting.go_without(actor, vote.number))
    assert await lots.ready(vote)
    await reveal(assembly, vote, "tomas", NUMBERS["tomas"])
    assert not await lots.ready(vote)
    await reveal(assembly, vote, "marc", NUMBERS["marc"])
    assert await lots.ready(vote)
    with pytest.raises(Conflict):
        await database.shielded(voting.go_without(assembly.chair, vote.number))


async def test_one_teller_never_closes_the_paper_box(assembly: Assembly, visit: Visit) -> None:
    helen = await add_officer("helen", "Helen Ko", Role.TELLER)
    vote = await opened(assembly, "plank")
    await hand_out(assembly, vote, "rosa", "dana")
    vote = await close(assembly, vote)
    [marc, anne] = await tellers(assembly, "marc", "anne")
    with pytest.raises(Invalid) as wrong:
        await done(voting.account_for_rest(marc, vote.number, 1))
    assert set(wrong.value.problems) == {"counted"}
    assert [await done(voting.account_for_rest(each, vote.number, 0)) for each in (marc, marc, anne)] == [False] * 3
    assert not await papers.ready(await Vote.get(id=vote.id)), "both are of Canada"
    for teller in (helen, assembly.tomas):
        await enter(teller, vote, 1, "MX", YES)
    second = Walk(await visit("tomas"))
    await second.open(f"/en/votes/{vote.number}/papers")
    assert "Counted so far by" not in second.text, "what was counted before is of other papers"
    await second.send("/papers/rest", expected=422, counted="0")
    assert "Papers that are entered: 1." in second.text
    await second.send("/papers/rest", counted="1")
    assert not await papers.ready(await Vote.get(id=vote.id))
    assert await done(voting.account_for_rest(helen, vote.number, 1))
    assert await papers.ready(await Vote.get(id=vote.id))
    said = (
        await Entry.filter(verb__in=["papers-counted", "papers-accounted-for"])
        .order_by("seq")
        .values_list("actor", flat=True)
    )
    assert said == [marc.opaque, marc.opaque, anne.opaque, assembly.tomas.opaque, helen.opaque]


async def test_more_papers_than_were_handed_out_keep_the_box_shut(assembly: Assembly) -> None:
    """The application takes no paper too many; one that was written past it is found."""
    vote = await opened(assembly, "plank")
    await hand_out(assembly, vote, "rosa")
    vote = await close(assembly, vote)
    helen = await add_officer("helen", "Helen Ko", Role.TELLER)
    for teller in (helen, assembly.tomas):
        await enter(teller, vote, 1, "MX", YES)
        sealed = papers.seal(vote, 2, "US", papers.Reads.BALLOT, YES, 3)
        await PaperEntry.create(vote_id=vote.id, paper=2, teller_id=teller.id, delegation="US", sealed=sealed)
    verdict = await papers.ready(vote)
    assert (verdict.code, verdict.reason and verdict.reason.params) == ("papers-surplus", {"delegations": ["US"]})
    with pytest.raises(Refused) as refusal:
        await unseal(assembly, vote)
    assert refusal.value.code == "papers-surplus"


async def test_whom_a_teller_has_served_is_listed_and_the_voter_sees_by_whom(assembly: Assembly, visit: Visit) -> None:
    helen = await add_officer("helen", "Helen Ko", Role.TELLER)
    await add_officer("sue", "Sue Park", Role.SCRUTINEER)
    vote = await opened(assembly, "plank")
    for handle, teller in (("ines", assembly.tomas), ("marc", helen), ("jorge", helen)):
        account = assembly.people[handle].id or 0
        await done(voting.seat_voter(teller, vote.number, account))
        seen = await voting.place_seen(vote, account)
        await done(voting.cast_at_table(teller, vote.number, account, YES, f"for {handle}", seen))
    await done(voting.hand_out(helen, vote.number, assembly.rosa.id or 0))
    await done(voting.cast_ballot(assembly.jorge, vote.number, YES, "on her own again", None))
    at = f"/en/votes/{vote.number}"
    assert "Helen Ko served you" in (await (await visit("marc")).get(at)).text
    assert "served you" not in (await (await visit("jorge")).get(at)).text
    assert "Helen Ko handed it to you" in (await (await visit("rosa")).get(at)).text
    vote = await close(assembly, vote)
    told: dict[str, str] = {}
    for phase in ("closed", "unsealed"):
        for handle in ("tomas", "sue", "claire", "walt", ""):
            page = Walk(await visit(handle))
            await page.open(f"{at}/box")
            watches = handle in ("tomas", "sue")
            assert ("Whom the tellers have served" in page.text) is watches
            assert ("Who has voted" in page.text) is (watches and phase == "unsealed"), "never before the box is open"
            told[handle] = page.text
        for pair in (
            "Inés Salas served by Tomás Vega",
            "Marc Roy served by Helen Ko",
            "Rosa Delgado served by Helen Ko",
        ):
            assert pair in told["sue"]
        assert "Jorge Ibarra served" not in told["sue"]
        if phase == "closed":
            for teller in (helen, assembly.tomas):
                await enter(teller, vote, 1, "MX", YES)
            await unseal(assembly, vote)


async def test_names_on_the_page_of_the_lot_are_shown_by_consent(assembly: Assembly, visit: Visit) -> None:
    vote = await elimination(assembly)
    for handle, number in NUMBERS.items():
        await publish(assembly, vote, handle, lots.hash_of(number))
    await open_vote(assembly, vote)
    for ending, words in (("lots", "a delegate, Canada"), ("result", "a delegate, Canada")):
        if ending == "result":
            await close(assembly, vote)
            for handle, number in NUMBERS.items():
                await reveal(assembly, vote, handle, number)
            await unseal(assembly, vote)
            await done(voting.declare(assembly.chair, vote.number))
        outside = (await (await visit("")).get(f"/en/votes/{vote.number}/{ending}")).text
        inside = (await (await visit("walt")).get(f"/en/votes/{vote.number}/{ending}")).text
        assert ("Marc Roy" in outside, words in outside) == (False, True), ending
        assert "Tomás Vega" in outside, "he consented"
        assert "Marc Roy" in inside


def test_who_may_report_is_said_by_the_policy() -> None:
    vote = Vote(phase="open")
    teller = Actor(id=1, roles=frozenset({Role.TELLER}))
    assert policy.may_report_lost(teller, vote, 2)
    assert policy.may_report_lost(Actor(id=2, roles=frozenset({Role.MEMBER})), vote, 2)
    assert not policy.may_report_lost(Actor(id=3, roles=frozenset({Role.DELEGATE})), vote, 2)
    assert not policy.may_report_lost(teller, Vote(phase="declared"), 1)
