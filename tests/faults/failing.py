"""A database that fails at its n-th call: before the call is done, or after it, when only the answer is lost."""

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import Any

import aiosqlite
import asyncpg
import pytest

from conference.runtime import database


class When(StrEnum):
    """Whether the call that fails was done."""

    BEFORE = "before"
    AFTER = "after"


class Failing:
    """Counts calls to the database, on whatever way they go there, and lets one of them fail."""

    def __init__(self, at: int, when: When) -> None:
        self.at = at
        self.when = when
        self.calls = 0
        self.has_failed = False

    def _is_it(self, when: When) -> bool:
        """Whether to fail now; counts a call when it begins."""
        if when is When.BEFORE:
            self.calls += 1
        if self.has_failed or when is not self.when or self.calls != self.at + 1:
            return False
        self.has_failed = True
        return True

    def meet(self, when: When) -> None:
        if self._is_it(when):
            if database.on_sqlite():
                raise sqlite3.OperationalError("disk I/O error")
            raise asyncpg.PostgresConnectionError("the connection was lost")


class _Connection(sqlite3.Connection):
    """The connection of the ballots' batches."""

    failing: Failing | None = None

    def execute(self, *given: Any) -> sqlite3.Cursor:  # type: ignore[override]  # the stub names its parameters
        if self.failing is None or given[0].startswith(("PRAGMA", "ROLLBACK")):
            return super().execute(*given)
        self.failing.meet(When.BEFORE)
        done = super().execute(*given)
        self.failing.meet(When.AFTER)
        return done


@contextmanager
def failing(monkeypatch: pytest.MonkeyPatch, at: int, when: When) -> Iterator[Failing]:
    """Inside, the call number `at` (from 0) to the database fails once; rolling back never does."""
    failure = Failing(at, when)
    with monkeypatch.context() as patched:
        _patch_sqlite(patched, failure)
        _patch_postgres(patched, failure)
        yield failure


def _patch_sqlite(patched: pytest.MonkeyPatch, failure: Failing) -> None:
    usual = aiosqlite.Connection._execute

    async def execute(self: aiosqlite.Connection, fn: Any, *args: Any, **kwargs: Any) -> Any:
        if getattr(fn, "__name__", "") in ("rollback", "close") or (args and args[0] == "ROLLBACK"):
            return await usual(self, fn, *args, **kwargs)
        failure.meet(When.BEFORE)
        done = await usual(self, fn, *args, **kwargs)
        failure.meet(When.AFTER)
        return done

    patched.setattr(aiosqlite.Connection, "_execute", execute)
    batch = database._state.batch
    if batch is not None and batch._connection is not None:
        batch._connection.close()
        batch._connection = None
    patched.setattr(_Connection, "failing", failure)

    def connect(*args: Any, **kwargs: Any) -> sqlite3.Connection:
        return sqlite3.connect(*args, **kwargs, factory=_Connection)

    patched.setattr(database, "sqlite3", _Sqlite(connect))


class _Sqlite:
    """The module `sqlite3` with another `connect`."""

    def __init__(self, connect: Any) -> None:
        self.connect = connect

    def __getattr__(self, name: str) -> Any:
        return getattr(sqlite3, name)


def _patch_postgres(patched: pytest.MonkeyPatch, failure: Failing) -> None:
    for name in ("execute", "_execute", "executemany"):
        usual = getattr(asyncpg.Connection, name)

        def patch(usual: Any) -> Any:
            async def call(self: asyncpg.Connection, query: str, *args: Any, **kwargs: Any) -> Any:
                if query.startswith(("ROLLBACK", "SELECT pg_advisory_unlock_all", "RESET")):
                    return await usual(self, query, *args, **kwargs)
                failure.meet(When.BEFORE)
                done = await usual(self, query, *args, **kwargs)
                failure.meet(When.AFTER)
                return done

            return call

        patched.setattr(asyncpg.Connection, name, patch(usual))


async def settled() -> None:
    """Wait until nothing that was begun still runs."""
    async with asyncio.timeout(20):
        while database._running:
            await asyncio.wait(set(database._running))
