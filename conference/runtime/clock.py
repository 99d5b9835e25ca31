"""The time: always aware, always UTC, and movable, so that the demo's past can be told as it happened."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

_told: ContextVar[datetime | None] = ContextVar("told", default=None)


def now() -> datetime:
    """The present moment, or the moment that is being told."""
    return _told.get() or datetime.now(UTC)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Inside, `now()` is this moment: how the demo's life is loaded through ordinary commands."""
    token = _told.set(moment)
    try:
        yield
    finally:
        _told.reset(token)
