"""How often somebody may try: a sliding window for each key, with a bound on the keys that are remembered."""

from collections import OrderedDict, deque


class Window:
    """At most `most` tries in `seconds` for one key; the keys tried longest ago are forgotten beyond `keys`."""

    def __init__(self, most: int, seconds: float, keys: int = 10_000) -> None:
        self.most = most
        self.seconds = seconds
        self.keys = keys
        self._tries: OrderedDict[str, deque[float]] = OrderedDict()

    def take(self, key: str, now: float) -> bool:
        """Count one try at `now` (in seconds); False when there were too many, and then it is not counted."""
        tries = self._tries.setdefault(key, deque())
        self._tries.move_to_end(key)
        while len(self._tries) > self.keys:
            self._tries.popitem(last=False)
        while tries and tries[0] <= now - self.seconds:
            tries.popleft()
        if len(tries) >= self.most:
            return False
        tries.append(now)
        return True

    def give_back(self, key: str) -> None:
        """The newest try was no guess: it does not count."""
        tries = self._tries.get(key)
        if tries:
            tries.pop()

    def forget(self, key: str) -> None:
        self._tries.pop(key, None)

    def __len__(self) -> int:
        return len(self._tries)
