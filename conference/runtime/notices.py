"""Between the processes of one conference on PostgreSQL: which topics changed, and the journal's number; no contents.

A notice is sent inside the writing transaction, so PostgreSQL delivers it exactly when that is on disk, to this
process too. On SQLite there is one process, and nothing to listen to.
"""

import asyncio
from collections.abc import Iterable

import asyncpg
import structlog

from conference.runtime import database, settings
from conference.runtime.hub import hub

CHANNEL = "conference"
AGAIN_AFTER = 2.0
log = structlog.get_logger()


async def send(seq: int, topics: Iterable[str]) -> None:
    """Tell every process, once the open transaction commits."""
    await database.rows("SELECT pg_notify(?, ?)", CHANNEL, f"{seq} {' '.join(topics)}")


def _heard(_connection: object, _process: int, _channel: str, payload: str) -> None:
    seq, *topics = payload.split()
    hub.publish(topics, int(seq))


async def listen() -> None:
    """Hear the other processes for as long as this one serves; come back by itself when the database was away."""
    while not database.on_sqlite():
        try:
            await _listen_once(settings.current().database)
        except (OSError, asyncpg.PostgresError) as problem:
            log.warning("notices", kind=type(problem).__name__)
        await asyncio.sleep(AGAIN_AFTER)


async def _listen_once(url: str) -> None:
    connection = await asyncpg.connect(url)
    gone = asyncio.Event()
    connection.add_termination_listener(lambda _: gone.set())
    try:
        await connection.add_listener(CHANNEL, _heard)
        await gone.wait()
    finally:
        await connection.close()
