"""The one door to the database.

Writes pass one gate: ordinary commands as a shielded transaction, ballots as a batch that shares one commit.
Cancelling a task inside Tortoise's own `in_transaction` leaves SQLite's lock held for good and leaks PostgreSQL's
connections; so a transaction starts only inside `shielded`, and nothing else may call `in_transaction`.
Reads outside a transaction use a connection of their own, so that they never wait for a writer.
"""

import asyncio
import json
import pkgutil
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, closing, contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from tortoise import Tortoise
from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.backends.base.config_generator import expand_db_url
from tortoise.connection import get_connection
from tortoise.context import TortoiseContext
from tortoise.exceptions import OperationalError
from tortoise.migrations.api import migrate as run_migrations
from tortoise.transactions import in_transaction

from conference import migrations
from conference.runtime import settings as installed
from conference.runtime.settings import Settings

T = TypeVar("T")
BATCH = 256
PRAGMAS = {
    "journal_mode": "WAL",
    "synchronous": "FULL",
    "foreign_keys": "ON",
    "secure_delete": "ON",
    "busy_timeout": 5000,
}


@dataclass(slots=True)
class _Open:
    """What an open transaction has promised to do at its end."""

    before_commit: list[Callable[[], Awaitable[None]]] = field(default_factory=list)
    after_commit: list[Callable[[], None]] = field(default_factory=list)
    gathered: dict[Callable[..., Awaitable[None]], list[Any]] = field(default_factory=dict)


_is_shielded: ContextVar[bool] = ContextVar("is_shielded", default=False)
_open: ContextVar[_Open | None] = ContextVar("open_transaction", default=None)
_first: ContextVar[Callable[[], Awaitable[None]] | None] = ContextVar("first_statement", default=None)
_running: set[asyncio.Task[Any]] = set()


class Router:
    """Reads go to the reader, unless a transaction is open: it must see its own writes."""

    def db_for_read(self, _model: object) -> str:
        return "default" if _open.get() is not None or not _state.on_sqlite else "reader"

    def db_for_write(self, _model: object) -> str:
        return "default"


def configuration(settings: Settings, models: Sequence[str]) -> dict[str, Any]:
    """Tortoise's configuration for this installation: one app, one label, one package of migrations."""
    connections: dict[str, Any]
    if settings.on_sqlite:
        path = str(settings.sqlite_path)
        connections = {
            "default": {
                "engine": "conference.runtime.sqlite",
                "credentials": {"file_path": path, **PRAGMAS},
            },
            "reader": {
                "engine": "conference.runtime.sqlite",
                "credentials": {"file_path": path, **PRAGMAS, "query_only": "ON"},
            },
        }
    else:
        joint = "&" if "?" in settings.database else "?"
        url = settings.database.replace("postgresql://", "postgres://", 1)
        connections = {"default": expand_db_url(f"{url}{joint}minsize=1&maxsize=10")}
        connections["default"]["engine"] = "conference.runtime.postgres"
    app = {"models": list(models), "default_connection": "default", "migrations": "conference.migrations"}
    return {
        "connections": connections,
        "apps": {"conference": app},
        "routers": ["conference.runtime.database.Router"],
        "use_tz": True,
        "timezone": "UTC",
    }


class _State:
    """The connections of this process: which database, its gate, its writer thread for batches."""

    on_sqlite = True
    path: Path
    opened = 0
    gate: asyncio.Lock
    batch: "_Batch | None" = None
    reading: sqlite3.Connection | None = None
    context: TortoiseContext | None = None


_state = _State()


async def connect(settings: Settings, models: Sequence[str]) -> None:
    """Open the connections; every task of this process then finds them."""
    installed.use(settings)
    _state.on_sqlite = settings.on_sqlite
    _state.path = settings.sqlite_path
    _state.opened += 1
    _state.gate = asyncio.Lock()
    _state.context = await Tortoise.init(config=configuration(settings, models), _enable_global_fallback=True)
    _state.batch = _Batch(settings.sqlite_path) if settings.on_sqlite else None


async def disconnect() -> None:
    """Let running writes end, then close everything."""
    if _running:
        await asyncio.wait(set(_running), timeout=10)
    if _state.batch:
        _state.batch.close()
        _state.batch = None
    if _state.reading:
        _state.reading.close()
        _state.reading = None
    await Tortoise.close_connections()


async def migrate(settings: Settings, models: Sequence[str]) -> None:
    """Bring the database's tables to this version, with Tortoise's own migrations.

    SQLite changes a column by making the table anew, and while the old one goes nothing may point to it: foreign keys
    are off meanwhile and checked as a whole afterwards.
    """
    config = configuration(settings, models)
    if settings.on_sqlite:
        config["connections"]["default"]["credentials"]["foreign_keys"] = "OFF"
    try:
        await run_migrations(config=config)
    finally:
        await Tortoise.close_connections()
    if settings.on_sqlite:
        with closing(sqlite3.connect(settings.sqlite_path)) as migrated:
            if migrated.execute("PRAGMA foreign_key_check").fetchone():
                raise OperationalError("a row points to another one that is not there")


async def pending() -> list[str]:
    """The migrations of this version that the open database has not seen: with any, it is an earlier version's."""
    here = {each.name for each in pkgutil.iter_modules(migrations.__path__)}
    seen = {str(name) for (name,) in await rows("SELECT name FROM tortoise_migrations WHERE app = ?", "conference")}
    return sorted(here - seen)


def on_sqlite() -> bool:
    return _state.on_sqlite


async def shielded(work: Coroutine[Any, Any, T]) -> T:
    """Run a writing coroutine to its end, even if whoever waits for it goes away."""
    task = asyncio.get_running_loop().create_task(_marked(work))
    _running.add(task)
    task.add_done_callback(_forget)
    return await asyncio.shield(task)


async def _marked(work: Coroutine[Any, Any, T]) -> T:
    _is_shielded.set(True)
    return await work


def _forget(task: asyncio.Task[Any]) -> None:
    _running.discard(task)
    if not task.cancelled():
        task.exception()  # read it, so that a caller who left causes no "never retrieved" noise


@asynccontextmanager
async def transaction() -> AsyncIterator[BaseDBAsyncClient]:
    """One transaction, or a savepoint inside the open one. Raises `RuntimeError` outside `shielded`."""
    if not _is_shielded.get():
        raise RuntimeError("a transaction starts only inside database.shielded()")
    if _open.get() is not None:
        async with in_transaction("default") as connection:
            yield connection
        return
    opened = _Open()
    async with _gate():
        token = _open.set(opened)
        try:
            async with in_transaction("default") as connection:
                if (first := _first.get()) is not None:
                    await first()
                yield connection
                for promise in opened.before_commit:
                    await promise()
        finally:
            _open.reset(token)
    for act in opened.after_commit:
        act()


@contextmanager
def beginning_with(statement: Callable[[], Awaitable[None]]) -> Iterator[None]:
    """Inside, each transaction of this task begins with this statement, and is given up when that raises."""
    token = _first.set(statement)
    try:
        yield
    finally:
        _first.reset(token)


@asynccontextmanager
async def _gate() -> AsyncIterator[None]:
    """SQLite has one writer: take turns here, instead of failing there. PostgreSQL needs no gate."""
    if not _state.on_sqlite:
        yield
        return
    async with _state.gate:
        yield


def before_commit(promise: Callable[[], Awaitable[None]]) -> None:
    """Run this as the last statements of the open transaction."""
    _require_open().before_commit.append(promise)


def gather_before_commit(promise: Callable[[Sequence[T]], Awaitable[None]], given: T) -> None:
    """Run this once with all that it was given in the open transaction, behind what was promised until now."""
    opened = _require_open()
    if promise in opened.gathered:
        opened.gathered[promise].append(given)
        return
    opened.gathered[promise] = [given]

    async def keep() -> None:
        await promise(opened.gathered.pop(promise))

    opened.before_commit.append(keep)


def after_commit(act: Callable[[], None]) -> None:
    """Run this once the open transaction is on disk; never if it is rolled back."""
    _require_open().after_commit.append(act)


def _require_open() -> _Open:
    opened = _open.get()
    if opened is None:
        raise RuntimeError("no transaction is open")
    return opened


def places(values: Iterable[object]) -> str:
    """As many `?` as there are values, for the brackets of an `IN`; of no value at all nothing is in them."""
    return ", ".join("?" for _ in values) or "NULL"


async def rows(sql: str, *values: object) -> list[tuple[Any, ...]]:
    """Plain tuples for lists. `?` marks a value in both dialects.

    On SQLite, outside a transaction, at once and on the loop: handing a short read to a thread costs more than it.
    """
    if _open.get() is None and _state.on_sqlite:
        try:
            return list(_reading().execute(sql, values))
        except sqlite3.Error as problem:
            raise OperationalError(problem) from problem
    _, found = await get_connection("default").execute_query(dialect(sql), list(values))
    return [tuple(row.values()) if isinstance(row, dict) else tuple(row) for row in found]


def unpacked(stored: Any) -> dict[str, Any]:
    """A JSON object of a plain statement, which SQLite gives as text."""
    return dict(json.loads(stored) if isinstance(stored, str) else stored)


async def many_rows(sql: str, *values: object) -> list[tuple[Any, ...]]:
    """The same for a statement that looks at thousands of rows: on SQLite beside the loop, by the reader."""
    if _open.get() is not None or not _state.on_sqlite:
        return await rows(sql, *values)
    _, found = await get_connection("reader").execute_query(sql, list(values))
    return [tuple(row) for row in found]


def stamp() -> tuple[int, int] | None:
    """What stays equal as long as nobody, in whatever process, commits to this SQLite file; None on PostgreSQL."""
    if not _state.on_sqlite:
        return None
    return _state.opened, int(_reading().execute("PRAGMA data_version").fetchone()[0])


def era() -> int | None:
    """Which opening of a database reads now, for what is kept in process; None inside a transaction, which alone sees
    what it has written: it neither uses nor keeps anything."""
    return None if _open.get() is not None else _state.opened


def _reading() -> sqlite3.Connection:
    if _state.reading is None:
        _state.reading = sqlite3.connect(_state.path, isolation_level=None)
        for name, value in (PRAGMAS | {"query_only": "ON"}).items():
            _state.reading.execute(f"PRAGMA {name}={value}")
    return _state.reading


async def execute(sql: str, *values: object) -> int:
    """One writing statement inside the open transaction; gives the number of rows it changed."""
    _require_open()
    changed, _ = await get_connection("default").execute_query(dialect(sql), list(values))
    return int(changed)


async def returning(sql: str, *values: object) -> list[tuple[Any, ...]]:
    """One writing statement with `RETURNING` inside the open transaction; gives the rows that it returns."""
    _require_open()
    found = await get_connection("default").execute_query_dict(dialect(sql), list(values))
    return [tuple(row.values()) for row in found]


async def scrub() -> None:
    """Leave nothing of deleted rows in free pages or in the write-ahead log. Raises `OperationalError` while a reader
    keeps SQLite's log busy: try again then.

    PostgreSQL keeps its log as its administrator set it; the table itself is rewritten.
    """
    connection = get_connection("default")
    if not _state.on_sqlite:
        await connection.execute_script("VACUUM FULL envelope")
        # Each cast has left its transaction's number on the voter's rows, as a lock; freezing takes it off.
        await connection.execute_script("VACUUM (FREEZE) voter, account")
        return
    async with _gate():
        await connection.execute_script("VACUUM")
        _, found = await connection.execute_query("PRAGMA wal_checkpoint(TRUNCATE)")
        busy = next(iter(found[0]))
        if busy:
            raise OperationalError("somebody reads at this moment, so the write-ahead log was not emptied")


async def empty_log() -> bool:
    """Write SQLite's write-ahead log into the file, and leave nothing in it: pages in it may still hold what was
    deleted. False where it could not be done now: inside a transaction, or while somebody reads.

    PostgreSQL keeps its log as its administrator set it.
    """
    if not _state.on_sqlite:
        return True
    if _open.get() is not None:
        return False
    async with _gate():
        _, found = await get_connection("default").execute_query("PRAGMA wal_checkpoint(TRUNCATE)")
        return not next(iter(found[0]))


def dialect(sql: str) -> str:
    """`?` as this database wants it: SQLite as written, PostgreSQL as $1, $2, …"""
    if _state.on_sqlite:
        return sql
    pieces = sql.split("?")
    return "".join(f"{piece}${number}" for number, piece in enumerate(pieces[:-1], 1)) + pieces[-1]


async def in_batch(work: Callable[[sqlite3.Connection], T]) -> T:
    """Run a short synchronous write on SQLite together with others, under one commit; returns after it.

    Each piece has a savepoint of its own, so that one refusal undoes only itself; a failure of the database undoes all.
    """
    assert _state.batch is not None, "batches are SQLite's; PostgreSQL takes one statement"
    return await _state.batch.run(work)


class _Batch:
    """Group commit: while one batch is on its way to the disk, the next one gathers."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._thread = ThreadPoolExecutor(1, "batch")
        self._waiting: list[tuple[Callable[[sqlite3.Connection], Any], asyncio.Future[Any]]] = []
        self._draining: asyncio.Task[None] | None = None
        self._connection: sqlite3.Connection | None = None

    async def run(self, work: Callable[[sqlite3.Connection], T]) -> T:
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.append((work, future))
        if self._draining is None or self._draining.done():
            self._draining = asyncio.get_running_loop().create_task(self._drain())
            _running.add(self._draining)
            self._draining.add_done_callback(_forget)
        return await future

    async def _drain(self) -> None:
        loop = asyncio.get_running_loop()
        while self._waiting:
            async with _state.gate:
                batch, self._waiting = self._waiting[:BATCH], self._waiting[BATCH:]
                works = [work for work, _ in batch]
                outcomes = await loop.run_in_executor(self._thread, self._commit, works)
            for (_, future), outcome in zip(batch, outcomes, strict=True):
                if future.done():
                    continue
                if isinstance(outcome, BaseException):
                    future.set_exception(outcome)
                else:
                    future.set_result(outcome)

    def _commit(self, works: Sequence[Callable[[sqlite3.Connection], Any]]) -> list[Any]:
        try:
            connection = self._connect()
            connection.execute("BEGIN IMMEDIATE")
            outcomes = [self._attempt(connection, work) for work in works]
            connection.execute("COMMIT")
        except sqlite3.Error as problem:
            self._drop()
            return [problem] * len(works)
        return outcomes

    def _drop(self) -> None:
        """Roll back and close: after a failure a statement may hang on in the connection. The next batch opens anew."""
        if self._connection is None:
            return
        if self._connection.in_transaction:
            with suppress(sqlite3.Error):
                self._connection.execute("ROLLBACK")
        self._connection.close()
        self._connection = None

    def _attempt(self, connection: sqlite3.Connection, work: Callable[[sqlite3.Connection], Any]) -> Any:
        connection.execute("SAVEPOINT piece")
        try:
            outcome = work(connection)
        except (sqlite3.OperationalError, sqlite3.InternalError):
            raise
        except Exception as problem:
            connection.execute("ROLLBACK TO piece")
            outcome = problem
        connection.execute("RELEASE piece")
        return outcome

    def _connect(self) -> sqlite3.Connection:
        if self._connection is None:
            self._connection = sqlite3.connect(self._path, isolation_level=None, check_same_thread=False)
            for name, value in PRAGMAS.items():
                self._connection.execute(f"PRAGMA {name}={value}")
        return self._connection

    def close(self) -> None:
        self._thread.shutdown(wait=True)
        self._drop()
