"""Whether the database is away for a time: its disk is full, it is locked or restarting. Then nothing is broken, and
whoever sent something sends it again later."""

import errno
import sqlite3
from collections.abc import Iterator
from typing import Final

from asyncpg import InterfaceError, PostgresError
from tortoise.exceptions import BaseORMException

KINDS: Final = (sqlite3.OperationalError, PostgresError, InterfaceError, BaseORMException, OSError)
SQLITE: Final = frozenset(
    {
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_READONLY,
    }
)
POSTGRES: Final = ("08", "53", "57P", "58", "55P03", "25006", "40")
"""Connection lost, no room, shutting down or starting up, its own disk, a lock, read-only, given up for another."""

NO_ROOM: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS})


def is_away(problem: BaseException) -> bool:
    """Whether this, or what it stems from, is the database's being away."""
    return any(_says_so(each) for each in _causes(problem))


def _causes(problem: BaseException | None) -> Iterator[BaseException]:
    while problem is not None:
        yield problem
        inner = problem.args[0] if problem.args and isinstance(problem.args[0], BaseException) else None
        problem = problem.__cause__ or inner


def _says_so(problem: BaseException) -> bool:
    if isinstance(problem, sqlite3.Error):
        return (getattr(problem, "sqlite_errorcode", 0) & 0xFF) in SQLITE
    if isinstance(problem, PostgresError):
        return (problem.sqlstate or "").startswith(POSTGRES)
    if isinstance(problem, OSError):
        return isinstance(problem, ConnectionError | TimeoutError) or problem.errno in NO_ROOM
    return isinstance(problem, InterfaceError)
