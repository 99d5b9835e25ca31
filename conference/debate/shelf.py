"""What is kept in process of one debate, for as long as nothing is journalled that could show in it.

Most of what is journalled is of other debates and of votes. Only a row that says so leaves a page as it is; every other
one, of whatever kind, makes it be read again.
"""

from collections.abc import Hashable
from typing import Generic, TypeVar

from conference.runtime import journal

T = TypeVar("T")
_ELSEWHERE = ("thread-", "vote-", "turnout-")


class Shelf(Generic[T]):
    """So many things at most, by key, each with the journal's number up to which it is known to be true."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: dict[Hashable, tuple[T, int]] = {}

    async def find(self, key: Hashable, thread_id: int, cursor: int) -> T | None:
        """What is kept of this thread and still true at this number of the journal."""
        if key not in self._kept:
            return None
        found, known = self._kept[key]
        if known < cursor:
            rows = await journal.topics_of_rows_after(known)
            if rows is None or not all(_is_elsewhere(topics, f"thread-{thread_id}") for topics in rows):
                return None
            self._kept[key] = (found, cursor)
        return found

    def put(self, key: Hashable, made: T, cursor: int) -> None:
        self._kept.pop(key, None)
        if len(self._kept) >= self._most:
            self._kept.pop(next(iter(self._kept)))
        self._kept[key] = (made, cursor)

    def clear(self) -> None:
        self._kept.clear()


def _is_elsewhere(topics: frozenset[str], own: str) -> bool:
    if own in topics or any(topic.startswith("plank") for topic in topics):
        return False
    return any(topic.startswith(_ELSEWHERE) for topic in topics)
