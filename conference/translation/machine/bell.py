"""What wakes this process's worker: a job that was written, a reader who waits on a page. Nothing here is durable, and
nothing has to be: the worker looks at the queue every second anyway."""

import asyncio
from collections.abc import Iterable
from contextlib import suppress
from typing import Final

MOST: Final = 2_000
_wanted: set[tuple[str, int]] = set()
_ringing: list[asyncio.Event] = []


def ring() -> None:
    for each in _ringing:
        each.set()


def want(units: Iterable[int], language: str) -> None:
    """A reader has these on her page in their original, and reads another language."""
    for unit in units:
        if len(_wanted) < MOST:
            _wanted.add((language, unit))
    ring()


def wanted() -> dict[str, list[int]]:
    """What readers wait for, by language; then forgotten."""
    found: dict[str, list[int]] = {}
    for language, unit in sorted(_wanted):
        found.setdefault(language, []).append(unit)
    _wanted.clear()
    return found


class Bell:
    """Heard by one worker."""

    def __init__(self) -> None:
        self._event = asyncio.Event()
        _ringing.append(self._event)

    async def heard(self, within: float) -> None:
        """Wait until it rings, or so long."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._event.wait(), within)
        self._event.clear()

    def close(self) -> None:
        _ringing.remove(self._event)
