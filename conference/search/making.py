"""Making the whole index anew: when the program makes it otherwise than the one before did, or when somebody asks."""

from importlib.metadata import version
from typing import Final

import structlog

from conference.runtime import database, journal
from conference.search import index
from conference.search.models import Made
from conference.search.sources import FEW

VERSION: Final = f"2, snowball {version('snowballstemmer')}"
"""Rises with every change in what an entry holds. Another stemmer makes other stems, so its version counts too."""
log = structlog.get_logger()


async def is_made() -> bool:
    """Whether every entry is this version's."""
    return await Made.filter(version=VERSION).exists()


async def keep_made() -> None:
    """The job of every process: what an earlier version has left is made anew, beside everything else."""
    if not await is_made():
        await database.shielded(make())
        log.info("search-index-made", version=VERSION)


async def make() -> int:
    """Every document is read again, a few in each transaction, so that writers wait for none of it long; the search
    goes on meanwhile. Gives the number of entries."""
    async with database.transaction():
        before = [version for (version,) in await database.rows("SELECT version FROM search_made")]
        if before and before != [VERSION]:
            for table in ("search_words", "search_entry"):
                await database.execute(f"DELETE FROM {table}")  # noqa: S608 -- our own names
        await database.execute("DELETE FROM search_made")
    for what in index.READ:
        await _all_of(what)
    async with database.transaction():
        await database.execute(
            "INSERT INTO search_made (id, version) VALUES (1, ?) ON CONFLICT (id) DO UPDATE SET version = ?",
            VERSION, VERSION,
        )  # fmt: skip
        if database.on_sqlite():
            await database.execute("INSERT INTO search_words (search_words) VALUES ('optimize')")
        return int((await database.rows("SELECT count(*) FROM search_entry"))[0][0])


async def _all_of(what: str) -> None:
    """In the order of keys. A row that is written meanwhile comes into the index by its own transaction."""
    last = 0
    while True:
        async with database.transaction():
            await journal.lock()
            found = await database.rows(f"SELECT id FROM {what} WHERE id > ? ORDER BY id LIMIT ?", last, FEW)  # noqa: S608
            if not found:
                return
            ids = [key for (key,) in found]
            await index.renew(what, ids)
            last = ids[-1]
