"""Tortoise's SQLite client with two changes: a transaction takes the write lock when it begins, and one that cannot
begin or commit leaves nothing behind.

A plain BEGIN takes the lock at the first write; two processes that read first then both hold old snapshots, and one of
them is told "database is locked" at once, whatever the busy timeout. BEGIN IMMEDIATE waits instead. And where BEGIN
fails, as on a full disk, Tortoise would keep its own lock for good and every later command would wait for ever; where
COMMIT fails, the transaction would stay open below the next one.
"""

import sqlite3
from contextlib import suppress
from typing import Any

from tortoise.backends.base.client import TransactionalDBClient, TransactionContext
from tortoise.backends.sqlite.client import (
    SqliteClient,
    SqliteTransactionContext,
    SqliteTransactionWrapper,
)
from tortoise.connection import get_connections

TRIES = 3


class ImmediateTransaction(SqliteTransactionWrapper):
    """A transaction that is a writer from its first statement."""

    async def begin(self) -> None:
        for tries_left in range(TRIES - 1, -1, -1):
            try:
                await self._connection.execute("BEGIN IMMEDIATE")
                return
            except sqlite3.OperationalError as problem:
                if not tries_left or "locked" not in str(problem):
                    raise


class CleanContext(SqliteTransactionContext):
    """Enters whole or not at all, and leaves no open transaction."""

    async def __aenter__(self) -> TransactionalDBClient:
        await self._trxlock.acquire()
        try:
            await self.ensure_connection()
            self.token = get_connections().set(self.connection_name, self.connection)
            try:
                await self.connection.begin()
            except BaseException:
                await self._undo()
                get_connections().reset(self.token)
                raise
        except BaseException:
            self._trxlock.release()
            raise
        return self.connection  # type: ignore[no-any-return]  # what `_in_transaction` below gave

    async def __aexit__(self, exc_type: Any, exc_val: Any, exc_tb: Any) -> None:
        try:
            await (self.connection.rollback() if exc_type else self.connection.commit())
        except BaseException:
            await self._undo()
            raise
        finally:
            get_connections().reset(self.token)
            self._trxlock.release()

    async def _undo(self) -> None:
        """Roll back whatever is still open; nothing is, when only the answer was lost."""
        with suppress(sqlite3.Error):
            await self.connection._connection.rollback()


class ImmediateClient(SqliteClient):
    """The client named by `engine` in the database's configuration."""

    def _in_transaction(self) -> TransactionContext:
        return CleanContext(ImmediateTransaction(self), self._lock)


client_class = ImmediateClient
