"""The journal: a chain that shows every change, and what readers' streams are told."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from conference.core.actor import HOUSE
from conference.runtime import database, journal, notices
from conference.runtime.hub import Listener, hub
from conference.runtime.settings import Settings


async def note(*topics: str) -> None:
    async with database.transaction():
        for topic in topics:
            journal.record("something-done", topic=topic, by=HOUSE, decided=[topic], also=("all",))


@pytest.mark.parametrize(
    "forgery",
    [
        "UPDATE journal SET verb = 'something-else' WHERE seq = 2",
        "UPDATE journal SET actor = 'x' WHERE seq = 2",
        "UPDATE journal SET digest = salt WHERE seq = 2",
        "UPDATE journal SET hash = previous WHERE seq = 2",
        "DELETE FROM journal WHERE seq = 1",
    ],
)
async def test_a_changed_or_missing_row_shows(house: Settings, forgery: str) -> None:
    await database.shielded(note("plank-1", "plank-2", "plank-3"))
    assert await journal.first_broken_link() is None

    async def forge() -> None:
        async with database.transaction():
            await database.execute(forgery)

    await database.shielded(forge())
    assert await journal.first_broken_link() == 2


async def test_the_journal_tells_no_word_of_what_was_decided(house: Settings) -> None:
    async def decide() -> None:
        async with database.transaction():
            journal.record("something-done", topic="plank-1", by=HOUSE, decided=["a secret sentence"])

    await database.shielded(decide())
    assert "secret sentence" not in str(await database.rows("SELECT * FROM journal"))


async def heard(listener: Listener) -> tuple[int, list[str]]:
    """What the listener is told next."""
    async with asyncio.timeout(10):
        await listener.woken.wait()
    return listener.take()


@pytest.fixture
async def listener(house: Settings) -> AsyncIterator[Listener]:
    """Somebody who hears of planks 1 and 3, in a house that hears its own notices and those of others."""
    job = asyncio.create_task(notices.listen())
    made = Listener(["plank-1", "plank-3"])
    hub.join(made)
    async with asyncio.timeout(10):
        while not made.woken.is_set():
            await database.shielded(note("plank-1"))
            await asyncio.sleep(0.05)
    made.take()
    yield made
    hub.leave(made)
    job.cancel()


async def test_listeners_hear_after_the_commit_and_only_their_topics(listener: Listener) -> None:
    async def fails() -> None:
        async with database.transaction():
            await note("plank-1")
            raise ZeroDivisionError

    await database.shielded(note("plank-2"))
    with pytest.raises(ZeroDivisionError):
        await database.shielded(fails())
    await database.shielded(note("plank-3"))
    newest, changed = await heard(listener)
    assert changed == ["plank-3"], "plank 2 is not hers, and what was rolled back never happened"
    assert newest == await journal.cursor()


async def test_nothing_is_told_before_it_can_be_read(listener: Listener) -> None:
    async def slow() -> None:
        async with database.transaction():
            await note("plank-1")
            await asyncio.sleep(0.1)
            assert not listener.woken.is_set()

    before = await journal.cursor()
    await database.shielded(slow())
    assert await heard(listener) == (before + 1, ["plank-1"])


async def test_a_stream_that_comes_back_is_told_what_it_missed(house: Settings) -> None:
    await database.shielded(note("plank-1"))
    seen = await journal.cursor()
    await database.shielded(note("plank-2", "plank-3"))
    assert await journal.topics_after(seen) == (seen + 2, frozenset({"plank-2", "plank-3", "all"}))
    assert await journal.topics_after(seen + 2) == (seen + 2, frozenset())


async def test_after_too_much_the_page_is_read_again(house: Settings) -> None:
    await database.shielded(note(*(f"plank-{n}" for n in range(journal.FEW))))
    assert await journal.topics_after(0) is None
