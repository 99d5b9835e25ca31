"""Opening and closing take effect after a countdown that can be cancelled, and never behind somebody's back."""

import asyncio
from datetime import datetime, timedelta

import pytest

from conference.core.actor import HOUSE, Actor
from conference.core.errors import Conflict, NotPermitted
from conference.core.roles import Role
from conference.people import commands as people
from conference.people.queries import actor_of
from conference.runtime import clock, database, journal
from conference.runtime.settings import Settings
from conference.translation.models import Text
from conference.voting import commands as voting
from conference.voting.commands.countdown import Step
from conference.voting.models import Vote
from tests.cast import TRIPLE, Assembly, cast, open_vote, opened, put, table


async def announce(chair: Actor, vote: Vote, step: Step, closes_at: datetime | None = None) -> Vote:
    return await database.shielded(voting.announce(chair, vote.number, step, closes_at))


async def later(seconds: float) -> None:
    """What the clock's job does when so many seconds have gone by."""
    with clock.at(datetime.now(clock.now().tzinfo) + timedelta(seconds=seconds)):
        await voting.take_due(clock.now())


async def phase(vote: Vote) -> str:
    return (await Vote.get(id=vote.id)).phase


async def test_opening_takes_effect_when_the_countdown_ends_and_not_before(assembly: Assembly) -> None:
    vote = await put(assembly, "plank")
    await announce(assembly.chair, vote, Step.OPENING)
    await later(9)
    assert await phase(vote) == "put"
    with pytest.raises(Conflict):
        await cast(assembly.rosa, vote, "yes")
    await later(11)
    assert await phase(vote) == "open"
    assert (await cast(assembly.rosa, vote, "yes")).revision == 1


async def test_ballots_count_until_the_closing_takes_effect(assembly: Assembly) -> None:
    vote = await opened(assembly, "plank")
    await announce(assembly.chair, vote, Step.CLOSING)
    await later(9)
    await cast(assembly.marc, vote, "no")
    await later(11)
    closed = await Vote.get(id=vote.id)
    assert (closed.phase, closed.cast) == ("closed", 1)


async def test_a_countdown_is_cancelled_before_anything_takes_effect(assembly: Assembly) -> None:
    vote = await put(assembly, "plank")
    await announce(assembly.chair, vote, Step.OPENING)
    await database.shielded(voting.call_off(assembly.chair, vote.number))
    await later(60)
    assert await phase(vote) == "put"
    with pytest.raises(Conflict):
        await database.shielded(voting.call_off(assembly.chair, vote.number))


async def test_the_announced_end_counts_from_the_opening_itself(assembly: Assembly, house: Settings) -> None:
    vote = await put(assembly, "plank")
    ends = clock.now() + timedelta(minutes=5)
    await announce(assembly.chair, vote, Step.OPENING, ends)
    await later(11)
    opening = await Vote.get(id=vote.id)
    assert opening.closes_at == ends + timedelta(seconds=house.countdown_seconds)


async def test_of_two_chairs_one_wins_and_the_other_is_told(assembly: Assembly) -> None:
    async def second_chair() -> Actor:
        async with database.transaction():
            await people.grant(HOUSE, "amelie", Role.CHAIR)
        return await actor_of("amelie")

    other = await database.shielded(second_chair())
    vote = await put(assembly, "plank")
    both = await asyncio.gather(
        announce(assembly.chair, vote, Step.OPENING), announce(other, vote, Step.OPENING), return_exceptions=True
    )
    assert {type(each) for each in both} == {Vote, Conflict}
    assert await journal.first_broken_link() is None


async def test_only_the_chair_announces(assembly: Assembly) -> None:
    vote = await put(assembly, "plank")
    with pytest.raises(NotPermitted):
        await announce(assembly.rosa, vote, Step.OPENING)


async def test_what_no_longer_holds_at_the_end_of_the_countdown_opens_nothing(assembly: Assembly) -> None:
    moved = await table(assembly, "rosa", TRIPLE)
    vote = await put(assembly, "amendment", moved.number)
    await announce(assembly.chair, vote, Step.OPENING)
    await Text.filter(unit_id=moved.text_id, language="fr").delete()
    await later(11)
    now = await Vote.get(id=vote.id)
    assert (now.phase, now.due_step) == ("put", ""), "it is not open, and no countdown hangs on"


async def test_a_vote_that_was_closed_at_once_leaves_no_countdown(assembly: Assembly) -> None:
    vote = await put(assembly, "plank")
    await announce(assembly.chair, vote, Step.OPENING)
    await open_vote(assembly, vote)
    await later(60)
    now = await Vote.get(id=vote.id)
    assert (now.phase, now.due_step) == ("open", "")
