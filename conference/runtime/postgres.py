"""Tortoise's PostgreSQL client with one change: a transaction that cannot begin gives its connection back.

Where BEGIN fails, as when the server went away meanwhile, Tortoise would keep the connection out of its pool for good;
ten such failures and nothing could be written any more.
"""

from tortoise.backends.asyncpg.client import AsyncpgDBClient, TransactionWrapper
from tortoise.backends.base.client import TransactionalDBClient, TransactionContext, TransactionContextPooled
from tortoise.connection import get_connections


class CleanContext(TransactionContextPooled):
    """Enters whole or not at all."""

    async def __aenter__(self) -> TransactionalDBClient:
        await self.ensure_connection()
        pool = self.client._parent._pool
        self.client._connection = await pool.acquire()
        self.token = get_connections().set(self.connection_name, self.client)
        try:
            await self.client.begin()
        except BaseException:
            get_connections().reset(self.token)
            await pool.release(self.client._connection)
            raise
        return self.client


class CleanClient(AsyncpgDBClient):
    """The client named by `engine` in the database's configuration."""

    def _in_transaction(self) -> TransactionContext:
        return CleanContext(TransactionWrapper(self), self._pool_init_lock)


client_class = CleanClient
