"""Many at once: whatever the order in which they come, every acceptance is one ballot."""

import asyncio
from collections import Counter

import pytest

from conference.core.errors import Conflict, Refused
from conference.runtime import database, journal
from conference.voting import commands as voting
from conference.voting.models import Vote
from conference.voting.sealed import box
from conference.voting.sealed.box import Receipt
from tests.cast import VOTERS, Assembly, cast, close, file_plank, opened, put, unseal

ROUNDS = 12


async def test_fifty_casts_of_one_voter_at_once_leave_one_ballot(assembly: Assembly) -> None:
    vote = await opened(assembly, "plank")
    casts = [cast(assembly.rosa, vote, "yes", nonce=f"ballot number {n}") for n in range(50)]
    receipts = await asyncio.gather(*casts)
    assert await box.number_in(vote.id) == 1
    assert len({each.code for each in receipts}) == 1
    assert sorted(each.revision for each in receipts) == list(range(1, 51))


async def test_fifty_casts_from_the_same_page_accept_exactly_one(assembly: Assembly) -> None:
    vote = await opened(assembly, "plank")
    casts = [cast(assembly.rosa, vote, "yes", nonce=f"ballot number {n}", revision=0) for n in range(50)]
    answers = await asyncio.gather(*casts, return_exceptions=True)
    assert sum(isinstance(each, Receipt) for each in answers) == 1
    assert [each.code for each in answers if isinstance(each, Conflict)] == ["stale"] * 49
    mine = await box.mine(vote.id, assembly.rosa.id or 0)
    assert mine is not None
    assert mine.revision == 1


async def test_fifty_retries_of_one_ballot_are_one_ballot(assembly: Assembly) -> None:
    vote = await opened(assembly, "plank")
    casts = [cast(assembly.rosa, vote, "yes", nonce="the same ballot", revision=0) for _ in range(50)]
    receipts = set(await asyncio.gather(*casts))
    assert len(receipts) == 1
    assert receipts.pop().revision == 1


async def test_a_cast_at_the_closing_instant_counts_exactly_when_it_was_accepted(assembly: Assembly) -> None:
    """The closing starts a little later in each round, so that it falls before, between and behind the casts."""
    accepted_in_rounds = []
    for number in range(2, 2 + ROUNDS):
        await file_plank(assembly, number)
        vote = await opened(assembly, "plank", plank=number)

        async def close_after(steps: int, vote: Vote = vote) -> Vote:
            for _ in range(steps):
                await asyncio.sleep(0.0005)
            return await close(assembly, vote)

        casts = [cast(assembly.people[handle], vote, "yes") for handle in VOTERS]
        closed, *answers = await asyncio.gather(close_after(number - 2), *casts, return_exceptions=True)
        accepted = [each for each in answers if isinstance(each, Receipt)]
        refused = [each.code for each in answers if isinstance(each, Refused)]
        assert len(accepted) + len(refused) == len(VOTERS)
        assert set(refused) <= {"vote-closed"}
        assert isinstance(closed, Vote)
        assert closed.cast == len(accepted)
        vote = await unseal(assembly, vote)
        assert vote.result is not None
        assert vote.result["ballots"] == len(accepted)
        accepted_in_rounds.append(len(accepted))
    assert min(accepted_in_rounds) < len(VOTERS), "no closing came before a cast, so nothing was tested"
    assert max(accepted_in_rounds) > 0, "every closing came before every cast, so nothing was tested"


@pytest.mark.parametrize("step", ["open_vote", "close_vote", "unseal", "declare"])
async def test_two_hands_on_one_step_take_it_once(assembly: Assembly, step: str) -> None:
    vote = await put(assembly, "plank")
    for each in ("open_vote", "close_vote", "unseal", "declare"):
        verb = getattr(voting, each)
        if each != step:
            await database.shielded(verb(assembly.chair, vote.number))
            continue
        both = [database.shielded(verb(assembly.chair, vote.number)) for _ in range(4)]
        answers = await asyncio.gather(*both, return_exceptions=True)
        assert sum(isinstance(answer, Vote) for answer in answers) == 1
        assert Counter(answer.code for answer in answers if isinstance(answer, Refused)) == {"phase": 3}
        break


async def test_questions_put_at_once_get_numbers_of_their_own(assembly: Assembly) -> None:
    votes = await asyncio.gather(*(put(assembly, "plank") for _ in range(8)))
    assert sorted(each.number for each in votes) == list(range(1, 9))
    assert await journal.first_broken_link() is None


async def test_the_journal_keeps_one_chain_when_many_write(assembly: Assembly) -> None:
    await asyncio.gather(*(file_plank(assembly, number) for number in range(2, 22)))
    assert await journal.first_broken_link() is None
    numbers = [seq for (seq,) in await database.rows("SELECT seq FROM journal ORDER BY seq")]
    assert numbers == list(range(1, len(numbers) + 1))
