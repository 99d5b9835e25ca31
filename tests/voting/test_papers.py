"""Ballots on paper: one ballot for each voter on whatever way, entered twice, compared, and never dropped."""

import asyncio
import json
from collections.abc import Coroutine
from typing import Any

import pytest

from conference.core.actor import Actor
from conference.core.errors import Conflict, NotPermitted, Refused
from conference.core.roles import Role
from conference.runtime import database
from conference.voting import commands as voting
from conference.voting import queries
from conference.voting.models import Counted, Vote, Voter
from conference.voting.result import files, published
from conference.voting.rules import Ranking
from conference.voting.sealed import box, papers
from conference.voting.sealed.box import Receipt
from conference.voting.sealed.models import PaperEntry
from conference.voting.sealed.papers import Reads
from tests.cast import TRIPLE, Assembly, add_officer, all_cast, cast, close, file_plank, opened, table, unseal
from tests.conftest import Visit
from tests.walk import Walk

ROUNDS = 50
YES: Ranking = (("yes",),)
NO: Ranking = (("no",),)


def done(work: Coroutine[Any, Any, Any]) -> Any:
    return database.shielded(work)


async def hand_out(assembly: Assembly, vote: Vote, *handles: str) -> None:
    for handle in handles:
        await done(voting.hand_out(assembly.tomas, vote.number, assembly.people[handle].id or 0))


async def give_back(assembly: Assembly, vote: Vote, handle: str) -> None:
    await done(voting.give_back(assembly.tomas, vote.number, assembly.people[handle].id or 0))


async def at_table(assembly: Assembly, vote: Vote, handle: str, answer: str, nonce: str = "") -> Receipt:
    account = assembly.people[handle].id or 0
    await done(voting.seat_voter(assembly.tomas, vote.number, account))
    seen = await voting.place_seen(vote, account)
    nonce = nonce or f"{handle} at the table: {answer}"
    receipt: Receipt = await done(voting.cast_at_table(assembly.tomas, vote.number, account, ((answer,),), nonce, seen))
    return receipt


async def enter(
    teller: Actor, vote: Vote, paper: int, delegation: str, ranking: Ranking = (), reads: Reads = Reads.BALLOT
) -> None:
    await done(voting.enter_paper(teller, vote.number, paper, delegation, reads, ranking))


async def counts(vote: Vote) -> dict[tuple[str, str], int]:
    return {(each.delegation, each.ranking): each.number for each in await Counted.filter(vote_id=vote.id)}


@pytest.fixture
async def helen(assembly: Assembly) -> Actor:
    """A second teller."""
    return await add_officer("helen", "Helen Park", Role.TELLER)


async def test_whoever_takes_a_paper_has_no_other_ballot(assembly: Assembly) -> None:
    vote = await opened(assembly, "plank")
    await cast(assembly.rosa, vote, "yes", nonce="by phone", revision=0)
    await hand_out(assembly, vote, "rosa")
    assert await box.number_in(vote.id) == 0
    assert await box.turnout(vote.id) == 1, "a paper that was handed out is a ballot"
    for nonce, revision in (("by phone", 0), ("again by phone", 1), ("by a program", None)):
        with pytest.raises(Conflict) as refusal:
            await cast(assembly.rosa, vote, "no", nonce=nonce, revision=revision)
        assert refusal.value.code == "on-paper"
    with pytest.raises(Conflict) as refusal:
        await at_table(assembly, vote, "rosa", "no")
    assert refusal.value.code == "on-paper"
    assert await box.number_in(vote.id) == 0


async def test_a_paper_given_back_unused_lets_her_cast_again_and_revives_no_older_ballot(assembly: Assembly) -> None:
    vote = await opened(assembly, "plank")
    first = await cast(assembly.rosa, vote, "yes", nonce="by phone", revision=0)
    await hand_out(assembly, vote, "rosa")
    await give_back(assembly, vote, "rosa")
    assert await box.turnout(vote.id) == 0
    for nonce in ("by phone", "from the old page"):
        with pytest.raises(Conflict) as refusal:
            await cast(assembly.rosa, vote, "yes", nonce=nonce, revision=0)
        assert refusal.value.code == "stale"
    page = await queries.vote_page(assembly.rosa, vote.number, "en")
    assert page.may_cast
    again = await cast(assembly.rosa, vote, "no", nonce="from a fresh page", revision=page.revision)
    assert again.code == first.code, "the slip of her place stays"
    with pytest.raises(Conflict) as refusal:
        await give_back(assembly, vote, "rosa")
    assert refusal.value.code == "has-no-paper"


async def test_one_vote_by_phone_table_and_paper_while_the_network_fails(assembly: Assembly, helen: Actor) -> None:
    """Rosa's phone sends, its reply is lost; she goes to the table, then takes a paper; the phone tries again later."""
    vote = await opened(assembly, "plank")
    await cast(assembly.rosa, vote, "yes", nonce="the lost reply", revision=0)
    await at_table(assembly, vote, "rosa", "abstain")
    with pytest.raises(Conflict) as refusal:
        await cast(assembly.rosa, vote, "yes", nonce="the lost reply", revision=0)
    assert refusal.value.code == "stale"
    await hand_out(assembly, vote, "rosa")
    for _ in range(2):
        with pytest.raises(Conflict) as refusal:
            await cast(assembly.rosa, vote, "yes", nonce="the lost reply", revision=0)
        assert refusal.value.code == "on-paper"
        if vote.phase == "open":
            vote = await close(assembly, vote)
    for teller in (assembly.tomas, helen):
        await enter(teller, vote, 7, "MX", NO)
    await unseal(assembly, vote)
    assert await counts(vote) == {("MX", '[["no"]]'): 1}


async def test_paper_first_then_table_then_phone(assembly: Assembly) -> None:
    vote = await opened(assembly, "plank")
    await hand_out(assembly, vote, "rosa")
    await give_back(assembly, vote, "rosa")
    await at_table(assembly, vote, "rosa", "yes", nonce="at the table")
    account = assembly.rosa.id or 0
    assert (await Voter.get(vote_id=vote.id, account_id=account)).channel == "table"
    seen_before = await voting.place_seen(vote, account)
    page = await queries.vote_page(assembly.rosa, vote.number, "en")
    await cast(assembly.rosa, vote, "no", nonce="by phone at last", revision=page.revision)
    assert (await Voter.get(vote_id=vote.id, account_id=account)).channel == ""
    late = voting.cast_at_table(assembly.tomas, vote.number, account, YES, "late at the table", seen_before)
    with pytest.raises(Conflict) as refusal:
        await done(late)
    assert refusal.value.code == "stale"
    await close(assembly, vote)
    await unseal(assembly, vote)
    assert await counts(vote) == {("MX", '[["no"]]'): 1}


async def test_handing_out_beside_a_cast_leaves_one_ballot_only(assembly: Assembly) -> None:
    """Fifty rounds on each database; the paper comes a little later in each: before, between and after the casts."""
    vote = await opened(assembly, "plank")
    account = assembly.rosa.id or 0
    taken_first = 0
    for number in range(ROUNDS):
        revision = (await queries.vote_page(assembly.rosa, vote.number, "en")).revision

        async def hand_out_after(steps: int) -> None:
            for _ in range(steps):
                await asyncio.sleep(0.0004)
            await hand_out(assembly, vote, "rosa")

        casts: list[Coroutine[Any, Any, Any]] = [
            cast(assembly.rosa, vote, "yes", nonce=f"round {number} ballot {n}", revision=None if n else revision)
            for n in range(6)
        ]
        casts.insert(number % 7, hand_out_after(number % 5))
        answers = await asyncio.gather(*casts, return_exceptions=True)
        assert answers.pop(number % 7) is None
        refused = [each.code for each in answers if isinstance(each, Refused)]
        assert len(refused) + sum(isinstance(each, Receipt) for each in answers) == len(answers)
        assert set(refused) <= {"on-paper", "stale"}
        taken_first += "on-paper" in refused
        assert await box.number_in(vote.id) == 0, "the paper is her only ballot"
        assert await box.turnout(vote.id) == 1
        assert (await Voter.get(vote_id=vote.id, account_id=account)).channel == "paper"
        await give_back(assembly, vote, "rosa")
    assert taken_first, "no paper came before a cast, so nothing was tested"


async def test_handing_out_beside_closing_counts_each_voter_once(assembly: Assembly) -> None:
    """Whoever got the paper before the closing has no envelope; whoever did not keeps hers."""
    for number in range(2, 12):
        await file_plank(assembly, number)
        vote = await opened(assembly, "plank", plank=number)
        await cast(assembly.rosa, vote, "yes")

        async def hand_out_after(steps: int, vote: Vote = vote) -> None:
            await asyncio.sleep(0.0005 * steps)
            await hand_out(assembly, vote, "rosa")

        closed, handed = await asyncio.gather(close(assembly, vote), hand_out_after(number), return_exceptions=True)
        assert isinstance(closed, Vote)
        on_paper = handed is None
        assert on_paper or isinstance(handed, NotPermitted)
        assert closed.cast == (0 if on_paper else 1)


async def test_papers_are_counted_with_the_others(assembly: Assembly, helen: Actor) -> None:
    vote = await opened(assembly, "plank")
    await all_cast(assembly, vote, {"CA": "yes", "US": "yes", "rosa": "yes", "jorge": "yes"})
    await hand_out(assembly, vote, "lucia", "pablo", "ines", "dana")
    await close(assembly, vote)
    for teller in (assembly.tomas, helen):
        await enter(teller, vote, 1, "MX", NO)
        await enter(teller, vote, 2, "MX", (), Reads.BLANK)
        await enter(teller, vote, 3, "MX", (), Reads.SPOILED)
        await enter(teller, vote, 900, "US", YES)
    vote = await unseal(assembly, vote)
    assert await counts(vote) == {
        ("CA", '[["yes"]]'): 4,
        ("MX", '[["yes"]]'): 2,
        ("MX", '[["no"]]'): 1,
        ("MX", '[["abstain"]]'): 1,
        ("US", '[["yes"]]'): 3,
    }
    assert vote.papers == {"handed": 4, "read": 4, "blank": 1, "spoiled": 1}
    assert vote.result is not None
    assert vote.result["ballots"] == 11, "the spoiled paper is told apart and is no ballot"
    again = published.recounted(json.loads(await files.recount_file(assembly.tomas, vote)))
    assert again.holds, [each for each in again.checks if not each.holds]
    told = papers.told(vote)
    assert told is not None
    assert told.params == {"handed": 4, "read": 4}, "among four papers, a blank one may be known to be somebody's"
    vote.papers = {"handed": 5, "read": 5, "blank": 1, "spoiled": 1}
    told = papers.told(vote)
    assert told is not None
    assert told.params == vote.papers
    assert not await PaperEntry.exists()


async def test_a_blank_paper_among_rankings_counts_for_the_quorum(assembly: Assembly, helen: Actor) -> None:
    first, second = await table(assembly, "rosa", TRIPLE), await table(assembly, "marc", TRIPLE | {"en": "None."})
    vote = await opened(assembly, "choice", first.number, second.number)
    await all_cast(assembly, vote, {"CA": ("a1", "a2"), "ines": ("a2",)})
    await hand_out(assembly, vote, "rosa", "jorge")
    await close(assembly, vote)
    for teller in (assembly.tomas, helen):
        await enter(teller, vote, 1, "MX", (("a2",), ("a1", "keep")))
        await enter(teller, vote, 2, "MX", (), Reads.BLANK)
    vote = await unseal(assembly, vote)
    assert (await counts(vote))["MX", "[]"] == 1
    assert (await counts(vote))["MX", '[["a2"],["a1","keep"]]'] == 1
    assert vote.result is not None
    assert vote.result["ballots"] == 7


async def test_the_box_stays_shut_until_two_tellers_agree_on_every_paper(assembly: Assembly, helen: Actor) -> None:
    vote = await opened(assembly, "plank")
    await all_cast(assembly, vote, {"CA": "yes"})
    await hand_out(assembly, vote, "rosa", "jorge")
    await close(assembly, vote)

    async def refused(code: str) -> Refused:
        with pytest.raises(Refused) as refusal:
            await unseal(assembly, vote)
        assert refusal.value.code == code
        assert (await Vote.get(id=vote.id)).phase == "closed"
        assert await box.number_in(vote.id) == 4
        return refusal.value

    await refused("papers-missing")
    await enter(assembly.tomas, vote, 11, "MX", YES)
    assert (await refused("papers-lacking")).sentence.params["papers"] == ["11"]
    await enter(helen, vote, 11, "MX", NO)
    await enter(assembly.tomas, vote, 12, "MX", NO)
    await enter(helen, vote, 12, "MX", NO)
    assert (await refused("papers-differ")).sentence.params["papers"] == ["11"]
    assert (await refused("papers-lacking")).sentence.params["papers"] == ["11"]
    with pytest.raises(Conflict):
        await enter(helen, vote, 12, "MX", YES)
    await enter(helen, vote, 11, "MX", YES)
    await enter(assembly.tomas, vote, 11, "MX", YES)
    await unseal(assembly, vote)
    assert (await counts(vote))["MX", '[["yes"]]'] == 1
    assert (await counts(vote))["MX", '[["no"]]'] == 1


async def test_papers_never_outnumber_those_handed_out_and_none_goes_missing_silently(
    assembly: Assembly, helen: Actor
) -> None:
    vote = await opened(assembly, "plank")
    await hand_out(assembly, vote, "rosa", "dana")
    await close(assembly, vote)
    for teller in (assembly.tomas, helen):
        await enter(teller, vote, 1, "MX", YES)
        with pytest.raises(Conflict) as full:
            await enter(teller, vote, 2, "MX", YES)
        assert full.value.code == "papers-all-entered"
    with pytest.raises(Refused) as refusal:
        await unseal(assembly, vote)
    assert refusal.value.code == "papers-missing"
    assert not await done(voting.account_for_rest(helen, vote.number, 1))
    with pytest.raises(Refused):
        await unseal(assembly, vote)
    assert await done(voting.account_for_rest(assembly.tomas, vote.number, 1))
    vote = await unseal(assembly, vote)
    assert vote.papers == {"absent": {"US": 1}, "handed": 2, "read": 1, "blank": 0, "spoiled": 0}


async def test_a_phantom_paper_blocks_nobody(assembly: Assembly, helen: Actor, visit: Visit) -> None:
    """One teller enters a number that no paper bears; the chair takes it out by the form, and the box opens."""
    vote = await opened(assembly, "plank")
    await hand_out(assembly, vote, "rosa")
    await close(assembly, vote)
    await enter(helen, vote, 666, "MX", NO)
    with pytest.raises(Conflict) as refusal:
        await enter(assembly.tomas, vote, 1, "MX", YES)
    assert refusal.value.code == "papers-all-entered"
    with pytest.raises(NotPermitted):
        await done(voting.take_out_paper(assembly.tomas, vote.number, 666))
    chair, at = Walk(await visit("claire")), f"/en/votes/{vote.number}"
    await chair.open(at)
    await chair.follow("/papers")
    assert "Rosa Delgado" not in chair.text, "who holds a paper stays with the tellers"
    await chair.send("/papers/666/all-out")
    taken = "SELECT count(*) FROM journal WHERE verb = 'paper-entry-taken-out'"
    assert (await database.rows(taken))[0][0] == 1
    for teller in (assembly.tomas, helen):
        await enter(teller, vote, 1, "MX", YES)
    rosa = await visit("rosa")
    assert "You took a paper ballot; Tomás Vega handed it to you." in (await rosa.get(at)).text
    await unseal(assembly, vote)
    assert await counts(vote) == {("MX", '[["yes"]]'): 1}
    assert "You took a paper ballot; Tomás Vega handed it to you." in (await rosa.get(at)).text
    with pytest.raises(NotPermitted):
        await done(voting.take_out_paper(assembly.chair, vote.number, 1))


async def test_one_teller_never_makes_both_entries(assembly: Assembly, helen: Actor) -> None:
    vote = await opened(assembly, "plank")
    await hand_out(assembly, vote, "rosa")
    await close(assembly, vote)
    await enter(assembly.tomas, vote, 1, "MX", YES)
    with pytest.raises(Conflict) as refusal:
        await enter(assembly.tomas, vote, 1, "MX", YES)
    assert refusal.value.code == "entered-already"
    with pytest.raises(Conflict) as refusal:
        await done(voting.take_out_entry(helen, vote.number, 1))
    assert refusal.value.code == "no-entry"
    await enter(helen, vote, 1, "MX", YES)
    third = await add_officer("lena", "Lena Ortiz", Role.TELLER)
    with pytest.raises(Conflict) as refusal:
        await enter(third, vote, 1, "MX", YES)
    assert refusal.value.code == "entered-twice"
    assert {len(bytes(each.sealed)) for each in await PaperEntry.all()} == {
        len(bytes((await PaperEntry.all())[0].sealed))
    }


async def test_an_entry_moved_to_another_paper_keeps_the_box_shut(assembly: Assembly, helen: Actor) -> None:
    vote = await opened(assembly, "plank")
    await hand_out(assembly, vote, "rosa", "dana")
    await close(assembly, vote)
    for teller in (assembly.tomas, helen):
        await enter(teller, vote, 1, "MX", YES)
        await enter(teller, vote, 2, "US", NO)
    await done(_tamper("UPDATE paper_entry SET delegation = CASE delegation WHEN 'MX' THEN 'US' ELSE 'MX' END"))
    with pytest.raises(Refused) as refusal:
        await unseal(assembly, vote)
    assert refusal.value.code == "papers-do-not-check-out"


async def _tamper(sql: str) -> None:
    async with database.transaction():
        await database.execute(sql)


async def test_papers_are_for_tellers_in_their_time(assembly: Assembly, helen: Actor) -> None:
    vote = await opened(assembly, "plank")
    for handle in ("rosa", "claire", "omar"):
        with pytest.raises(NotPermitted):
            await done(voting.hand_out(assembly.people[handle], vote.number, assembly.rosa.id or 0))
    with pytest.raises(NotPermitted):
        await enter(assembly.tomas, vote, 1, "MX", YES)
    await close(assembly, vote)
    with pytest.raises(NotPermitted):
        await hand_out(assembly, vote, "rosa")
    with pytest.raises(Refused) as refusal:
        await enter(helen, vote, 1, "MX", (("yes",), ("no",)))
    assert refusal.value.code == "one-answer"
    await unseal(assembly, vote)
    with pytest.raises(NotPermitted):
        await enter(assembly.tomas, vote, 1, "MX", YES)


async def test_the_pages_tell_numbers_and_holders_and_never_contents(
    assembly: Assembly, helen: Actor, visit: Visit
) -> None:
    vote = await opened(assembly, "plank")
    await cast(assembly.marc, vote, "yes")
    teller = await visit("tomas")
    page = f"/en/votes/{vote.number}/papers"
    before = (await teller.get(page)).text
    assert "Marc Roy" in before
    await cast(assembly.jorge, vote, "yes")
    assert _stable((await teller.get(page)).text) == _stable(before), "nobody sees here who has cast"
    await hand_out(assembly, vote, "rosa")
    assert (await teller.get(page)).text.count("Rosa Delgado") == 2
    rosa = await visit("rosa")
    assert "You took a paper ballot" in (await rosa.get(f"/en/votes/{vote.number}")).text
    assert (await rosa.get(page)).status_code == 403
    await close(assembly, vote)
    shown = set()
    for answer in (YES, NO):
        await enter(helen, vote, 31, "MX", answer)
        shown.add(_stable((await teller.get(page)).text))
        await done(voting.take_out_entry(helen, vote.number, 31))
    assert len(shown) == 1
    assert "Paper 31" in shown.pop()


def _stable(html: str) -> str:
    """A page without the random words of its forms."""
    return "\n".join(line for line in html.splitlines() if 'name="csrf"' not in line)


async def test_printed_papers_have_question_options_numbers_and_delegations(assembly: Assembly, visit: Visit) -> None:
    vote = await opened(assembly, "plank")
    teller = await visit("tomas")
    page = (await teller.get(f"/en/votes/{vote.number}/papers/print?first=41&count-MX=2&count-US=1&in=all")).text
    assert [page.count(f'<span class="paper-number">{number}</span>') for number in (40, 41, 42, 43, 44)] == [
        0,
        1,
        1,
        1,
        0,
    ]
    assert page.count("Mexico · Mexique · México") == 2
    for words in (*vote.questions.values(), "Je m’abstiens", "Me abstengo", "I abstain"):
        assert page.count(words) >= 3
    french = (await teller.get(f"/en/votes/{vote.number}/papers/print?count-MX=1&in=fr")).text
    assert vote.questions["fr"] in french
    assert vote.questions["es"] not in french


async def test_a_vote_with_papers_by_forms_alone(assembly: Assembly, helen: Actor, visit: Visit) -> None:
    """Handed out, entered twice with one difference, corrected, unsealed, declared: without JavaScript."""
    vote = await opened(assembly, "plank")
    await all_cast(assembly, vote, {"CA": "yes", "MX": "yes", "US": "yes", "rosa": "no"})
    at = f"/en/votes/{vote.number}"
    first, second, chair = [Walk(await visit(handle)) for handle in ("tomas", "helen", "claire")]
    await first.open(at)
    await first.follow("/papers")
    await first.send("/papers", q="delgado")
    await first.send(f"/holders/{assembly.rosa.id}")
    await first.send(f"/holders/{assembly.jorge.id}")
    await first.send(f"/holders/{assembly.jorge.id}/back")
    await chair.open(at)
    await close(assembly, vote)
    for teller, answer in ((first, "yes"), (second, "no")):
        await teller.open(f"{at}/papers")
        await teller.follow("/papers/enter")
        await teller.send("/papers/enter", expected=422, paper="0", delegation="MX", answer=answer)
        assert "Please give a number from 1" in teller.text
        await teller.send("/papers/enter", paper="17", delegation="MX", reads="ballot", answer=answer)
        assert "Your entry is sealed." in teller.text
    await chair.open(at)
    await chair.send("/unsealing", expected=422)
    assert "17" in chair.text
    await first.open(f"{at}/papers")
    assert "Read differently: enter it again" in first.text
    for teller in (first, second):
        await teller.open(f"{at}/papers")
        await teller.follow("/papers/enter?paper=17")
        await teller.send("/papers/enter", delegation="MX", reads="ballot", answer="no")
    await chair.open(at)
    await chair.send("/unsealing")
    await chair.send("/declaration")
    assert "Papers handed out: 1. In the box: 1" in chair.text
    assert (await counts(vote))["MX", '[["no"]]'] == 1
    assert (await counts(vote))["MX", '[["yes"]]'] == 3
    assert (await Vote.get(id=vote.id)).outcome == "carried"
