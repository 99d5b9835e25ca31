"""The n-th call to the database fails, for every n, while a ballot is cast, a vote closed, a box unsealed: no ballot
is lost, none is doubled, nobody is told something wrong, and the next try succeeds."""

from collections.abc import Awaitable, Callable

import pytest

from conference.runtime import database, journal
from conference.voting import commands as voting
from conference.voting.models import Counted, Leaf, Vote
from conference.voting.sealed import box, merkle
from conference.voting.sealed.box import Receipt
from tests.cast import Assembly, cast, file_plank, opened
from tests.faults.failing import When, failing, settled

MOST = 400
FAILURES = (Exception,)


@pytest.fixture
def rounds(assembly: Assembly) -> Callable[[], Awaitable[Vote]]:
    """A new open vote with two ballots in its box, as often as it is asked for."""
    numbers = iter(range(2, 1000))

    async def another() -> Vote:
        plank = await file_plank(assembly, next(numbers))
        vote = await opened(assembly, "plank", plank=plank.number)
        await cast(assembly.rosa, vote, "yes")
        await cast(assembly.dana, vote, "no")
        return vote

    return another


async def in_the_box(vote: Vote) -> int:
    return await box.number_in(vote.id)


@pytest.mark.parametrize("when", When)
async def test_casting(
    assembly: Assembly, rounds: Callable[[], Awaitable[Vote]], monkeypatch: pytest.MonkeyPatch, when: When
) -> None:
    vote = await rounds()
    failed = 0
    for at in range(MOST):
        before = await box.mine(vote.id, assembly.marc.id or 0)
        told: Receipt | None = None
        with failing(monkeypatch, at, when) as failure:
            try:
                told = await cast(assembly.marc, vote, "yes", nonce=f"ballot {at}")
            except FAILURES:
                failed += 1
            await settled()
        lying = await box.mine(vote.id, assembly.marc.id or 0)
        revision = before.revision if before else 0
        if told is not None:
            assert lying == told, "what was accepted lies in the box"
        else:
            assert (lying.revision if lying else 0) in (revision, revision + 1), "the old ballot or the new one"
        assert await in_the_box(vote) == 2 + (lying is not None)
        again = await cast(assembly.marc, vote, "yes", nonce=f"ballot {at}")
        assert again.revision == revision + 1, "the retry of the same ballot counts once"
        if not failure.has_failed:
            break
    assert not failure.has_failed, "casting ends before so many calls"
    assert failed > 0, "no call failed, so nothing was tested"


@pytest.mark.parametrize("when", When)
async def test_closing(
    assembly: Assembly, rounds: Callable[[], Awaitable[Vote]], monkeypatch: pytest.MonkeyPatch, when: When
) -> None:
    failed = 0
    for at in range(MOST):
        vote = await rounds()
        with failing(monkeypatch, at, when) as failure:
            try:
                await database.shielded(voting.close_vote(assembly.chair, vote.number))
            except FAILURES:
                failed += 1
            await settled()
        now = await Vote.get(id=vote.id)
        assert await in_the_box(vote) == 2, "no ballot is lost, none is doubled"
        leaves = [each.hash for each in await Leaf.filter(vote_id=vote.id).order_by("position")]
        if now.phase == "open":
            assert leaves == [], "a closing that failed has left nothing"
            now = await database.shielded(voting.close_vote(assembly.chair, vote.number))
            leaves = [each.hash for each in await Leaf.filter(vote_id=vote.id).order_by("position")]
        assert (now.phase, now.cast) == ("closed", 2)
        assert merkle.root(leaves) == now.root
        if not failure.has_failed:
            break
    assert not failure.has_failed
    assert failed > 0
    assert await journal.first_broken_link() is None


@pytest.mark.parametrize("when", When)
async def test_unsealing(
    assembly: Assembly, rounds: Callable[[], Awaitable[Vote]], monkeypatch: pytest.MonkeyPatch, when: When
) -> None:
    failed = 0
    for at in range(MOST):
        vote = await rounds()
        await database.shielded(voting.close_vote(assembly.chair, vote.number))
        with failing(monkeypatch, at, when) as failure:
            try:
                await database.shielded(voting.unseal(assembly.chair, vote.number))
            except FAILURES:
                failed += 1
            await settled()
        now = await Vote.get(id=vote.id)
        if now.phase == "closed":
            assert await in_the_box(vote) == 2, "an unsealing that failed leaves the box as it was"
            assert await Counted.filter(vote_id=vote.id).count() == 0
            now = await database.shielded(voting.unseal(assembly.chair, vote.number))
        assert now.phase == "unsealed"
        assert await in_the_box(vote) == 0
        counted = {(each.delegation, each.ranking): each.number for each in await Counted.filter(vote_id=vote.id)}
        assert counted == {("MX", '[["yes"]]'): 1, ("US", '[["no"]]'): 1}
        assert now.result is not None
        assert now.result["ballots"] == 2
        if not failure.has_failed:
            break
    assert not failure.has_failed
    assert failed > 0
    assert await journal.first_broken_link() is None
