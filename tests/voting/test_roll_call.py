"""Roll call: each answer has a name, is public to the conference, and can be changed until the result is declared."""

import re

import pytest

from conference.core.errors import NotPermitted, Refused
from conference.core.roles import Role
from conference.people.models import Account
from conference.runtime import database, journal
from conference.runtime.models import Entry
from conference.voting import commands as voting
from conference.voting.models import Counted, Vote
from conference.voting.openly import pages as open_pages
from conference.voting.openly.models import OpenBallot
from conference.voting.openly.rules import Figures
from tests.cast import Assembly, add_alternate, add_officer, answer, asked, cast, close, opened, seat, unseal
from tests.conftest import Visit

SENTENCE = "The conference sees your name and your answer"


async def called(assembly: Assembly, audience: str = "public") -> Vote:
    return await asked(assembly, "procedure-by-name", audience)


async def send(visit: Visit, handle: str, vote: Vote, **typed: str) -> tuple[int, str]:
    """Answer by the page; its status and its text."""
    client = await visit(handle)
    page = (await client.get(f"/en/votes/{vote.number}/answer")).text
    fields = {name: re.findall(rf'name="{name}" value="([^"]*)"', page)[0] for name in ("csrf", "revision")}
    answered = await client.post(f"/en/votes/{vote.number}/answer", data=fields | typed)
    return answered.status_code, answered.text


async def test_named_answers_are_counted_by_delegation(assembly: Assembly) -> None:
    vote = await called(assembly)
    for handle in ("marc", "anne", "rosa", "jorge", "lucia"):
        await answer(assembly.people[handle], vote, yes=1)
    await answer(assembly.dana, vote, no=1)
    await answer(assembly.walt, vote, abstain=1)
    await close(assembly, vote)
    vote = await unseal(assembly, vote)
    vote = await database.shielded(voting.declare(assembly.chair, vote.number))
    assert (vote.outcome, vote.cast) == ("carried", 7)
    assert {(each.delegation, each.ranking, each.number) for each in await Counted.filter(vote_id=vote.id)} == {
        ("CA", '[["yes"]]', 2), ("MX", '[["yes"]]', 3), ("US", '[["no"]]', 1), ("US", '[["abstain"]]', 1),
    }  # fmt: skip
    assert await journal.first_broken_link() is None


async def test_an_answer_can_be_changed_until_the_result_is_declared(assembly: Assembly) -> None:
    vote = await called(assembly)
    assert await answer(assembly.rosa, vote, yes=1) == 1
    assert await answer(assembly.rosa, vote, no=1) == 2
    for handle in ("marc", "anne", "jorge", "lucia", "dana"):
        await answer(assembly.people[handle], vote, yes=1)
    await close(assembly, vote)
    with pytest.raises(NotPermitted) as refusal:
        await answer(assembly.walt, vote, yes=1)
    assert refusal.value.code == "vote-closed", "nobody answers for the first time after closing"
    await answer(assembly.rosa, vote, abstain=1)
    counted = await unseal(assembly, vote)
    assert counted.result is not None
    assert (counted.result["overall"]["yes"], counted.result["abstain"]) == ("5", "1")
    await answer(assembly.rosa, vote, yes=1)
    again = await Vote.get(id=vote.id)
    assert again.result is not None
    assert (again.result["overall"]["yes"], again.result["abstain"]) == ("6", "0"), "it is counted again at once"
    assert again.result_digest != counted.result_digest
    await database.shielded(voting.declare(assembly.chair, vote.number))
    with pytest.raises(NotPermitted):
        await answer(assembly.rosa, vote, no=1)


async def test_the_same_answer_twice_is_one_and_an_older_page_never_wins(assembly: Assembly) -> None:
    vote = await called(assembly)
    assert await answer(assembly.rosa, vote, yes=1, seen=0) == 1
    assert await answer(assembly.rosa, vote, yes=1, seen=0) == 1, "a retry of the same form"
    assert await answer(assembly.rosa, vote, no=1, seen=1) == 2
    with pytest.raises(Refused) as refusal:
        await answer(assembly.rosa, vote, yes=1, seen=0)
    assert (refusal.value.code, refusal.value.status) == ("newer-answer", 409)
    held = await OpenBallot.get(vote_id=vote.id)
    assert (held.yes, held.no, held.revision) == (0, 1, 2)
    assert await Entry.filter(verb="answered-openly").count() == 2


@pytest.mark.parametrize("figures", [(0, 0, 0), (1, 1, 0), (2, 0, 0), (-1, 2, 0)])
async def test_in_a_roll_call_there_is_one_answer(assembly: Assembly, figures: tuple[int, int, int]) -> None:
    vote = await called(assembly)
    with pytest.raises(Refused):
        await answer(assembly.rosa, vote, *figures)
    assert not await OpenBallot.exists()


async def test_only_the_roll_answers(assembly: Assembly) -> None:
    yves = await add_alternate("yves", "Yves Caron", "CA")
    vote = await called(assembly)
    for somebody in (yves, assembly.chair, assembly.tomas):
        with pytest.raises(NotPermitted) as refusal:
            await answer(somebody, vote, yes=1)
        assert refusal.value.code == "not-on-the-roll"


async def test_a_stand_in_answers_from_the_seat(assembly: Assembly, visit: Visit) -> None:
    nora = await add_officer("nora", "Nora Paz", Role.CREDENTIALS)
    yves = await add_alternate("yves", "Yves Caron", "CA")
    await seat(nora, assembly.marc, yves)
    vote = await called(assembly)
    page = (await (await visit("yves")).get(f"/en/votes/{vote.number}/answer")).text
    assert "You vote from the seat of" in page
    assert "Marc Roy" in page
    await answer(yves, vote, yes=1)
    with pytest.raises(NotPermitted):
        await answer(assembly.marc, vote, no=1)


async def test_the_page_says_that_it_is_open_before_it_asks(assembly: Assembly, visit: Visit) -> None:
    vote = await called(assembly)
    page = (await (await visit("rosa")).get(f"/en/votes/{vote.number}/answer")).text
    assert 0 < page.index(SENTENCE) < page.index('name="answer"')
    place = (await (await visit("rosa")).get(f"/en/votes/{vote.number}")).text
    assert f'href="/en/votes/{vote.number}/answer"' in place
    home = (await (await visit("rosa")).get("/en/")).text
    assert f'href="/en/votes/{vote.number}/answer"' in home
    assert await send(visit, "rosa", vote, answer="yes") == (303, "")
    status, text = await send(visit, "rosa", vote, answer="")
    assert status == 422
    assert "choose exactly one answer" in text
    assert f'href="/en/votes/{vote.number}/answer"' not in (await (await visit("rosa")).get("/en/")).text


async def test_an_older_page_is_shown_what_counts(assembly: Assembly, visit: Visit) -> None:
    vote = await called(assembly)
    await answer(assembly.rosa, vote, no=1)
    status, text = await send(visit, "rosa", vote, answer="yes", revision="0")
    assert status == 409
    assert re.search(r'name="answer" value="no" checked', text), "the answer that counts, not the one of the old page"
    assert (await OpenBallot.get(vote_id=vote.id)).no == 1


async def test_the_list_names_to_the_conference_and_to_the_public_only_with_consent(
    assembly: Assembly, visit: Visit
) -> None:
    vote = await called(assembly)
    await Account.filter(id=assembly.rosa.id).update(named=False)
    await Account.filter(id=assembly.marc.id).update(named=True)
    await answer(assembly.rosa, vote, yes=1)
    await answer(assembly.marc, vote, no=1)
    at = f"/en/votes/{vote.number}/answers"
    inside, outside = (await (await visit("dana")).get(at)).text, (await (await visit()).get(at)).text
    assert "Rosa Delgado" in inside
    assert "Rosa Delgado" not in outside
    assert "a delegate, Mexico" in outside
    assert "Marc Roy" in outside
    assert "4 have not answered" in inside
    part = (await (await visit("dana")).get(f"{at}?part=list")).text
    assert "Rosa Delgado" in part
    assert "<html" not in part


async def test_who_may_not_read_the_vote_reads_no_answers(assembly: Assembly, visit: Visit) -> None:
    vote = await called(assembly, audience="conference")
    await answer(assembly.rosa, vote, yes=1)
    for path in ("answers", "answer", "hands"):
        assert (await (await visit("omar")).get(f"/en/votes/{vote.number}/{path}")).status_code in (403, 404)


async def test_the_total_on_the_list_is_what_is_counted(assembly: Assembly) -> None:
    vote = await called(assembly)
    for handle in ("marc", "rosa", "jorge"):
        await answer(assembly.people[handle], vote, yes=1)
    await answer(assembly.dana, vote, abstain=1)
    page = await open_pages.answers_page(assembly.rosa, vote.number, "en")
    assert page.total == Figures(3, 0, 1)
    assert [(each.name, each.total, each.silent) for each in page.delegations] == [
        ("Canada", Figures(1), 3), ("Mexico", Figures(2), 3), ("United States", Figures(0, 0, 1), 2),
    ]  # fmt: skip


async def test_an_open_vote_never_becomes_a_secret_one_nor_a_secret_one_open(assembly: Assembly) -> None:
    """V12: no command changes how an opened vote is cast; and who changes the row by hand gains nothing."""
    vote, sealed = await called(assembly), await opened(assembly, "plank")
    await answer(assembly.rosa, vote, yes=1)
    await cast(assembly.rosa, sealed, "no")
    await Vote.filter(id=vote.id).update(secrecy="sealed")
    with pytest.raises(Refused):
        await cast(assembly.marc, vote, "yes")
    for way in ("roll-call", "card", "show-of-hands"):
        await Vote.filter(id=sealed.id).update(secrecy=way)
        with pytest.raises(NotPermitted):
            await answer(assembly.marc, sealed, yes=1)
    await Vote.filter(id=sealed.id).update(secrecy="sealed")
    await close(assembly, sealed)
    await Vote.filter(id=sealed.id).update(secrecy="roll-call")
    with pytest.raises(Refused) as refusal:
        await unseal(assembly, sealed)
    assert refusal.value.code == "sealed", "the box is not emptied unread"
    await Vote.filter(id=sealed.id).update(secrecy="sealed")
    assert (await unseal(assembly, sealed)).cast == 1
