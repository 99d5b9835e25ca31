"""Who is listening, and waking them: topics only, never contents.

A publish to thousands of readers is done in slices, so that the loop answers others in between; several changes that
come close together wake a reader once.
"""

import asyncio
from collections.abc import Iterable

SLICE = 100


class Listener:
    """One open stream: the topics it may hear, and those that changed since it last looked."""

    __slots__ = ("changed", "ended", "newest", "topics", "woken")

    def __init__(self, topics: Iterable[str]) -> None:
        self.topics = frozenset(topics)
        self.changed: set[str] = set()
        self.newest = 0
        self.ended = False
        self.woken = asyncio.Event()

    def take(self) -> tuple[int, list[str]]:
        """The newest cursor and what changed, in order; then forgotten."""
        changed, self.changed = sorted(self.changed), set()
        self.woken.clear()
        return self.newest, changed

    def end(self) -> None:
        """Let the stream come to its end: nobody listens any more, or the server is going down."""
        self.ended = True
        self.woken.set()


class Hub:
    """All listeners of this process."""

    def __init__(self) -> None:
        self._listeners: dict[str, set[Listener]] = {}
        self._slices: set[asyncio.Task[None]] = set()

    def join(self, listener: Listener) -> None:
        for topic in listener.topics:
            self._listeners.setdefault(topic, set()).add(listener)

    def leave(self, listener: Listener) -> None:
        for topic in listener.topics:
            rest = self._listeners.get(topic, set())
            rest.discard(listener)
            if not rest:
                self._listeners.pop(topic, None)

    def publish(self, topics: Iterable[str], seq: int = 0) -> None:
        """Tell everybody who listens to one of these topics that it changed."""
        for topic in topics:
            listeners = list(self._listeners.get(topic, ()))
            self._wake(listeners[:SLICE], topic, seq)
            if len(listeners) > SLICE:
                task = asyncio.get_running_loop().create_task(self._wake_rest(listeners, topic, seq))
                self._slices.add(task)
                task.add_done_callback(self._slices.discard)

    async def _wake_rest(self, listeners: list[Listener], topic: str, seq: int) -> None:
        for start in range(SLICE, len(listeners), SLICE):
            await asyncio.sleep(0)
            self._wake(listeners[start : start + SLICE], topic, seq)

    @staticmethod
    def _wake(listeners: list[Listener], topic: str, seq: int) -> None:
        for listener in listeners:
            listener.changed.add(topic)
            listener.newest = max(listener.newest, seq)
            listener.woken.set()

    def close(self) -> None:
        """End every stream: the server is going down, and browsers will come back to the next one."""
        for listener in {each for listeners in self._listeners.values() for each in listeners}:
            listener.end()


hub = Hub()
