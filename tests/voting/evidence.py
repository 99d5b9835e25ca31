"""All that lies on the disk at one moment: each row of each table with its physical place, the bytes of each file."""

import tarfile
import tempfile
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from conference import backup
from conference.runtime import database
from conference.runtime.settings import FILE, Settings


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its place in the table, the transactions that wrote and last locked it, and what it says."""

    place: tuple[int, ...]
    xmin: int
    xmax: int
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a thief of the disk has. `keys/` is no part of it: that is what the promise says."""

    tables: Mapping[str, Sequence[Row]]
    files: Mapping[str, bytes]

    def holding(self, tokens: Iterable[bytes]) -> list[tuple[str, bytes]]:
        """Which of these stand in which file."""
        return [(name, token) for token in tokens for name, content in self.files.items() if token in content]


async def evidence(settings: Settings) -> Evidence:
    return Evidence(await tables(), await files(settings))


async def tables() -> dict[str, list[Row]]:
    """Every row of every table, in its physical order."""
    if database.on_sqlite():
        found = await database.rows("SELECT name FROM sqlite_master WHERE type = 'table'")
        return {str(name): [row async for row in _sqlite_rows(str(name))] for (name,) in found}
    found = await database.rows("SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'")
    return {str(name): [row async for row in _postgres_rows(str(name))] for (name,) in found}


async def _sqlite_rows(table: str) -> AsyncIterator[Row]:
    columns = [row[1] for row in await database.rows(f"PRAGMA table_info({table})")]
    made = await database.rows("SELECT sql FROM sqlite_master WHERE name = ?", table)
    place = "0" if "WITHOUT ROWID" in made[0][0].upper() else "rowid"
    for n, (at, *values) in enumerate(await database.rows(f"SELECT {place}, * FROM {table}")):
        yield Row((at, n), 0, 0, dict(zip(columns, values, strict=True)))


async def _postgres_rows(table: str) -> AsyncIterator[Row]:
    named = "SELECT column_name::text FROM information_schema.columns WHERE table_name = ? ORDER BY ordinal_position"
    columns = [name for (name,) in await database.rows(named, table)]
    sql = f'SELECT ctid AS at_, xmin AS by_, xmax AS lock_, * FROM "{table}" ORDER BY ctid'
    for at, by, lock, *values in await database.rows(sql):
        yield Row(tuple(at), by, lock, dict(zip(columns, values, strict=True)))


async def files(settings: Settings) -> dict[str, bytes]:
    """Database, write-ahead log (of SQLite), backup, outbox: the bytes of every file."""
    found = {
        str(path.relative_to(settings.data)): path.read_bytes()
        for path in sorted(settings.data.rglob("*"))
        if path.is_file() and settings.keys not in path.parents
    }
    if database.on_sqlite():
        return found | {"backup": _backup(settings)}
    return found | await _heap()


def _backup(settings: Settings) -> bytes:
    """What a backup holds, unpacked."""
    with tempfile.TemporaryDirectory() as folder:
        packed = Path(folder) / "backup.tar.gz"
        (settings.data / FILE).touch()
        backup.save(settings, packed)
        with tarfile.open(packed) as archive:
            members = [archive.extractfile(each) for each in archive.getmembers()]
            return b"".join(each.read() for each in members if each is not None)


async def _cluster() -> Path:
    return Path((await database.rows("SHOW data_directory"))[0][0])


async def _heap() -> dict[str, bytes]:
    """PostgreSQL's files of this database, whichever table they belong or once belonged to; not its own catalogue's."""
    await database.rows("CHECKPOINT")
    number = (await database.rows("SELECT oid FROM pg_database WHERE datname = current_database()"))[0][0]
    catalogue = await database.rows(
        "SELECT pg_relation_filenode(c.oid)::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
        "WHERE n.nspname IN ('pg_catalog', 'information_schema')"
    )
    known = {name for (name,) in catalogue}
    folder = await _cluster() / "base" / str(number)
    return {
        f"heap {path.name}": path.read_bytes()
        for path in sorted(folder.iterdir())
        if path.name.split("_")[0].split(".")[0] not in known
    }


async def server_log() -> dict[str, bytes]:
    """PostgreSQL's write-ahead log, and what its server has said; it is shared by all databases of the server."""
    if database.on_sqlite():
        return {}
    cluster = await _cluster()
    segments = [path for path in sorted((cluster / "pg_wal").iterdir()) if path.is_file()]
    return {path.name: path.read_bytes() for path in (*segments, cluster.parent / "log")}
