"""The one door to the database: whole transactions, turns for writers, reads that wait for nobody, batches."""

import asyncio
import sqlite3
from collections.abc import Callable

import pytest

from conference.people.models import Delegation
from conference.runtime import database
from conference.runtime.settings import Settings


async def add(code: str) -> None:
    async with database.transaction():
        await Delegation.create(code=code, names={"en": code}, languages=["en"], position=1)


async def codes() -> list[str]:
    return [code for (code,) in await database.rows("SELECT code FROM delegation ORDER BY code")]


async def test_a_transaction_starts_only_in_the_shield(house: Settings) -> None:
    with pytest.raises(RuntimeError, match="shielded"):
        await add("CA")
    await database.shielded(add("CA"))
    assert await codes() == ["CA"]


async def test_a_failure_undoes_all_and_keeps_no_promise(house: Settings) -> None:
    kept: list[str] = []

    async def fails() -> None:
        async with database.transaction():
            database.after_commit(lambda: kept.append("told"))
            await add("CA")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await database.shielded(fails())
    assert await codes() == []
    assert kept == []
    await database.shielded(add("MX"))
    assert await codes() == ["MX"]


async def test_an_inner_failure_undoes_the_inner_part_only(house: Settings) -> None:
    async def inner() -> None:
        async with database.transaction():
            await add("MX")
            raise ZeroDivisionError

    async def outer() -> None:
        async with database.transaction():
            await add("CA")
            with pytest.raises(ZeroDivisionError):
                await inner()
            await add("US")

    await database.shielded(outer())
    assert await codes() == ["CA", "US"]


async def test_promises_come_after_the_commit_and_once(house: Settings) -> None:
    seen: list[list[str]] = []
    done: list[str] = []

    async def work() -> None:
        async with database.transaction():

            async def last() -> None:
                seen.append(await codes())

            database.before_commit(last)
            database.after_commit(lambda: done.append("after"))
            await add("CA")
            assert done == []

    await database.shielded(work())
    assert seen == [["CA"]]
    assert done == ["after"]


async def test_nobody_waiting_still_finishes_the_work(house: Settings) -> None:
    begun, goes_on = asyncio.Event(), asyncio.Event()

    async def slow() -> None:
        async with database.transaction():
            await add("CA")
            begun.set()
            await goes_on.wait()
            await add("MX")

    reader = asyncio.create_task(database.shielded(slow()))
    await begun.wait()
    reader.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reader
    assert await codes() == [], "reads see only what is committed, and wait for no writer"
    goes_on.set()
    async with asyncio.timeout(5):
        await asyncio.wait(set(database._running))
        await database.shielded(add("US"))
    assert await codes() == ["CA", "MX", "US"]


async def test_writers_side_by_side_lose_nothing(house: Settings) -> None:
    await asyncio.gather(*(database.shielded(add(f"D{n}")) for n in range(60)))
    assert len(await codes()) == 60


async def test_a_writing_statement_needs_an_open_transaction(house: Settings) -> None:
    with pytest.raises(RuntimeError, match="no transaction"):
        await database.execute("DELETE FROM delegation")


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
class TestBatches:
    """Group commit is SQLite's."""

    @staticmethod
    def insert(code: str) -> Callable[[sqlite3.Connection], str]:
        def work(connection: sqlite3.Connection) -> str:
            connection.execute(
                "INSERT INTO delegation (code, names, languages, position) VALUES (?, '{}', '[]', 1)", (code,)
            )
            return code

        return work

    async def test_one_refusal_undoes_only_itself(self, house: Settings) -> None:
        pieces = [database.in_batch(self.insert(code)) for code in ("CA", "CA", "MX")]
        answers = await asyncio.gather(*pieces, return_exceptions=True)
        assert [type(each) for each in answers] == [str, sqlite3.IntegrityError, str]
        assert await codes() == ["CA", "MX"]

    async def test_ballots_and_commands_take_turns(self, house: Settings) -> None:
        pieces = [database.in_batch(self.insert(f"B{n}")) for n in range(400)]
        commands = [database.shielded(add(f"C{n}")) for n in range(20)]
        await asyncio.gather(*pieces, *commands)
        assert len(await codes()) == 420

    async def test_another_process_that_writes_is_waited_for(self, house: Settings) -> None:
        other = sqlite3.connect(house.sqlite_path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        waiting = asyncio.gather(database.in_batch(self.insert("CA")), database.shielded(add("MX")))
        await asyncio.sleep(0.2)
        assert not waiting.done()
        other.execute("COMMIT")
        other.close()
        await asyncio.wait_for(waiting, 10)
        assert await codes() == ["CA", "MX"]

    async def test_what_is_answered_is_on_the_disk_in_full(self, house: Settings) -> None:
        def asked(connection: sqlite3.Connection) -> tuple[int, str]:
            synchronous = connection.execute("PRAGMA synchronous").fetchone()[0]
            return synchronous, connection.execute("PRAGMA journal_mode").fetchone()[0]

        assert await database.in_batch(asked) == (2, "wal")
        assert await database.rows("PRAGMA query_only") == [(1,)], "reads have a connection that cannot write"
