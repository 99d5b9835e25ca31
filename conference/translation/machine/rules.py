"""Who comes first, how long to wait for another try, when an engine is left alone. Arithmetic."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Final

LEASE: Final = 60.0
"""Seconds after which a job whose worker was killed is anybody's."""
BATCH: Final = 8
"""Jobs taken at once: few, so that a reader who comes now waits for no long row."""
PATIENCE: Final = 20.0
"""Seconds that engines have for a batch."""
MOST_TRIES: Final = 6
LIFE: Final = 3 * 86_400.0
"""Seconds after which nobody tries any more: whoever wanted to read it has read the original."""
READER: Final = 100
"""What a reader who has the page open takes off a job's rank."""
PATIENT: Final = frozenset({"budget", "resting"})
"""Flags of a guard that kept an engine from trying: no try was spent."""
_FIRST_WAIT, _LONGEST_WAIT = 5.0, 900.0


class State(StrEnum):
    """Where a job stands. Refused: no engine does this, until one is there that does."""

    WAITING = "waiting"
    LEASED = "leased"
    DONE = "done"
    REFUSED = "refused"
    FAILED = "failed"


class Rank(IntEnum):
    """What waits, the most urgent first. `OTHER`: texts that no room has laid before readers yet."""

    BALLOT = 0
    PLANK = 10
    AMENDMENT = 20
    POST = 30
    OTHER = 40


@dataclass(frozen=True, slots=True)
class Owned:
    """What a unit is, for the queue; whether it lies open to all its audience: no draft, nothing taken away; and when
    it has to be there in every language, where a moment is set."""

    rank: Rank
    is_open: bool
    due: datetime | None = None


def wait(tries: int, chance: float, asked: float | None = None) -> float:
    """Seconds before another try: doubled each time, spread by `chance` (0 to 1) so that not all come back at once,
    and never sooner than a service asked for."""
    growing = min(_FIRST_WAIT * 2.0 ** max(tries - 1, 0), _LONGEST_WAIT)
    return max(growing * (0.5 + chance), (asked or 0.0) * (1.0 + chance / 10))


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of a job that got no text: its state, when it is due again, whether the try counts."""

    state: State
    due: float
    counts: bool = True


def after_failure(tries: int, now: float, expires: float, flags: Sequence[str], again_in: float) -> Verdict:
    """Another try later, or none. Waiting for a budget or for an engine that rests costs no try."""
    counts = not PATIENT & set(flags)
    if now + again_in > expires or (counts and tries >= MOST_TRIES):
        return Verdict(State.FAILED, 0.0, counts)
    return Verdict(State.WAITING, now + again_in, counts)


FAILURES: Final = 5
REST: Final = 30.0
LONGEST_REST: Final = 600.0


@dataclass(frozen=True, slots=True)
class Breaker:
    """Failures in a row, and until when the engine is left alone; times are of whatever clock the caller reads."""

    failures: int = 0
    rests: int = 0
    until: float = 0.0

    def resting(self, now: float) -> float:
        """Seconds that it still rests."""
        return max(self.until - now, 0.0)

    def after(self, now: float, *, failed: bool) -> "Breaker":
        """One success closes it. After a rest a single failure opens it again, for twice as long."""
        if not failed:
            return Breaker()
        if self.failures + 1 < FAILURES and not self.rests:
            return Breaker(self.failures + 1)
        return Breaker(0, self.rests + 1, now + min(REST * 2.0**self.rests, LONGEST_REST))
