"""Tortoise's SQLite client with one change: a transaction takes the write lock when it begins.

A plain BEGIN takes it at the first write; two processes that read first then both hold old snapshots, and
one of them is told "database is locked" at once, whatever the busy timeout. BEGIN IMMEDIATE waits instead.
"""

import sqlite3

from tortoise.backends.base.client import TransactionContext
from tortoise.backends.sqlite.client import (
    SqliteClient,
    SqliteTransactionContext,
    SqliteTransactionWrapper,
)

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


class ImmediateClient(SqliteClient):
    """The client named by `engine` in the database's configuration."""

    def _in_transaction(self) -> TransactionContext:
        return SqliteTransactionContext(ImmediateTransaction(self), self._lock)


client_class = ImmediateClient
